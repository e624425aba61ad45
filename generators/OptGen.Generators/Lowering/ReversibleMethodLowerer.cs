using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers a layer into the function that computes it and the one that goes back over it. What the program has computed comes in as parameters of both.</summary>
internal sealed class ReversibleMethodLowerer
{
    private readonly LoweringContext _context;
    private readonly ReversalPlan _reversal;
    private readonly NameTable _names;
    private readonly Variable _layer;
    private readonly string _scope;
    private readonly string _pass;
    private readonly Coefficients _coefficients;
    private readonly Combinations _combinations;
    private readonly Dictionary<TensorValue, Variable> _variables = [];
    private readonly Dictionary<TensorValue, TensorExpression> _computed = [];
    private readonly List<(Place Argument, Variable Parameter)> _given = [];
    private readonly List<(Place Argument, Variable Parameter)> _shared = [];
    private readonly List<ApplyExpression> _callees = [];
    private List<Statement> _body = [];

    public ReversibleMethodLowerer(LoweringContext context, ReversalPlan reversal)
    {
        _context = context;
        _reversal = reversal;
        _names = context.Members.Inner();
        _layer = new Variable(_names.Take("k"), VariableKind.Number);
        _scope = _names.Take("scope");
        _pass = _names.Take("layer");
        _coefficients = context.Coefficients.Inside(p => new VariablePlace(_shared.Pass(_names, p)), isComputedInside: true);
        _combinations = new Combinations(_coefficients, context.Clock, Read, _ => false, _names);
        foreach (StateValue value in reversal.States.SelectMany(s => Enumerable.Range(0, s.Depth + 1).Select(j => new StateValue(s.State, AffineIndex.AtLayer(s.Newest - j)))).OrderBy(v => Math.Abs(v.Index.Offset)))
            VariableOf(value);
    }

    /// <summary>The places of the program with what is the same in all layers.</summary>
    public IEnumerable<Place> GivenPlaces => _given.Select(g => g.Argument);

    /// <summary>The places of the program with what is made of trained coefficients.</summary>
    public IEnumerable<Place> SharedPlaces => _shared.Select(s => s.Argument);

    /// <summary>Every application of a layer.</summary>
    public IReadOnlyList<ApplyExpression> Callees => _callees;

    public ReversibleMethods Lower(string forward, string retrace)
    {
        var before = _reversal.States.Select(s => Iterates(s, 1)).ToEquatableArray();
        var after = _reversal.States.Select(s => Iterates(s, 0)).ToEquatableArray();
        (EquatableArray<Statement> forwardBody, EquatableArray<TensorExpression> results) = LowerForward();
        EquatableArray<Statement> retraceBody = LowerRetrace();
        string describes = string.Join(", ", _reversal.States.Select(s => PlanText.Iterate(_context.Plan, s.State, s.Computed.Index)));
        return new ReversibleMethods(
            forward, retrace, describes, _scope, _pass, _layer, before, after,
            _given.Select(g => g.Parameter).ToEquatableArray(), _shared.Select(s => s.Parameter).ToEquatableArray(), forwardBody, results, retraceBody);
    }

    private EquatableArray<Variable> Iterates(HeldState state, int first) =>
        Enumerable.Range(first, state.Depth).Select(j => VariableOf(new StateValue(state.State, AffineIndex.AtLayer(state.Newest - j)))).ToEquatableArray();

    private (EquatableArray<Statement> Body, EquatableArray<TensorExpression> Results) LowerForward()
    {
        Begin(_reversal.States.SelectMany(s => Enumerable.Range(1, s.Depth).Select(j => new StateValue(s.State, AffineIndex.AtLayer(s.Newest - j)))));
        for (int i = 0; i < _reversal.Layer.Count; i++)
        {
            Step step = _reversal.Layer[i];
            bool isReadLater = _reversal.Layer.Skip(i + 1).SelectMany(Steps.Reads).Contains(Steps.TargetOf(step));
            Compute(step, isReadLater);
        }
        var results = new List<TensorExpression>();
        foreach (TensorExpression value in _reversal.States.Select(s => _computed[s.Computed]))
        {
            bool isParameter = value is ReadExpression { Place: VariablePlace { Variable: var variable } } && IsParameter(variable);
            results.Add(isParameter || results.Contains(value) ? new AliasExpression(value) : value);
        }
        return (_body.ToEquatableArray(), results.ToEquatableArray());
    }

    private bool IsParameter(Variable variable) => _reversal.States.SelectMany(s => Iterates(s, 1)).Contains(variable) || _given.Exists(g => g.Parameter == variable);

