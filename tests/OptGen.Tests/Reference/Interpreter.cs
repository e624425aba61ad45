using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests;

/// <summary>
/// Runs a plan on tensors. It keeps every value it computes under its index, looks values up, adds terms one after the other, and frees
/// nothing before the end.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly Plan plan;
    private readonly InterpreterBindings bindings;
    private readonly int layers;
    private readonly IReadOnlyList<Tensor> inputs;
    private readonly ScalarEvaluator scalars;
    private readonly Dictionary<(int State, int Index), Tensor> states = [];
    private readonly Dictionary<(int Evaluation, int Index), Tensor> evaluations = [];

    // Indices of values count from where the recurrence began; modules and coefficients count through all stages.
    private int start;
    private int layer;
    private bool beginsStage;

    public Interpreter(Plan plan, InterpreterBindings bindings, int layers, IReadOnlyList<Tensor> inputs)
    {
        this.plan = plan;
        this.bindings = bindings;
        this.layers = layers;
        this.inputs = inputs;
        scalars = new ScalarEvaluator(bindings, layers, plan.Scalars);
    }

    /// <summary>The iterates of each state by the layer that computes them, and at -1 what a state of the layers begins with.</summary>
    public Dictionary<(int State, int Layer), Tensor> Iterates { get; } = [];

    public Tensor Run() => RunAll()[0];

    /// <summary>All that forward returns.</summary>
    public List<Tensor> RunAll()
    {
        foreach (Step step in plan.Prologue)
            Execute(step);
        foreach (var state in states.Where(s => s.Key.Index == plan.States[s.Key.State].Newest - 1))
            Iterates[(state.Key.State, -1)] = state.Value;
        for (layer = 0; layer < layers; layer++)
        {
            if (bindings.Stages.Find(s => s.FirstLayer == layer) is { } stage)
                Begin(stage);
            foreach (Step step in plan.Layer)
                Execute(step);
            foreach (int state in plan.Layer.SelectMany(Computed))
                Iterates[(state, layer)] = states[(state, layer - start + plan.States[state].Newest)];
        }
        layer = layers - 1;
        foreach (Step step in plan.Epilogue)
            Execute(step);
        return [.. plan.Outputs.Select(o => Combine(o, 0, null))];
    }

    private static IEnumerable<int> Computed(Step step) => step switch
    {
        AssignStep assignment => [assignment.State],
        SolveStep solve => solve.Body.SelectMany(Computed).Concat(solve.Unknowns.Select(u => u.State)),
        _ => []
    };

    private int IndexOf(AffineIndex index, int variable) => index.Evaluate(layer - start, layers - start, variable);

    private void Execute(Step step)
    {
        switch (step)
        {
            case ZeroStep zero:
                states[(zero.State, IndexOf(zero.Index, 0))] = zeros_like(Read(zero.Like, 0));
                break;
            case AssignStep assignment:
                states[(assignment.State, IndexOf(assignment.Index, 0))] = Combine(assignment.Value, 0, null);
                break;
            case EvaluateStep evaluation:
                Evaluate(evaluation);
                break;
            case SolveStep solve:
                Solve(solve);
                break;
            default:
                throw new NotSupportedException("This step is unknown to the interpreter.");
        }
    }

    private void Evaluate(EvaluateStep step)
    {
        // Below the first value stands the first.
        var key = (step.Evaluation, Math.Max(IndexOf(step.Index, 0), plan.Evaluations[step.Evaluation].FirstIndex));
        // Before this layer the prologue has computed the value.
        if (plan.Layer.Contains(step) && layer - start < step.FromLayer)
            return;
        Tensor[] arguments = step.Arguments.Select(a => Combine(a, 0, null)).ToArray();
        ScalarValue[] parameters = step.Parameters.Select(p => scalars.Evaluate(p, layer, 0)).ToArray();
        evaluations[key] = plan.Evaluations[step.Evaluation].Evaluation.Callee switch
        {
            OperatorCallee callee => Apply(plan.Operators[callee.Operator].Name, callee.Adjoint, Module(step), arguments, parameters),
            ProductCallee => arguments[0].mul(arguments[1]),
            FunctionCallee function => Apply(function.Function, arguments[0], parameters),
            _ => throw new NotSupportedException("This application is unknown to the interpreter.")
        };
    }

    private int Module(EvaluateStep step)
    {
        int number = step.Module.Evaluate(layer, layers, 0);
        // A stage begins with its own first module where the recurrence asks for module 0.
        if (step.Module.IsNumber)
            return beginsStage ? start + number : number;
        return Math.Max(number, start);
    }

    private Tensor Apply(string name, bool adjoint, int module, Tensor[] arguments, ScalarValue[] parameters)
    {
        if (parameters.Length > 0 || (!adjoint && bindings.Functions.ContainsKey(name)))
            return Find(bindings.Functions, name, "function")(arguments, parameters.Select(p => p.AsTensor(arguments[0])).ToArray());
        return Find(adjoint ? bindings.Adjoints : bindings.Operators, name, adjoint ? "adjoint of an operator" : "operator")(module, arguments);
    }

    private static Tensor Apply(TensorFunction function, Tensor x, ScalarValue[] parameters) => function switch
    {
        TensorFunction.Relu => x.relu(),
        TensorFunction.Tanh => x.tanh(),
        TensorFunction.Sigmoid => x.sigmoid(),
        TensorFunction.Gelu => x.gelu(),
        TensorFunction.Silu => x.silu(),
        _ => x.sign().mul(x.abs().sub(parameters[0].AsTensor(x)).relu())
    };

    private Tensor Combine(LinearCombination combination, int variable, Tensor? shape)
    {
        Tensor? sum = null;
        foreach (Term term in combination.Terms)
        {
            Tensor? value = term.Value is SumValue inner ? Sum(inner) : Read(term.Value, variable);
            if (value is null)
                continue;
            ScalarValue factor = scalars.Evaluate(term.Coefficient, layer, variable + start);
            Tensor product = term.Value is OneValue ? factor.AsTensor(value) : factor.Times(value);
            sum = sum is null ? product : sum.Plus(product);
        }
        return sum ?? zeros_like(shape ?? states[(plan.MainState, plan.States[plan.MainState].FirstIndex)]);
    }

    private Tensor? Sum(SumValue value)
    {
        Tensor? sum = null;
        for (int j = Math.Max(IndexOf(value.From, 0), 0); j <= IndexOf(value.To, 0); j++)
        {
            Tensor term = Combine(value.Body, j, null);
            sum = sum is null ? term : sum.Plus(term);
        }
        return sum;
    }

    private Tensor Read(TensorValue value, int variable) => value switch
    {
        InputValue input => inputs[input.Input],
        OneValue => inputs[0],
        StateValue state => states[(state.State, Math.Max(IndexOf(state.Index, variable), plan.States[state.State].FirstIndex))],
        EvaluationValue evaluation => evaluations[(
            evaluation.Evaluation, Math.Max(IndexOf(evaluation.Index, variable), plan.Evaluations[evaluation.Evaluation].FirstIndex))],
        _ => throw new NotSupportedException("This tensor is unknown to the interpreter.")
    };

    private void Begin(RecurrenceStage stage)
    {
        if (stage.History == StageHistory.Project)
        {
            foreach (var key in states.Keys.Where(k => plan.States[k.State].Role != StateRole.Fixed).ToList())
                states[key] = stage.Transition(states[key]);
            foreach (var key in evaluations.Keys.Where(k => plan.Evaluations[k.Evaluation].Newest is not null).ToList())
                evaluations[key] = stage.Transition(evaluations[key]);
            return;
        }
        // The history begins at x_0 of a state that is computed at k+1, and at x_<-1> of one that is computed at k.
        int first = plan.States[plan.MainState].Newest - 1;
        Tensor begun = stage.Transition(states[(plan.MainState, layer - start + first)]);
        start = layer;
        beginsStage = true;
        var changed = new HashSet<TensorValue>();
        foreach (Step step in plan.Prologue)
        {
            TensorValue target = Steps.TargetOf(step);
            if (target == new StateValue(plan.MainState, AffineIndex.At(first)))
            {
                states[(plan.MainState, first)] = begun;
                changed.Add(target);
                continue;
            }
            // An evaluation of inputs alone has one value for all stages.
            bool dependsOnFirst = Steps.Reads(step).Any(changed.Contains);
            bool isEvaluation = step is EvaluateStep;
            if (isEvaluation && !dependsOnFirst && plan.Evaluations[((EvaluateStep)step).Evaluation].Newest is null)
                continue;
            Execute(step);
            if (dependsOnFirst || isEvaluation)
                changed.Add(target);
        }

        beginsStage = false;
    }

    private static T Find<T>(Dictionary<string, T> table, string name, string kind) => table.TryGetValue(name, out T? found)
        ? found
        : throw new InvalidOperationException($"The bindings have no {kind} '{name}'.");
}
