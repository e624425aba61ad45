using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Finds which modules of each operator occur.</summary>
internal static class OperatorPlans
{
    public static EquatableArray<OperatorPlan> Make(
        NormalSystem system, IEnumerable<Step> prologue, IEnumerable<Step> layer, IEnumerable<Step> epilogue)
    {
        var bounds = system.Symbols.Operators.Select(_ => new List<(IndexBound First, IndexBound Last)>()).ToList();
        foreach (EvaluateStep step in Evaluations(prologue.Concat(layer).Concat(epilogue)))
        {
            if (system.Evaluations[step.Evaluation].Callee is OperatorCallee callee)
                bounds[callee.Operator].Add(Bounds(step));
        }
        return system.Symbols.Operators.Select((o, i) => Plan(o, bounds[i], system.Outline.Kind)).ToEquatableArray();
    }

    private static OperatorPlan Plan(OperatorSymbol symbol, List<(IndexBound First, IndexBound Last)> bounds, PlanKind kind)
    {
        // Every application that was read became an evaluation, but not all are reached when a state is never used.
        IndexBound first = bounds.Count == 0 ? default : bounds.Select(b => b.First).Aggregate(Least);
        IndexBound last = bounds.Count == 0 ? default : bounds.Select(b => b.Last).Aggregate(IndexBound.Greatest);
        bool single = kind == PlanKind.Equilibrium || first == last;
        return new OperatorPlan(
            symbol.Name, symbol.Arguments, symbol.Parameters, symbol.Forward, symbol.Adjoint, first, last, single, new Places(symbol.Spans.ToEquatableArray()));
    }

    private static (IndexBound First, IndexBound Last) Bounds(EvaluateStep step)
    {
        AffineIndex module = step.Module;
        if (module.IsLayer)
        {
            int first = Math.Max(0, step.FromLayer + module.Offset);
            return (new IndexBound(first, null), new IndexBound(0, module.Offset - 1));
        }
        IndexBound only = module.IsEnd ? new IndexBound(0, module.Offset) : new IndexBound(module.Offset, null);
        return (only, only);
    }

    /// <summary>The lesser of two first modules; what counts from L is taken for the fewest layers, 1.</summary>
    private static IndexBound Least(IndexBound a, IndexBound b)
    {
        if (a.FromEnd is { } x && b.FromEnd is { } y)
            return x <= y ? a : b;
        return new IndexBound(Math.Min(Number(a), Number(b)), null);

        static int Number(IndexBound bound) => bound.FromEnd is { } offset ? Math.Max(0, offset + 1) : bound.Least;
    }

    private static IEnumerable<EvaluateStep> Evaluations(IEnumerable<Step> steps) => steps.SelectMany(s => s switch
    {
        EvaluateStep evaluate => [evaluate],
        SolveStep solve => Evaluations(solve.Body),
        _ => []
    });
}
