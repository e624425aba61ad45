using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// Lowers the equations of a layer that is solved to a method of its own, which solvers call, forward and backward. It reads nothing but its
/// parameters and what belongs to the network, so it means the same whenever it is called: what the program has computed comes in as parameters.
/// </summary>
internal sealed class EquationLowerer
{
    private readonly LoweringContext _context;
    private readonly SolveStep _step;
    private readonly string _describes;
    private readonly NameTable _names;
    private readonly Variable? _layer;
    private readonly Variable? _start;
    private readonly Coefficients _coefficients;
    private readonly Combinations _combinations;
    private readonly SolvedValues _values;
    private readonly SharedValues _sharedValues;
    private readonly Dictionary<TensorValue, TensorExpression> _computed = [];
    private readonly Dictionary<LinearCombination, Variable> _known = [];
    private readonly List<Statement> _body = [];
    private readonly List<(Place Argument, Variable Parameter)> _given = [];
    private readonly List<(Place Argument, Variable Parameter)> _shared = [];
    private readonly List<ApplyExpression> _callees = [];

    public EquationLowerer(LoweringContext context, SolveStep step, string describes)
    {
        _context = context;
        _step = step;
        _describes = describes;
        _names = context.Members.Inner();
        _layer = context.IsEquilibrium ? null : new Variable(_names.Take("k"), VariableKind.Number);
        Scope = _names.Take("scope");
        _start = context.BeginsAnew ? new Variable(_names.Take("start"), VariableKind.Number) : null;
        _coefficients = context.Coefficients.Inside(p => new VariablePlace(_shared.Pass(_names, p)));
        _combinations = new Combinations(_coefficients, context.Clock, Read, _ => false, _names);
        _values = new SolvedValues(step);
        _sharedValues = new SharedValues(context.Plan, context.Options);
        Unknowns = [.. step.Unknowns.Select(u => new Variable(_names.Take(context.Families.State(u.State).At(u.Index.Offset).Name), VariableKind.Tensor))];
        for (int i = 0; i < Unknowns.Count; i++)
            _computed[ValueOf(step.Unknowns[i])] = new ReadExpression(new VariablePlace(Unknowns[i]));
    }

    private string Scope { get; }

    private IReadOnlyList<Variable> Unknowns { get; }

    /// <summary>The places of the program that the equations are handed, with a row for each sample.</summary>
    public IEnumerable<Place> Given => _given.Select(g => g.Argument);

    /// <summary>The places of the program that the equations are handed and that all samples share: trained coefficients among them.</summary>
    public IEnumerable<Place> Shared => _shared.Select(s => s.Argument);

    /// <summary>The variables made in the program for parts that stay the same during a solve.</summary>
    public IEnumerable<Variable> Temporaries => _known.Values;

    /// <summary>Every application in the equations.</summary>
    public IReadOnlyList<ApplyExpression> Callees => _callees;

    public EquationMethod Lower(string name)
    {
        EquatableArray<TensorExpression> results = LowerBody().ToEquatableArray();
        var statements = _body.ToEquatableArray();
        var walk = new NumberReads(statements, results);
        return new EquationMethod(
            name, _describes, Scope, walk.ReadLayer ? _layer : null, walk.ReadStart ? _start : null, Unknowns.ToEquatableArray(),
            _given.Select(g => g.Parameter).ToEquatableArray(), _shared.Select(s => s.Parameter).ToEquatableArray(), statements, results);
    }

    private static StateValue ValueOf(Unknown unknown) => new(unknown.State, unknown.Index);

    private List<TensorExpression> LowerBody()
    {
        var unknowns = new HashSet<TensorValue>(_step.Unknowns.Select(ValueOf));
        var results = new Dictionary<TensorValue, TensorExpression>();
        for (int i = 0; i < _step.Body.Count; i++)
        {
            TensorValue target = Steps.TargetOf(_step.Body[i]);
            bool isUnknown = unknowns.Contains(target);
            if (_step.Body[i] is EvaluateStep evaluation)
            {
                TensorExpression call = Call(evaluation);
                // What is returned as it is needs no name.
                _computed[target] = IsResult(i) ? call : Declare(_context.Families.Target(evaluation).Family.At(evaluation.Index.Offset).Name, call);
                continue;
            }
            var assignment = (AssignStep)_step.Body[i];
            string state = _context.Plan.States[assignment.State].Name;
            TensorExpression value = Assign(assignment, Prepare(assignment.Value, state), isUnknown, isLast: i == _step.Body.Count - 1, state);
            _computed[target] = value;
            if (isUnknown)
                results[target] = value;
        }
        return Distinct([.. _step.Unknowns.Select(u => results[ValueOf(u)])]);
    }

