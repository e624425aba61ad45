namespace OptGen.Drafting;

/// <summary>What is said of a recurrence besides its text.</summary>
public sealed record DraftOptions
{
    /// <summary>The name of the class.</summary>
    public string Name { get; init; } = "MyNetwork";

    /// <summary>The number of layers; null where the constructor is told, and code that needs a number takes <see cref="Draft.LayersUnlessGiven"/>.</summary>
    public int? Layers { get; init; }

    /// <summary>The names of the inputs in order; null to find them in the text.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>What is known of coefficients, by name. Others are trained without bounds, and the verdict knows nothing of them.</summary>
    public IReadOnlyDictionary<string, DraftCoefficient> Coefficients { get; init; } = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal);
}

/// <summary>A coefficient of a draft: a number, or trained.</summary>
public sealed record DraftCoefficient
{
    private DraftCoefficient(bool isTrained, double value, double? minimum, double? maximum) => (IsTrained, Value, Minimum, Maximum) = (isTrained, value, minimum, maximum);

    /// <summary>Whether it is trained.</summary>
    public bool IsTrained { get; }

    /// <summary>The number, or the value before training.</summary>
    public double Value { get; }

    /// <summary>The lower bound of a trained one; null for none.</summary>
    public double? Minimum { get; }

    /// <summary>The upper bound of a trained one; null for none.</summary>
    public double? Maximum { get; }

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static DraftCoefficient Number(double value) => double.IsFinite(value)
        ? new(false, value, null, null)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A coefficient is a finite number.");

    /// <summary>A trained coefficient.</summary>
    /// <param name="initial">Its value before training, between the bounds.</param>
    /// <param name="minimum">The lower bound; null for none.</param>
    /// <param name="maximum">The upper bound; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or they are not in order.</exception>
    public static DraftCoefficient Trained(double initial, double? minimum = null, double? maximum = null)
    {
        if (!double.IsFinite(initial) || !double.IsFinite(minimum ?? 0) || !double.IsFinite(maximum ?? 0))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, "A trained coefficient begins with a finite number, and its bounds are finite numbers.");
        if (initial <= (minimum ?? double.NegativeInfinity) || initial >= (maximum ?? double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, "A trained coefficient begins between its bounds.");
        return new(true, initial, minimum, maximum);
    }
}
