using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// One layer as a linear map of past iterates, to first order in the operators. An operator counts as a small multiple of its argument,
/// a function with a parameter s as the resolvent w - s*F(w), a composition of operators as one, named after the outermost.
/// </summary>
internal sealed class LinearModel
{
    /// <summary>More iterates than this are not judged: the algebra is exact and grows fast.</summary>
    private const int MostSlots = 12;

    /// <summary>The states of a circle are followed by recursion; this bounds it.</summary>
    private const int MostEquations = 64;

    private readonly Plan _plan;
    private readonly Knowledge _knowledge;
    private readonly Dictionary<int, LinearCombination> _updates = [];
    private readonly Dictionary<int, LinearForm?> _values = [];
    private readonly Dictionary<int, Jet> _jets = [];
    private readonly SortedSet<(int State, int Offset)> _slots = [];

    private LinearModel(Plan plan, Knowledge knowledge)
    {
        _plan = plan;
        _knowledge = knowledge;
        foreach (AssignStep step in Assignments(plan.Layer))
            _updates[step.State] = step.Value;
    }

    /// <summary>Why there is no such map; the rest is empty then.</summary>
    public NoVerdictReason Reason { get; private set; }

    /// <summary>The coordinates: each state's newest past iterate first.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>The map without operators.</summary>
    public Scalar[,] Matrix { get; private set; } = new Scalar[0, 0];

    /// <summary>What each operator adds to the map, to first order.</summary>
    public SortedDictionary<string, Scalar[,]> Slopes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a sum over all layers holds operators, so that their steps change from layer to layer.</summary>
    public bool HasDenseOperators { get; private set; }

    public static LinearModel Of(Plan plan, Knowledge knowledge)
    {
        var model = new LinearModel(plan, knowledge);
        if (plan.Kind == PlanKind.Equilibrium)
            model.Reason = NoVerdictReason.Equilibrium;
        else
            model.Build();
        return model;
    }

    private void Build()
    {
        if (_updates.Count > MostEquations)
        {
            Reason = NoVerdictReason.TooLarge;
            return;
        }
        foreach (int state in _updates.Keys)
            _jets[state] = JetOf(state);
        for (int s = 0; s < _plan.States.Count; s++)
        {
            if (_slots.Where(x => x.State == s).Select(x => (int?)x.Offset).Min() is not { } deepest)
                continue;
            for (int offset = _plan.States[s].Newest - 1; offset >= deepest && Slots.Count <= MostSlots; offset--)
                Slots.Add(new Slot(s, offset));
        }
        if (Reason == NoVerdictReason.None && Slots.Count > MostSlots)
            Reason = NoVerdictReason.TooLarge;
        if (Reason != NoVerdictReason.None)
            return;
        Matrix = MatrixOf(j => j.Value, shift: true);
        foreach (string name in _jets.Values.SelectMany(j => j.Slopes.Keys).Distinct())
            Slopes.Add(name, MatrixOf(j => j.Slopes.TryGetValue(name, out LinearForm? slope) ? slope : LinearForm.Zero, shift: false));
    }

    private Scalar[,] MatrixOf(Func<Jet, LinearForm> part, bool shift)
    {
        var matrix = new Scalar[Slots.Count, Slots.Count];
        for (int row = 0; row < Slots.Count; row++)
        {
            Slot slot = Slots[row];
            bool newest = slot.Offset == _plan.States[slot.State].Newest - 1;
            LinearForm form = newest ? part(_jets[slot.State]) : shift ? LinearForm.Of(slot with { Offset = slot.Offset + 1 }) : LinearForm.Zero;
            for (int column = 0; column < Slots.Count; column++)
                matrix[row, column] = form.Weights.TryGetValue(Slots[column], out Scalar? weight) ? weight : Scalar.Zero;
        }
        return matrix;
    }

    /// <summary>What layer k computes for a state, without operators.</summary>
    private LinearForm ValueOf(int state)
    {
        if (_values.TryGetValue(state, out LinearForm? known))
        {
            if (known is null)
                Reason = NoVerdictReason.LinearlyImplicit;
            return known ?? LinearForm.Zero;
        }
        _values[state] = null;
        LinearForm value = Expand(_updates[state], 0, ValueOf);
        _values[state] = value;
        return value;
    }

    private Jet JetOf(int state)
    {
        if (_jets.TryGetValue(state, out Jet? known))
            return known;
        // Values first: they have no circles left, or there is no model.
        LinearForm value = ValueOf(state);
        if (Reason != NoVerdictReason.None)
            return Jet.Zero;
        Jet jet = ExpandJet(_updates[state], 0);
        _jets[state] = new Jet(value, jet.Slopes);
        return _jets[state];
    }

