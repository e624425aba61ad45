namespace OptGen;

/// <summary>What is known of a coefficient before a network is trained.</summary>
/// <remarks>The default is <see cref="Unknown"/>.</remarks>
public readonly record struct CoefficientKnowledge
{
    private CoefficientKnowledge(double minimum, double maximum, bool variesByLayer, bool isLearned)
    {
        Range = (minimum, maximum);
        VariesByLayer = variesByLayer;
        IsLearned = isLearned;
    }

    /// <summary>Nothing is known but that it is a number.</summary>
    public static CoefficientKnowledge Unknown => default;

    /// <summary>It is trained without bounds, so no condition on it is needed.</summary>
    public static CoefficientKnowledge Learned => new(double.NegativeInfinity, double.PositiveInfinity, false, true);

    /// <summary>Its value depends on the layer.</summary>
    public static CoefficientKnowledge Schedule => new(double.NegativeInfinity, double.PositiveInfinity, true, false);

    /// <summary>The range it lies in; null when nothing is known.</summary>
    public (double Minimum, double Maximum)? Range { get; }

    /// <summary>Whether its value depends on the layer.</summary>
    public bool VariesByLayer { get; }

    /// <summary>Whether it is trained.</summary>
    public bool IsLearned { get; }

    /// <summary>It has this value.</summary>
    public static CoefficientKnowledge Constant(double value) => new(value, value, false, false);

    /// <summary>It is trained and stays between two borders.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The borders are no range.</exception>
    public static CoefficientKnowledge Between(double minimum, double maximum) => minimum < maximum
        ? new(minimum, maximum, false, true)
        : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The range from {minimum} to {maximum} is empty.");
}
