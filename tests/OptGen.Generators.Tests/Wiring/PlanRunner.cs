using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>
/// Runs a plan on numbers in place of tensors, keeping from layer to layer only what the plan says is kept, so that a history one value
/// too short fails. It records every application of an operator.
/// </summary>
internal sealed class PlanRunner(Plan plan, int layers, Func<string, int, double[], double[], double> apply, Func<string, int[], double> coefficient)
{
    private readonly Dictionary<(int, int), double> _states = [];
    private readonly Dictionary<(int, int), double> _values = [];
    private double[] _inputs = [];
    private readonly ScalarLineValues _numbers = new(plan, layers, coefficient);
    private int _layer;

    public List<string> Applications { get; } = [];

    public double Run(params double[] inputs)
    {
        _inputs = inputs;
        RunAll(plan.Prologue);
        for (_layer = 0; _layer < layers; _layer++)
        {
            Forget();
            RunAll(plan.Layer);
        }
        _layer = -1;
        RunAll(plan.Epilogue);
        return Sum(plan.Output, 0);
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
                _states[(assign.State, At(assign.Index, 0))] = Sum(assign.Value, 0);
                break;
            case ZeroStep zero:
                Read(zero.Like, 0);
                _states[(zero.State, At(zero.Index, 0))] = 0;
                break;
            case EvaluateStep evaluate when !(evaluate.Index.IsLayer && _layer < evaluate.FromLayer):
                _values[(evaluate.Evaluation, At(evaluate.Index, 0))] = Evaluate(evaluate);
                break;
            case SolveStep solve:
                foreach (Unknown unknown in solve.Unknowns)
                    _states[(unknown.State, At(unknown.Index, 0))] = unknown.Guess is null ? 0 : Read(unknown.Guess, 0);
                // The operators of the tests are contractions, for which plain iteration converges.
                for (int i = 0; i < 50; i++)
                    RunAll(solve.Body);
                break;
        }
    }

    private double Evaluate(EvaluateStep step)
    {
        double[] parameters = [.. step.Parameters.Select(p => Value(p, 0))];
        double[] arguments = [.. step.Arguments.Select(a => Sum(a, 0))];
        if (plan.Evaluations[step.Evaluation].Evaluation.Callee is ProductCallee)
            return arguments[0] * arguments[1];
        if (plan.Evaluations[step.Evaluation].Evaluation.Callee is not OperatorCallee callee)
            return Math.Tanh(arguments[0]);
        int module = Math.Max(0, At(step.Module, 0));
        OperatorPlan op = plan.Operators[callee.Operator];
        Assert.InRange(module, op.First.Evaluate(layers), op.Last.Evaluate(layers));
        string name = op.Name + (callee.Adjoint ? "^T" : "");
        Applications.Add($"{name}{module}");
        return apply(name, module, parameters, arguments);
    }

    private double Sum(LinearCombination combination, int variable) =>
        combination.Terms.Sum(t => Value(t.Coefficient, variable) * Read(t.Value, variable));

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
        CoefficientAtom c when _numbers.Contains(c.Name) => _numbers.At(c.Name, At(c.Indices[0], variable)),
        CoefficientAtom c => coefficient(c.Name, [.. c.Indices.Select(i => Math.Max(0, At(i, variable)))]),
        FunctionAtom f => ScalarFunctions.Evaluate(f.Function, [.. f.Arguments.Select(a => Value(a, variable))]),
        GroupAtom g => Value(g.Content, variable),
        _ => atom == SymbolAtom.Layer ? _layer : atom == SymbolAtom.Layers ? layers : variable
    };

    private int At(AffineIndex index, int variable) => index.Evaluate(_layer, layers, variable);

    private void Forget()
    {
        for (int s = 0; s < plan.States.Count; s++)
            Forget(_states, s, plan.States[s].Newest, plan.States[s].FirstIndex, plan.States[s].History, plan.States[s].Role == StateRole.Fixed);
        for (int e = 0; e < plan.Evaluations.Count; e++)
        {
            EvaluationPlan evaluation = plan.Evaluations[e];
            if (evaluation.Newest is { } newest)
                Forget(_values, e, newest, evaluation.FirstIndex, evaluation.History, false);
        }
    }

    private void Forget(Dictionary<(int, int), double> values, int number, int newest, int first, History history, bool always)
    {
        var kept = new HashSet<int>(history.Pinned);
        // What the prologue computed in the layer's place is this layer's.
        kept.Add(Math.Max(first, _layer + newest));
        for (int i = 1; i <= history.Kept; i++)
            kept.Add(Math.Max(first, _layer + newest - i));
        foreach ((int n, int index) in values.Keys.ToList())
        {
            if (n == number && !always && !history.Dense && !kept.Contains(index))
                values.Remove((n, index));
        }
    }
}
