using OptGen.FixedPoint;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen;

internal sealed partial class Interpreter
{
    /// <summary>
    /// Solves for the unknowns, then computes from their solution everything else that the equations define.
    /// </summary>
    private void Solve(SolveStep step)
    {
        // Gradients may ask for the equations after this run has ended. So they are run by an interpreter of their own, on handed-in copies of
        // every tensor there is.
        var stateKeys = states.Keys.ToArray();
        var evaluationKeys = evaluations.Keys.ToArray();
        (int ofLayer, int ofStart) = (layer, start);
        var problem = new FixedPointProblem(
            (unknowns, given) =>
            {
                var inner = new Interpreter(plan, bindings, layers, given.Take(inputs.Count).ToArray()) { layer = ofLayer, start = ofStart };
                for (int i = 0; i < stateKeys.Length; i++)
                    inner.states[stateKeys[i]] = given[inputs.Count + i];
                for (int i = 0; i < evaluationKeys.Length; i++)
                    inner.evaluations[evaluationKeys[i]] = given[inputs.Count + stateKeys.Length + i];
                return inner.Try(step, unknowns);
            },
            [.. step.Unknowns.Select(Guess)])
        {
            Given = [.. inputs, .. stateKeys.Select(k => states[k]), .. evaluationKeys.Select(k => evaluations[k])],
            Parameters = bindings.Parameters
        };
        IReadOnlyList<Tensor> solution = Equilibrium.Solve(problem, bindings.Implicit).Values;
        for (int i = 0; i < solution.Count; i++)
            states[KeyOf(step.Unknowns[i])] = solution[i];
        foreach (Step equation in step.Body.Where(e => !step.Unknowns.Any(u => e is AssignStep assignment && assignment.State == u.State)))
            Execute(equation);
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
