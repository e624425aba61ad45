using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Turns a plan into a program.</summary>
internal static class Lowerer
{
    /// <param name="plan">What is computed.</param>
    /// <param name="options">What else is known.</param>
    /// <param name="members">The names of the class that the program becomes part of; the methods that it needs are taken from them.</param>
    public static Program Lower(Plan plan, LoweringOptions options, NameTable members)
    {
        if (options.Reversal is { } reversal)
            return ReversibleLowerer.Lower(plan, reversal, options, members);
        Plan unfolded = SolvedLayer.Unfold(plan, options.Stages.Any(s => s.Projects));
        (Plan sorted, int onlyHandedOut, int needless) = LastLayer.Sort(unfolded, options.HandsOutIterates);
        var context = new LoweringContext(sorted, options, members);
        var prologue = new PrologueLowerer(context);
        var layers = new LayerLowerer(context, prologue, onlyHandedOut, needless);
        prologue.Lower();
        context.Iterates?.HandOutFirst();
        context.Coefficients.Implied = AffineIndex.AtLayer(0);
        layers.Lower();
        new EpilogueLowerer(context).Lower();
        return new Program(
            plan, context.Inputs.ToEquatableArray(), ModuleRange.Of(plan, options), context.Held.All.ToEquatableArray(), context.Scope, context.Failure, context.Layer, context.Start,
            context.Coefficients.Statements.Concat(context.Output).ToEquatableArray(), context.Methods.ToEquatableArray())
        {
            Iterates = context.Iterates?.Handed,
            Series = context.Series.Numbers
        };
    }
}
