using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What is known about a coefficient when the recurrence is compiled. It holds at every index the coefficient has.</summary>
internal abstract record CoefficientKnowledge
{
    private protected CoefficientKnowledge()
    {
    }

    /// <summary>A constant given as a double is the shortest decimal that reads back as it: 0.1 is one tenth.</summary>
    public static CoefficientKnowledge Of(double value) =>
        Rational.TryFromDouble(value, out Rational exact) ? new ConstantCoefficient(exact) : new LearnedCoefficient();
}

/// <summary>A number.</summary>
internal sealed record ConstantCoefficient(Rational Value) : CoefficientKnowledge;

/// <summary>Learned between bounds; without its ends when <paramref name="Open"/>, as under a smooth map.</summary>
internal sealed record BoundedCoefficient(Rational Minimum, Rational Maximum, bool Open) : CoefficientKnowledge;

/// <summary>Learned without bounds, or not known at all.</summary>
internal sealed record LearnedCoefficient : CoefficientKnowledge;

/// <summary>A value for each layer that follows a rule or a table.</summary>
internal sealed record ScheduledCoefficient : CoefficientKnowledge;
