using OptGen.Execution;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen;

/// <summary>Finds out whether the layers of a network made at run time can be recovered, from what its names are bound to.</summary>
internal static class ReversibleBindings
{
    /// <returns>How they are recovered; null where the bindings do not ask for it.</returns>
    /// <exception cref="ArgumentException">They ask for it, and it cannot be.</exception>
    public static ReversalPlan? Find(Plan plan, string text, RecurrenceBindings bindings, int layers)
    {
        switch (bindings.Memory)
        {
            case Memory.Store:
                return null;
            case Memory.Reversible:
                break;
            default:
                throw BindingCheck.Fault($"There is no memory {bindings.Memory}; write Memory.Store or Memory.Reversible.");
        }
        if (bindings.Stages.Count > 1)
            throw BindingCheck.Fault("What was there before a transition between stages cannot be recovered from what it gives; use Memory.Store, or a network for each stage.");
        var problems = new ProblemList();
        var knowledge = bindings.Coefficients.ToDictionary(c => c.Key, c => KnowledgeOf(c.Value), StringComparer.Ordinal);
        var borders = bindings.Coefficients.Where(c => c.Value.Trained is not null).ToDictionary(c => c.Key, c => BordersOf(c.Value.Trained!), StringComparer.Ordinal);
        return ReversalFinder.Find(plan, Parser.Parse(text).Tree, new NonZero(knowledge, plan.Scalars, borders, layers), problems)
            ?? throw BindingCheck.Fault(problems.ToArray()[0].Message);
    }

    private static Wiring.CoefficientKnowledge KnowledgeOf(CoefficientBinding binding) => binding switch
    {
        { Number: { } number } => Wiring.CoefficientKnowledge.Of(number),
        { Trained: { } trained } when Rational.TryFromDouble(trained.Minimum, out Rational least) && Rational.TryFromDouble(trained.Maximum, out Rational greatest) =>
            new BoundedCoefficient(least, greatest, Open: true),
        { Trained: not null } => new LearnedCoefficient(),
        _ => new ScheduledCoefficient()
    };

    private static (double? Min, double? Max) BordersOf(TrainedBinding trained) =>
        (double.IsInfinity(trained.Minimum) ? null : trained.Minimum, double.IsInfinity(trained.Maximum) ? null : trained.Maximum);
}
