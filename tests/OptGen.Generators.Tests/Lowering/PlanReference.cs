using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using OptGen.Generators.Tests.Wiring;

namespace OptGen.Generators.Tests.Lowering;

/// <summary>
/// Runs a plan on numbers in place of tensors, with stages: it keeps every value under its index, adds terms one after the other, and forgets nothing.
/// </summary>
internal sealed class PlanReference(
    Plan plan, int layers, EquatableArray<StageStart> stages, bool hasTransition, Func<string, int, double[], double[], double> apply,
    Func<string, int[], double> coefficient, Func<string, bool> isScheduled, Func<string, bool> isPerLayer)
{
    private readonly Dictionary<(int, int), double> _states = [];
    private readonly Dictionary<(int, int), double> _values = [];
    private readonly HashSet<(int, int)> _early = [];
    private double[] _inputs = [];
    private readonly ScalarLineValues _numbers = new(plan, layers, coefficient, isScheduled);
    private int _layer;
    private int _start;
    private bool _beginsStage;
    private bool _handsOut;

    /// <summary>The iterates of each state by the layer that computes them, and at -1 what a state of the layers begins with.</summary>
    public Dictionary<(int State, int Layer), double> Iterates { get; } = [];

    /// <summary>All that forward returns.</summary>
    public IReadOnlyList<double> Results { get; private set; } = [];

    public double Run(double[] inputs)
    {
        _inputs = inputs;
        RunAll(plan.Prologue);
        foreach (var state in _states.Where(s => s.Key.Item2 == plan.States[s.Key.Item1].Newest - 1))
            Iterates[(state.Key.Item1, -1)] = state.Value;
        for (_layer = 0; _layer < layers; _layer++)
        {
            for (int i = 0; i < stages.Count; i++)
            {
                if (stages[i].FirstLayer == _layer)
                    Begin(i + 1, stages[i].Projects);
            }
            _handsOut = true;
            RunAll(plan.Layer);
            _handsOut = false;
        }
        _layer = layers - 1;
        RunAll(plan.Epilogue);
        Results = [.. plan.Outputs.Select(o => Sum(o, 0))];
        return Results[0];
    }

    private double Transition(int stage, double value) => hasTransition ? (value * 0.9) + (stage * 0.01) : value;

    private int At(AffineIndex index, int variable) => index.Evaluate(_layer - _start, layers - _start, variable);

    private void Begin(int stage, bool projects)
    {
        if (projects)
        {
            foreach (var key in _states.Keys.Where(k => plan.States[k.Item1].Role != StateRole.Fixed).ToList())
                _states[key] = Transition(stage, _states[key]);
            foreach (var key in _values.Keys.Where(k => plan.Evaluations[k.Item1].Newest is not null).ToList())
                _values[key] = Transition(stage, _values[key]);
            return;
        }
        int first = plan.States[plan.MainState].Newest - 1;
        double begun = _states.TryGetValue((plan.MainState, _layer - _start + first), out double newest) ? Transition(stage, newest) : 0;
        (_start, _beginsStage) = (_layer, true);
        var changed = new HashSet<TensorValue>();
        foreach (Step step in plan.Prologue)
        {
            bool isMain = step is AssignStep or ZeroStep && Steps.TargetOf(step) == new StateValue(plan.MainState, AffineIndex.At(first));
            if (isMain)
                _states[(plan.MainState, first)] = begun;
            // What comes from inputs alone has one value for all stages.
            bool again = step is not EvaluateStep evaluate || plan.Evaluations[evaluate.Evaluation].Newest is not null || Steps.Reads(step).Any(changed.Contains);
            if (again && !isMain)
                RunOne(step);
            if (isMain || (again && (step is EvaluateStep || Steps.Reads(step).Any(changed.Contains))))
                changed.Add(Steps.TargetOf(step));
        }
        _beginsStage = false;
    }

    private void RunAll(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
            RunOne(step);
    }

    private void RunOne(Step step)
    {
        switch (step)
        {
            case AssignStep assign:
                double value = Sum(assign.Value, 0);
                _states[(assign.State, At(assign.Index, 0))] = value;
                if (_handsOut)
                    Iterates[(assign.State, _layer)] = value;
                break;
            case ZeroStep zero:
                _states[(zero.State, At(zero.Index, 0))] = 0;
                break;
            case EvaluateStep evaluate when !(evaluate.Index.IsLayer && _layer - _start < evaluate.FromLayer):
                var key = (evaluate.Evaluation, Math.Max(At(evaluate.Index, 0), plan.Evaluations[evaluate.Evaluation].FirstIndex));
                // An operator is evaluated once for each argument, by number in every layer or by the layer; what is asked for after the last layer is computed there.
                if (evaluate.Index.IsNumber && plan.Evaluations[evaluate.Evaluation].History.Pinned.Contains(evaluate.Index.Offset))
                    _early.Add(key);
                if (!evaluate.Index.IsLayer || !_early.Contains(key))
                    _values[key] = Evaluate(evaluate);
                break;
            case SolveStep solve:
                foreach (Unknown unknown in solve.Unknowns)
                    _states[(unknown.State, At(unknown.Index, 0))] = unknown.Guess is null ? 0 : Read(unknown.Guess, 0);
                for (int i = 0; i < 60; i++)
                    RunAll(solve.Body);
                break;
        }
    }

    private double Evaluate(EvaluateStep step)
    {
        double[] parameters = [.. step.Parameters.Select(p => Value(p, 0))];
        double[] arguments = [.. step.Arguments.Select(a => Sum(a, 0))];
        Callee callee = plan.Evaluations[step.Evaluation].Evaluation.Callee;
        if (callee is ProductCallee)
            return arguments[0] * arguments[1];
        if (callee is FunctionCallee function)
        {
            return function.Function switch
            {
                TensorFunction.Relu => Math.Max(arguments[0], 0),
                TensorFunction.Tanh => Math.Tanh(arguments[0]),
                TensorFunction.Soft => Math.Sign(arguments[0]) * Math.Max(Math.Abs(arguments[0]) - parameters[0], 0),
                _ => 1 / (1 + Math.Exp(-arguments[0]))
            };
        }
        OperatorPlan op = plan.Operators[((OperatorCallee)callee).Operator];
        int number = step.Module.Evaluate(_layer, layers, 0);
        int module = step.Module.IsNumber ? _beginsStage ? _start + number : number : Math.Max(number, _start);
        if (op.IsSingle || !isPerLayer(op.Name))
            module = 0;
        return apply(op.Name + (((OperatorCallee)callee).Adjoint ? "^T" : ""), Math.Max(0, module), parameters, arguments);
    }

    private double Sum(LinearCombination combination, int variable) =>
        combination.Terms.Sum(t => Value(t.Coefficient, variable + _start) * Read(t.Value, variable));

    private double Read(TensorValue value, int variable)
    {
        switch (value)
        {
            case OneValue:
                return 1;
            case InputValue input:
                return _inputs[input.Input];
            case StateValue state:
                return _states[(state.State, Math.Max(At(state.Index, variable), plan.States[state.State].FirstIndex))];
            case EvaluationValue evaluation:
                return _values[(evaluation.Evaluation, Math.Max(At(evaluation.Index, variable), plan.Evaluations[evaluation.Evaluation].FirstIndex))];
            default:
                var sum = (SumValue)value;
                double total = 0;
                for (int j = Math.Max(0, At(sum.From, 0)); j <= At(sum.To, 0); j++)
                    total += Sum(sum.Body, j);
                return total;
        }
    }

    private double Value(Scalar scalar, int variable) =>
        scalar.Terms.Sum(t => t.Powers.Aggregate(t.Factor.ToDouble(), (product, p) => product * Math.Pow(Value(p.Atom, variable), p.Exponent)));

    private double Value(Atom atom, int variable) => atom switch
    {
        CoefficientAtom c when _numbers.Contains(c.Name) => _numbers.At(c.Name, c.Indices[0].Evaluate(_layer, layers, variable)),
        CoefficientAtom { Indices.Count: 0 } c when isScheduled(c.Name) => coefficient(c.Name, [_layer]),
        CoefficientAtom c => coefficient(c.Name, [.. c.Indices.Select(i => Math.Max(0, i.Evaluate(_layer, layers, variable)))]),
        FunctionAtom f => ScalarFunctions.Evaluate(f.Function, [.. f.Arguments.Select(a => Value(a, variable))]),
        GroupAtom g => Value(g.Content, variable),
        _ => atom == SymbolAtom.Layer ? _layer : atom == SymbolAtom.Layers ? layers : variable
    };
}
