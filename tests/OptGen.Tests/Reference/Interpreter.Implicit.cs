using OptGen.FixedPoint;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests;

internal sealed partial class Interpreter
{
    /// <summary>
    /// Solves for the unknowns, then computes from their solution everything else that the equations define.
    /// </summary>
    private void Solve(SolveStep step)
    {
        // Gradients may ask for the equations after this run has ended. So they are run by an interpreter of their own, on handed-in copies of
        // the tensors that they read.
        var read = new HashSet<TensorValue> { new StateValue(plan.MainState, AffineIndex.At(plan.States[plan.MainState].FirstIndex)) };
        foreach (LinearCombination combination in step.Body.SelectMany(Combinations))
            Collect(combination, 0, read);
        TensorValue[] known = [.. read.Where(IsKnown)];
        (int ofLayer, int ofStart) = (layer, start);
        var problem = new FixedPointProblem(
            (unknowns, given) =>
            {
                var inner = new Interpreter(plan, bindings, layers, given.Take(inputs.Count).ToArray()) { layer = ofLayer, start = ofStart };
                for (int i = 0; i < known.Length; i++)
                    inner.Set(known[i], given[inputs.Count + i]);
                return inner.Try(step, unknowns);
            },
            [.. step.Unknowns.Select(Guess)])
        {
            Given = [.. inputs, .. known.Select(v => Read(v, 0))],
            Parameters = bindings.Parameters
        };
        IReadOnlyList<Tensor> solution = Equilibrium.Solve(problem, bindings.Implicit).Values;
        for (int i = 0; i < solution.Count; i++)
            states[KeyOf(step.Unknowns[i])] = solution[i];
        foreach (Step equation in step.Body.Where(e => !step.Unknowns.Any(u => e is AssignStep assignment && assignment.State == u.State)))
            Execute(equation);
    }

    private static IEnumerable<LinearCombination> Combinations(Step step) => step switch
    {
        AssignStep assignment => [assignment.Value],
        EvaluateStep evaluation => evaluation.Arguments,
        _ => []
    };

    /// <summary>Collects the iterates and values of operators that a combination reads, each at its number.</summary>
    private void Collect(LinearCombination combination, int variable, HashSet<TensorValue> found)
    {
        foreach (TensorValue value in combination.Terms.Select(t => t.Value))
        {
            if (value is SumValue sum)
            {
                for (int j = Math.Max(IndexOf(sum.From, 0), 0); j <= IndexOf(sum.To, 0); j++)
                    Collect(sum.Body, j, found);
            }
            else if (value is StateValue state)
            {
                found.Add(state with { Index = AffineIndex.At(Math.Max(IndexOf(state.Index, variable), plan.States[state.State].FirstIndex)) });
            }
            else if (value is EvaluationValue evaluation)
            {
                int index = Math.Max(IndexOf(evaluation.Index, variable), plan.Evaluations[evaluation.Evaluation].FirstIndex);
                found.Add(evaluation with { Index = AffineIndex.At(index) });
            }
        }
    }

    /// <summary>Whether a value is there before the solve; what the equations compute is not.</summary>
    private bool IsKnown(TensorValue value) => value switch
    {
        StateValue state => states.ContainsKey((state.State, state.Index.Offset)),
        EvaluationValue evaluation => evaluations.ContainsKey((evaluation.Evaluation, evaluation.Index.Offset)),
        _ => false
    };

    private void Set(TensorValue value, Tensor tensor)
    {
        if (value is StateValue state)
            states[(state.State, state.Index.Offset)] = tensor;
        else if (value is EvaluationValue evaluation)
            evaluations[(evaluation.Evaluation, evaluation.Index.Offset)] = tensor;
    }

    private (int State, int Index) KeyOf(Unknown unknown) => (unknown.State, IndexOf(unknown.Index, 0));

    private Tensor Guess(Unknown unknown)
    {
        if (unknown.Guess is not null)
            return Read(unknown.Guess, 0);
        return zeros_like(plan.Kind == PlanKind.Equilibrium ? inputs[0] : states[(plan.MainState, plan.States[plan.MainState].FirstIndex)]);
    }

    /// <summary>What the equations, run once in their order, give for the unknowns.</summary>
    private Tensor[] Try(SolveStep step, IReadOnlyList<Tensor> unknowns)
    {
        for (int i = 0; i < unknowns.Count; i++)
            states[KeyOf(step.Unknowns[i])] = unknowns[i];
        foreach (Step equation in step.Body)
            Execute(equation);
        return [.. step.Unknowns.Select(u => states[KeyOf(u)].alias())];
    }
}
