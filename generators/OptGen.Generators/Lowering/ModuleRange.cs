using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>The modules of an operator that are made.</summary>
/// <param name="IsPerLayer">Whether there are several, First … Last; otherwise there is one, made with the number 0.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Last">The number of the last.</param>
internal readonly record struct ModuleRange(bool IsPerLayer, IndexBound First, IndexBound Last)
{
    public static EquatableArray<ModuleRange> Of(Plan plan, LoweringOptions options) => plan.Operators.Select((o, i) => Of(plan, options, o, i)).ToEquatableArray();

    private static ModuleRange Of(Plan plan, LoweringOptions options, OperatorPlan op, int number) => !op.IsSingle && options.PerLayer.Contains(op.Name)
        ? new ModuleRange(true, op.First, LastOf(plan, options, op, number))
        : new ModuleRange(false, default, default);

    /// <summary>Where the history begins anew the module of that layer is asked for, however rarely layers ask for one.</summary>
    private static IndexBound LastOf(Plan plan, LoweringOptions options, OperatorPlan op, int number)
    {
        int lastStart = options.Stages.Where(s => !s.Projects).Select(s => s.FirstLayer).DefaultIfEmpty(0).Last();
        var numbers = plan.Prologue.OfType<EvaluateStep>().Where(IsOfOperator).Select(s => s.Module.Offset).ToList();
        if (plan.Layer.SelectMany(s => s is SolveStep solve ? solve.Body.Append(s) : [s]).OfType<EvaluateStep>().Any(s => IsOfOperator(s) && s.Module is { IsLayer: true, Offset: < 0 }))
            numbers.Add(0);
        return lastStart == 0 || numbers.Count == 0
            ? op.Last
            : new IndexBound(Math.Max(op.Last.Evaluate(options.Layers!.Value), lastStart + numbers.Max()), null);

        bool IsOfOperator(EvaluateStep step) => plan.Evaluations[step.Evaluation].Evaluation.Callee is OperatorCallee callee && callee.Operator == number;
    }
}
