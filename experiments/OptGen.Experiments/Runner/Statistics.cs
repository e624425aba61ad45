namespace OptGen.Experiments.Runner;

/// <summary>Means and how far to trust them.</summary>
internal static class Statistics
{
    /// <summary>The 97.5 % point of Student's distribution, by degrees of freedom from 1 on.</summary>
    private static readonly double[] Student =
        [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086];

    /// <summary>The mean and the standard deviation of a sample; 0 for a single value.</summary>
    public static (double Mean, double Deviation) Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return (mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>Half the width of the 95 % interval of the mean; NaN for a single value.</summary>
    public static double HalfInterval(IReadOnlyList<double> values) => values.Count < 2
        ? double.NaN
        : Student[Math.Min(values.Count - 2, Student.Length - 1)] * Of(values).Deviation / Math.Sqrt(values.Count);
}