    private EquatableArray<Statement> LowerRetrace()
    {
        Begin(_reversal.States.SelectMany(s => Enumerable.Range(0, s.Depth).Select(j => new StateValue(s.State, AffineIndex.AtLayer(s.Newest - j)))));
        foreach (Step step in _reversal.Retrace)
        {
            if (step is RecoverStep recover)
                Recover(recover);
            else
                Compute(step, isReadLater: true);
        }
        var lines = new List<RetracedLine>();
        var grouped = new HashSet<TensorValue>();
        foreach (AssignStep line in _reversal.Layer.OfType<AssignStep>().Where(_reversal.IsCut))
        {
            // What this line reads of what another one computes has its gradient only when this one's is known.
            if (Steps.Reads(line).Any(r => ReadsAny(r, grouped)))
                Flush();
            grouped.Add(Steps.TargetOf(line));
            lines.Add(new RetracedLine(VariableOf(Steps.TargetOf(line)), Value(line)));
        }
        Flush();
        return _body.ToEquatableArray();

        void Flush()
        {
            _body.Add(new RetraceStatement(lines.ToEquatableArray()));
            lines.Clear();
            grouped.Clear();
        }
    }

    private bool ReadsAny(TensorValue value, HashSet<TensorValue> targets)
    {
        if (targets.Contains(value))
            return true;
        Step? source = _reversal.Layer.FirstOrDefault(s => Steps.TargetOf(s) == value && (s is EvaluateStep || !_reversal.IsCut((AssignStep)s)));
        return source is not null && Steps.Reads(source).Any(r => ReadsAny(r, targets));
    }

    private void Begin(IEnumerable<StateValue> known)
    {
        _body = [];
        _computed.Clear();
        foreach (StateValue value in known)
            _computed[value] = new ReadExpression(new VariablePlace(VariableOf(value)));
    }

    private void Recover(RecoverStep step)
    {
        var value = new StateValue(step.State, step.Index);
        HeldState? held = _reversal.States.FirstOrDefault(s => s.Oldest == value);
        _coefficients.FirstLayer = step.FromLayer;
        _coefficients.IsRarelyRead = true;
        TensorExpression expression = Combine(step.Value);
        _coefficients.IsRarelyRead = false;
        _coefficients.FirstLayer = 0;
        Variable variable = VariableOf(value);
        _body.Add(new RecoverStatement(variable, held is null ? null : _reversal.NumberOf(step.State), expression));
        _computed[value] = new ReadExpression(new VariablePlace(variable));
    }

    /// <summary>A value has the same name in both functions.</summary>
    private Variable VariableOf(TensorValue value)
    {
        if (!_variables.TryGetValue(value, out Variable? variable))
            _variables.Add(value, variable = new Variable(_names.Take(NameOf(value)), VariableKind.Tensor));
        return variable;
    }

    private string NameOf(TensorValue value) => value switch
    {
        StateValue state => _context.Families.State(state.State).At(state.Index.Offset).Name,
        EvaluationValue evaluation => _context.Families.Evaluation(evaluation.Evaluation).At(evaluation.Index.Offset).Name,
        _ => "value"
    };

    /// <summary>Computes a step; what is read once only, as a result, needs no variable.</summary>
    private void Compute(Step step, bool isReadLater)
    {
        TensorValue target = Steps.TargetOf(step);
        TensorExpression value = step is EvaluateStep evaluation ? Call(evaluation) : Value((AssignStep)step);
        if (isReadLater && value is not ReadExpression)
        {
            Variable variable = VariableOf(target);
            _body.Add(new DeclareStatement(variable, value));
            value = new ReadExpression(new VariablePlace(variable));
        }
        _computed[target] = value;
    }

    private TensorExpression Value(AssignStep line) => Steps.IsPlain(line.Value) ? ReadPlain(line.Value.Terms[0].Value) : Combine(line.Value);

    private TensorExpression ReadPlain(TensorValue value) => _computed.TryGetValue(value, out TensorExpression? computed) ? computed : new ReadExpression(Read(value));

    private TensorExpression Combine(LinearCombination value) => _combinations.Chain([.. value.Terms], () => new VariablePlace(VariableOf(_reversal.States[0].Oldest)));

    private TensorExpression Call(EvaluateStep step)
    {
        var arguments = new List<Place>();
        foreach (LinearCombination argument in step.Arguments)
        {
            if (Steps.IsPlain(argument))
            {
                arguments.Add(Read(argument.Terms[0].Value));
                continue;
            }
            var made = new Variable(_names.Take("argument"), VariableKind.Tensor);
            _body.Add(new DeclareStatement(made, Combine(argument)));
            arguments.Add(new VariablePlace(made));
        }
        TensorExpression call = _context.Calls.Call(step, arguments.ToEquatableArray(), step.Parameters.Select(_combinations.FactorOf).ToEquatableArray(), fromLayer: 0);
        if (call is ApplyExpression apply && !_callees.Contains(apply))
            _callees.Add(apply);
        return call;
    }

    private Place Read(TensorValue value)
    {
        if (_computed.TryGetValue(value, out TensorExpression? expression))
            return ((ReadExpression)expression).Place;
        return new VariablePlace(_given.Pass(_names, _context.Places.Read(value)));
    }
}
