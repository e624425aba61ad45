namespace OptGen.Testing;

/// <summary>How <see cref="SameNetwork"/> compares. Immutable; <c>with</c> makes a changed copy.</summary>
public sealed record SameNetworkOptions
{
    /// <summary>How far apart two numbers may be, whatever their size; null, the default, for 1e-12 in Float64, 1e-6 in Float32 and 1e-2 in shorter types.</summary>
    public double? AbsoluteTolerance { get; init; }

    /// <summary>The part of the greatest expected number of a tensor that is allowed besides; null, the default, for the same as <see cref="AbsoluteTolerance"/>'s default.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>
    /// Whether the actual network has the weights and buffers of the expected one while they are compared; its own are put back. Otherwise weights that differ are
    /// reported.
    /// </summary>
    public bool CopiesWeights { get; init; } = true;

    /// <summary>Whether a gradient that only one side has counts as zero on the other, as of a parameter that reaches no output.</summary>
    public bool MissingGradientIsZero { get; init; }

    /// <summary>The name in the actual network of what has this name in the expected one; names are the same without it.</summary>
    public Func<string, string>? NameInActual { get; init; }

    /// <summary>Draws the weights that make one number of the output, whose gradients are compared.</summary>
    public int Seed { get; init; } = 1;
}