    /// <summary>Whether a step's value is what the last equation gives, and nothing else reads it.</summary>
    private bool IsResult(int number) =>
        number == _step.Body.Count - 2 && _step.Body[number + 1] is AssignStep { Value: var value } && Steps.IsPlain(value)
        && value.Terms[0].Value == Steps.TargetOf(_step.Body[number]);

    /// <summary>The expression that stands for a state from here on.</summary>
    private TensorExpression Assign(AssignStep step, LinearCombination value, bool isUnknown, bool isLast, string state)
    {
        if (Steps.IsPlain(value))
        {
            return _computed.TryGetValue(value.Terms[0].Value, out TensorExpression? computed) ? computed : new ReadExpression(Read(value.Terms[0].Value));
        }
        TensorExpression expression = Chain(value);
        return isUnknown && isLast ? expression : Declare(isUnknown ? state + "Result" : _context.Families.State(step.State).At(step.Index.Offset).Name, expression);
    }

    private ReadExpression Declare(string wish, TensorExpression value)
    {
        var variable = new Variable(_names.Take(wish), VariableKind.Tensor);
        _body.Add(new DeclareStatement(variable, value));
        return new ReadExpression(new VariablePlace(variable));
    }

    private TensorExpression Chain(LinearCombination value) => _combinations.Chain([.. value.Terms], () => new VariablePlace(Unknowns[0]));

    private TensorExpression Call(EvaluateStep step)
    {
        var arguments = new List<Place>();
        foreach (LinearCombination argument in step.Arguments)
        {
            LinearCombination value = Prepare(argument, "argument");
            arguments.Add(Steps.IsPlain(value) ? Read(value.Terms[0].Value) : Declare("argument", Chain(value)).Place);
        }
        TensorExpression call = _context.Calls.Call(step, arguments.ToEquatableArray(), step.Parameters.Select(_combinations.FactorOf).ToEquatableArray(), fromLayer: 0);
        if (call is ApplyExpression apply)
            _callees.Add(apply);
        return call;
    }

    /// <summary>
    /// The combination with all that stays the same in one tensor, which the program computes once, before it solves. A single tensor with a
    /// number before it stays where it is, for it takes one operation either way.
    /// </summary>
    private LinearCombination Prepare(LinearCombination combination, string hint)
    {
        (LinearCombination changing, LinearCombination known) = _values.Split(combination);
        bool isOne = known.Terms.Count == 1 && known.Terms[0].Value is not SumValue && !_context.Coefficients.IsTrained(known.Terms[0].Coefficient);
        if (known.Terms.Count == 0 || isOne)
            return known.Plus(changing);
        if (!_known.TryGetValue(known, out Variable? variable))
        {
            _known.Add(known, variable = new Variable(_context.Names.Take(hint + "Known"), VariableKind.Tensor));
            _context.Applications.Locate(_describes);
            _context.Applications.Combine(variable, known);
        }
        return LinearCombination.Of(new KnownValue(variable, _sharedValues.Contains(known))).Plus(changing);
    }

    private Place Read(TensorValue value)
    {
        if (_computed.TryGetValue(value, out TensorExpression? expression))
            return ((ReadExpression)expression).Place;
        bool isShared = value is KnownValue { IsShared: true } || _sharedValues.Contains(value);
        return new VariablePlace((isShared ? _shared : _given).Pass(_names, value is KnownValue known ? new VariablePlace(known.Variable) : _context.Places.Read(value)));
    }

    /// <summary>A tensor is returned once, and what came in as a parameter under a handle of its own.</summary>
    private List<TensorExpression> Distinct(List<TensorExpression> results)
    {
        for (int i = 0; i < results.Count; i++)
        {
            bool isParameter = results[i] is ReadExpression { Place: VariablePlace { Variable: var variable } }
                && (Unknowns.Contains(variable) || _given.Exists(g => g.Parameter == variable) || _shared.Exists(s => s.Parameter == variable));
            if (isParameter || results.Take(i).Contains(results[i]))
                results[i] = new AliasExpression(results[i]);
        }
        return results;
    }

    /// <summary>A tensor that the program has computed because it stays the same during a solve.</summary>
    private sealed record KnownValue(Variable Variable, bool IsShared) : TensorValue;
}
