namespace OptGen.Masking;

/// <summary>How the kept fraction changes with training steps. Immutable.</summary>
/// <param name="First">The fraction at step 0, above 0 and at most 1.</param>
/// <param name="Last">The fraction from step <paramref name="Steps"/> on, above 0 and at most 1.</param>
/// <param name="Steps">The number of steps between them, at least 0.</param>
public abstract record KeptSchedule(double First, double Last, long Steps)
{
    /// <summary>The fraction at a step.</summary>
    /// <param name="step">The number of steps done, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return step >= Steps ? Last : Last + (First - Last) * Remaining((double)step / Steps);
    }

    /// <summary>How much of the way is left: 1 at progress 0, 0 at progress 1.</summary>
    private protected abstract double Remaining(double progress);

    internal void Check()
    {
        KeptFraction.Require(First, nameof(First));
        KeptFraction.Require(Last, nameof(Last));
        ArgumentOutOfRangeException.ThrowIfNegative(Steps);
    }
}

/// <summary>In equal steps.</summary>
/// <inheritdoc cref="KeptSchedule"/>
public sealed record LinearKept(double First, double Last, long Steps) : KeptSchedule(First, Last, Steps)
{
    private protected override double Remaining(double progress) => 1 - progress;
}

/// <summary>Fast at first and slower later: what is left of the way falls with the third power. Source: Zhu and Gupta, "To prune, or not to prune" (2017), equation 1.</summary>
/// <inheritdoc cref="KeptSchedule"/>
public sealed record CubicKept(double First, double Last, long Steps) : KeptSchedule(First, Last, Steps)
{
    private protected override double Remaining(double progress) => (1 - progress) * (1 - progress) * (1 - progress);
}
