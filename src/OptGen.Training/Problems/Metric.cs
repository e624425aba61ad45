using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What becomes of the values of a metric, one for each sample.</summary>
public enum MetricReduction
{
    /// <summary>Their mean.</summary>
    Mean = 0,

    /// <summary>The least of them.</summary>
    Minimum,

    /// <summary>The greatest of them.</summary>
    Maximum
}

/// <summary>A number for each sample, reported as their mean, or as the least or greatest.</summary>
public sealed record Metric
{
    private readonly Func<Batch, BatchResult, Tensor> _perSample;

    /// <summary>A metric of the first output and the targets.</summary>
    /// <param name="name">How reports call it.</param>
    /// <param name="perSample">One value per sample (numbers or truth values) from the network's outputs and the targets.</param>
    public Metric(string name, Func<Tensor, Tensor, Tensor> perSample)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(perSample);
        Name = name;
        _perSample = (batch, result) => perSample(result.Outputs, batch.Targets);
    }

    private Metric(string name, Func<Batch, BatchResult, Tensor> perSample)
    {
        Name = name;
        _perSample = perSample;
    }

    /// <summary>How reports call it.</summary>
    public string Name { get; }

    /// <summary>What is reported of the samples' values; their mean unless set.</summary>
    public MetricReduction Reduction { get; init; }

    /// <summary>Whether more is better, which early stopping and the best weights go by; true unless set.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>The share of samples whose largest output is the target's class; the first of equal outputs counts. Targets that are
    /// probabilities count by their largest.</summary>
    public static Metric Accuracy { get; } = new("accuracy", (outputs, targets) => outputs.argmax(1).eq(Classes(targets)));

    /// <summary>The mean margin: the output of the target's class less the largest other one. Below 0 the sample is misclassified.</summary>
    public static Metric Margin { get; } = new("margin", Margins);

    /// <summary>The smallest margin of all samples.</summary>
    public static Metric SmallestMargin { get; } = new("smallest margin", Margins) { Reduction = MetricReduction.Minimum };

    /// <summary>The mean squared difference of outputs and targets.</summary>
    public static Metric SquaredError { get; } = new("squared error", (outputs, targets) =>
    {
        Tensor difference = outputs.Plus(targets, -1);
        return difference.mul(difference).flatten(1).mean([1]);
    }) { HigherIsBetter = false };

    /// <summary>The share of samples whose target is among the largest outputs.</summary>
    /// <param name="count">How many outputs count, at least 1.</param>
    public static Metric TopAccuracy(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Metric($"top-{count} accuracy", (Tensor outputs, Tensor targets) => outputs.topk(count, 1).indexes.eq(Classes(targets).unsqueeze(1)).any(1));
    }

    /// <summary>A metric of the whole batch and all outputs.</summary>
    /// <param name="name">How reports call it.</param>
    /// <param name="perSample">One value per sample.</param>
    public static Metric Of(string name, Func<Batch, BatchResult, Tensor> perSample)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(perSample);
        return new Metric(name, perSample);
    }

    /// <summary>The values of a batch's samples, reduced: their sum for means.</summary>
    internal double Reduce(Batch batch, BatchResult result)
    {
        Tensor values = _perSample(batch, result).to_type(ScalarType.Float64);
        if (values.numel() != batch.Samples)
        {
            throw new InvalidOperationException(
                $"Metric '{Name}' must give one value for each of the {batch.Samples} samples, but gave shape [{string.Join(", ", values.shape)}].");
        }
        return (Reduction switch
        {
            MetricReduction.Minimum => values.min(),
            MetricReduction.Maximum => values.max(),
            _ => values.sum()
        }).item<double>();
    }

    private static Tensor Classes(Tensor targets) => targets.is_floating_point() && targets.dim() > 1 ? targets.argmax(1) : targets;

    private static Tensor Margins(Tensor outputs, Tensor targets)
    {
        Tensor classes = Classes(targets).unsqueeze(1);
        Tensor own = outputs.gather(1, classes).squeeze(1);
        Tensor others = outputs.scatter(1, classes, ScalarArguments.Full([outputs.shape[0], 1], double.NegativeInfinity, outputs.dtype, outputs.device)).amax([1]);
        return own.Plus(others, -1);
    }
}
