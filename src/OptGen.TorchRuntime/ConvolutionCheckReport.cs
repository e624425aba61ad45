namespace OptGen;

/// <summary>A convolution whose numbers are wrong.</summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Forward">The greatest error of the result, relative to its greatest element; infinite where an element is not a number.</param>
/// <param name="InputGradient">The same of the gradient of the images.</param>
/// <param name="WeightGradient">The same of the gradient of the kernels.</param>
public sealed record ConvolutionFault(ConvolutionShape Shape, double Forward, double InputGradient, double WeightGradient)
{
    /// <summary>The greatest of the three errors.</summary>
    public double Greatest => Math.Max(Forward, Math.Max(InputGradient, WeightGradient));

    /// <summary>The fault in words.</summary>
    public override string ToString() =>
        $"{Shape}: forward {Text(Forward)}, input gradient {Text(InputGradient)}, weight gradient {Text(WeightGradient)}";

    private static string Text(double error) => error switch
    {
        <= ConvolutionCheck.Tolerance => "right",
        double.PositiveInfinity => "not a number",
        _ => $"wrong by {100 * error:g2} %"
    };
}

/// <summary>What <see cref="ConvolutionCheck"/> found.</summary>
public sealed class ConvolutionCheckReport
{
    internal ConvolutionCheckReport(int count, IReadOnlyList<ConvolutionFault> faults, bool oneDnn, TimeSpan time) =>
        (Count, Faults, OneDnn, Time) = (count, faults, oneDnn, time);

    /// <summary>How many convolutions were computed.</summary>
    public int Count { get; }

    /// <summary>Those that are wrong, in the order of the check.</summary>
    public IReadOnlyList<ConvolutionFault> Faults { get; }

    /// <summary>Whether none is wrong.</summary>
    public bool Passed => Faults.Count == 0;

    /// <summary>Whether oneDNN was on.</summary>
    public bool OneDnn { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; }

    /// <summary>One sentence if all is right; else how many are wrong, the worst of them, and what to do.</summary>
    public override string ToString()
    {
        if (Passed)
            return $"{Count} convolutions agree with double precision, forward and backward.";
        string cure = OneDnn
            ? "Switch oneDNN off (OptGen.OneDnn.Enabled = false), or use numbers of channels that pass this check, such as multiples of 16; see docs/troubleshooting.md."
            : "oneDNN is off already, so this is another fault: do not trust convolutions on this machine, and report it.";
        return $"{Faults.Count} of {Count} convolutions are computed wrong on this machine; the worst is {Faults.MaxBy(fault => fault.Greatest)}. {cure}";
    }
}