    private LinearForm Expand(LinearCombination combination, int shift, Func<int, LinearForm> newest)
    {
        LinearForm sum = LinearForm.Zero;
        foreach ((Scalar coefficient, TensorValue value, int offset) in Reads(combination, shift))
        {
            LinearForm part = value switch
            {
                StateValue state => StateForm(state.State, offset, newest),
                EvaluationValue evaluation when Resolvent(evaluation) => Expand(Argument(evaluation), offset, newest),
                EvaluationValue evaluation when IsProduct(evaluation) => Product(evaluation, offset, newest),
                _ => LinearForm.Zero
            };
            sum = sum.Plus(part, coefficient);
        }
        return sum;
    }

    /// <summary>Without operators nothing is left of a product that holds them alone. Any other is not linear.</summary>
    private LinearForm Product(EvaluationValue evaluation, int offset, Func<int, LinearForm> newest)
    {
        if (_plan.Evaluations[evaluation.Evaluation].Evaluation.Arguments.Any(a => !Expand(a, offset, newest).IsZero))
            Reason = NoVerdictReason.NotLinear;
        return LinearForm.Zero;
    }

    private LinearForm StateForm(int state, int offset, Func<int, LinearForm> newest)
    {
        if (_plan.States[state].Role == StateRole.Fixed)
            return LinearForm.Zero;
        if (offset >= _plan.States[state].Newest)
            return newest(state);
        _slots.Add((state, offset));
        return LinearForm.Of(new Slot(state, offset));
    }

    private Jet ExpandJet(LinearCombination combination, int shift)
    {
        Jet sum = Jet.Zero;
        foreach ((Scalar coefficient, TensorValue value, int offset) in Reads(combination, shift))
        {
            Jet part = value switch
            {
                StateValue state when offset >= _plan.States[state.State].Newest && _plan.States[state.State].Role != StateRole.Fixed => JetOf(state.State),
                StateValue state => new Jet(StateForm(state.State, offset, ValueOf), Jet.Zero.Slopes),
                EvaluationValue evaluation => EvaluationJet(evaluation, offset),
                _ => Jet.Zero
            };
            sum = sum.Plus(part, coefficient);
        }
        return sum;
    }

    private Jet EvaluationJet(EvaluationValue evaluation, int offset)
    {
        string name = NameOf(evaluation);
        VisitArguments(evaluation, offset);
        if (!Resolvent(evaluation))
            return Jet.Zero.WithSlope(name, ThroughOperators(evaluation, offset));
        Jet inside = ExpandJet(Argument(evaluation), offset);
        return StepOf(_plan.Evaluations[evaluation.Evaluation].Evaluation) is { } step
            ? inside.WithSlope(name, LinearForm.Zero.Plus(inside.Value, -_knowledge.Resolve(step)))
            : inside;
    }

    /// <summary>Every iterate that the arguments read is a coordinate, also one that stands only inside an operator within another.</summary>
    private void VisitArguments(EvaluationValue evaluation, int offset)
    {
        foreach (LinearCombination argument in _plan.Evaluations[evaluation.Evaluation].Evaluation.Arguments)
        {
            foreach ((_, TensorValue value, int inner) in Reads(argument, offset))
            {
                if (value is StateValue state)
                    StateForm(state.State, inner, ValueOf);
                else if (value is EvaluationValue operation)
                    VisitArguments(operation, inner);
            }
        }
    }

    /// <summary>
    /// The argument of an operator; where it holds no iterate itself, that of the operators in it. Of several arguments it is the first that
    /// stays when all iterates are the same: T(x_k, x_&lt;k-1&gt;) is one T, not two, and T(x_k, x_k - x_&lt;k-1&gt;) is T at x_k.
    /// </summary>
    private LinearForm ThroughOperators(EvaluationValue evaluation, int offset)
    {
        EquatableArray<LinearCombination> arguments = _plan.Evaluations[evaluation.Evaluation].Evaluation.Arguments;
        List<LinearForm> direct = [.. arguments.Select(a => Expand(a, offset, ValueOf)).Where(f => !f.IsZero)];
        if (direct.Count > 0)
            return direct.Find(f => !f.Weights.Values.Aggregate(Scalar.Zero, (sum, w) => sum + w).IsZero) ?? direct[0];
        return arguments.Select(a => Inside(a, offset)).FirstOrDefault(f => !f.IsZero) ?? LinearForm.Zero;
    }

    private LinearForm Inside(LinearCombination argument, int offset)
    {
        LinearForm sum = LinearForm.Zero;
        foreach ((Scalar coefficient, TensorValue value, int inner) in Reads(argument, offset))
        {
            if (value is EvaluationValue operation)
                sum = sum.Plus(ThroughOperators(operation, inner), coefficient);
        }
        return sum;
    }

