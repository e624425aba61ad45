namespace OptGen.Training;

/// <summary>Adds up losses and metrics of batches to those of all their samples.</summary>
internal sealed class MetricSums
{
    private readonly IReadOnlyList<Metric> _metrics;

    public MetricSums(IReadOnlyList<Metric> metrics)
    {
        _metrics = metrics;
        Values = [.. metrics.Select(metric => metric.Reduction switch
        {
            MetricReduction.Minimum => double.PositiveInfinity,
            MetricReduction.Maximum => double.NegativeInfinity,
            _ => 0
        })];
    }

    public long Samples { get; private set; }

    public double Loss { get; private set; }

    public double Penalty { get; private set; }

    public double[] Values { get; private set; }

    /// <summary>The metrics of one batch, in their order.</summary>
    public static double[] Of(IReadOnlyList<Metric> metrics, Batch batch, BatchResult result) =>
        [.. metrics.Select(metric => metric.Reduce(batch, result))];

    public void Add(long samples, double loss, double[] values, double penalty = 0)
    {
        Samples += samples;
        Loss += loss * samples;
        Penalty += penalty * samples;
        for (int i = 0; i < values.Length; i++)
        {
            Values[i] = _metrics[i].Reduction switch
            {
                MetricReduction.Minimum => Least(Values[i], values[i]),
                MetricReduction.Maximum => -Least(-Values[i], -values[i]),
                _ => Values[i] + values[i]
            };
        }
    }

    /// <summary>Goes on from sums that a checkpoint has kept.</summary>
    public void Restore(long samples, double loss, double penalty, double[] values) => (Samples, Loss, Penalty, Values) = (samples, loss, penalty, values);

    public Evaluation ToEvaluation(bool withPenalty = false)
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < Values.Length; i++)
            means[_metrics[i].Name] = _metrics[i].Reduction == MetricReduction.Mean ? Values[i] / Samples : Values[i];
        if (withPenalty)
            means["penalty"] = Penalty / Samples;
        return new Evaluation(Samples, Loss / Samples, means);
    }

    // A value that is not a number stays one: Math.Min says so.
    private static double Least(double a, double b) => Math.Min(a, b);
}