    /// <summary>The terms of a combination, windows written out, each with the offset of its value from k.</summary>
    private IEnumerable<(Scalar Coefficient, TensorValue Value, int Offset)> Reads(LinearCombination combination, int shift)
    {
        foreach (Term term in combination.Terms)
        {
            Scalar coefficient = _knowledge.Resolve(term.Coefficient);
            if (term.Value is SumValue sum)
            {
                foreach ((Scalar inner, TensorValue value, int offset) in SumReads(sum, shift))
                    yield return (coefficient * inner, value, offset);
            }
            else if (IndexOf(term.Value) is { } index)
            {
                if (index.IsLayer)
                    yield return (coefficient, term.Value, index.Offset + shift);
                else if (term.Value is StateValue state && _plan.States[state.State].Role != StateRole.Fixed)
                    Reason = NoVerdictReason.PinnedIterate;
            }
        }
    }

    private IEnumerable<(Scalar Coefficient, TensorValue Value, int Offset)> SumReads(SumValue sum, int shift)
    {
        if (sum.From.IsNumber)
        {
            // Which of the values it is does not matter: a product holds an iterate or it does not.
            foreach (EvaluationValue product in sum.Body.Terms.Select(t => t.Value).OfType<EvaluationValue>().Where(IsProduct))
                Product(product, 0, ValueOf);
            if (Reason == NoVerdictReason.NotLinear)
                yield break;
            bool operatorsOnly = sum.Body.Terms.All(t => t.Value is EvaluationValue evaluation && !Resolvent(evaluation));
            if (operatorsOnly)
                HasDenseOperators = true;
            else
                Reason = NoVerdictReason.DenseHistory;
            yield break;
        }
        for (int j = sum.From.Offset; j <= sum.To.Offset && j < sum.From.Offset + MostSlots + 2; j++)
        {
            foreach (Term term in sum.Body.Terms)
            {
                AffineIndex at = AffineIndex.AtLayer(j);
                Scalar coefficient = _knowledge.Resolve(term.Coefficient.Substitute(AffineIndex.AtLayer(0), at));
                if (IndexOf(term.Value) is { } index && index.WithVariable(at) is { IsLayer: true } place)
                    yield return (coefficient, term.Value, place.Offset + shift);
            }
        }
    }

    private static AffineIndex? IndexOf(TensorValue value) => value switch
    {
        StateValue state => state.Index,
        EvaluationValue evaluation => evaluation.Index,
        _ => null
    };

    private LinearCombination Argument(EvaluationValue evaluation) =>
        _plan.Evaluations[evaluation.Evaluation].Evaluation.Arguments.Aggregate((sum, next) => sum.Plus(next));

    private bool IsProduct(EvaluationValue evaluation) => _plan.Evaluations[evaluation.Evaluation].Evaluation.Callee is ProductCallee;

    private bool Resolvent(EvaluationValue evaluation) => IsResolvent(_plan.Evaluations[evaluation.Evaluation].Evaluation);

    /// <summary>Whether an evaluation counts as the identity: a function with parameters, soft thresholding, or the projection relu.</summary>
    public static bool IsResolvent(Evaluation evaluation) =>
        evaluation.Parameters.Count > 0 || evaluation.Callee is FunctionCallee { Function: TensorFunction.Relu or TensorFunction.Soft };

    /// <summary>
    /// The step of a resolvent: its only parameter besides the number of the layer, which tells a function's layers apart. With none or several there is no telling.
    /// </summary>
    public static Scalar? StepOf(Evaluation evaluation)
    {
        Scalar[] parameters = [.. evaluation.Parameters.Where(p => p != s_layer)];
        return parameters.Length == 1 ? parameters[0] : null;
    }

    private static readonly Scalar s_layer = Scalar.Of(SymbolAtom.Layer);

    private string NameOf(EvaluationValue evaluation) => NameOf(_plan, evaluation.Evaluation);

    public static string NameOf(Plan plan, int evaluation) => plan.Evaluations[evaluation].Evaluation.Callee switch
    {
        OperatorCallee callee => plan.Operators[callee.Operator].Name + (callee.Adjoint ? "^T" : ""),
        FunctionCallee callee => Vocabulary.NameOf(callee.Function),
        _ => string.Join("*", plan.Evaluations[evaluation].Evaluation.Arguments.Select(a => FactorName(plan, a)))
    };

    /// <summary>The name of a factor: a gated operator is one by the names of both, g*T.</summary>
    private static string FactorName(Plan plan, LinearCombination factor)
    {
        string[] names = [.. factor.Values().Select(v => v.Value switch
        {
            EvaluationValue evaluation => NameOf(plan, evaluation.Evaluation),
            StateValue state => plan.States[state.State].Name,
            InputValue input => plan.Inputs[input.Input].Name,
            _ => "1"
        }).Distinct()];
        return names.Length == 1 ? names[0] : "(" + string.Join("+", names) + ")";
    }

    public static IEnumerable<AssignStep> Assignments(IEnumerable<Step> steps) => steps.SelectMany(s => s switch
    {
        AssignStep assign => [assign],
        SolveStep solve => Assignments(solve.Body),
        _ => []
    });
}
