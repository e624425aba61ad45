using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What is trained, how a batch becomes a loss, and what is reported beside it.</summary>
/// <remarks>
/// The loss is called in the network's current mode, with gradients in training and without them in evaluation. A network of several inputs, a
/// loss of one's own
/// or one of several parts are the function given here; nothing else in the trainer knows of inputs and targets.
/// </remarks>
public sealed record TrainingProblem
{
    /// <summary>A problem of any module.</summary>
    /// <param name="model">The network; it stays the caller's, who disposes it.</param>
    /// <param name="compute">Runs the network on a batch, and gives the loss and the outputs.</param>
    /// <param name="metrics">What is reported beside the loss; names must differ.</param>
    /// <exception cref="ArgumentException">Two metrics have one name, or one is called "loss".</exception>
    public TrainingProblem(nn.Module model, Func<Batch, BatchResult> compute, params Metric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(metrics);
        string? twice = metrics.Select(metric => metric.Name).Concat(["loss", "penalty"]).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two values of a report would be called '{twice}'; give the metrics different names.", nameof(metrics));
        Model = model;
        Compute = compute;
        Metrics = [.. metrics];
    }

    /// <summary>A problem of a network of one input: a loss of its output and the targets.</summary>
    /// <param name="model">The network; it stays the caller's, who disposes it.</param>
    /// <param name="loss">The mean loss over a batch from the network's outputs and the targets.</param>
    /// <param name="metrics">What is reported beside the loss; names must differ.</param>
    public TrainingProblem(nn.IModule<Tensor, Tensor> model, Func<Tensor, Tensor, Tensor> loss, params Metric[] metrics)
        : this(model as nn.Module ?? throw new ArgumentException("The network must be a Module.", nameof(model)), Single(model, loss), metrics)
    {
    }

    /// <summary>The network.</summary>
    public nn.Module Model { get; }

    /// <summary>Runs the network on a batch.</summary>
    public Func<Batch, BatchResult> Compute { get; }

    /// <summary>What is reported beside the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>
    /// Added to the loss in training steps, after the batch was computed, and reported apart as "penalty": the solver's Jacobian term, for instance,
    /// <c>() => network.Implicit.TakeJacobianPenalty()</c>. None unless set.
    /// </summary>
    public Func<Tensor>? Penalty { get; init; }

    /// <summary>A classifier with one output per class: cross entropy as loss, accuracy as metric. Targets are class numbers, or probabilities of
    /// shape samples x classes.</summary>
    /// <param name="model">The network; it stays the caller's.</param>
    /// <param name="labelSmoothing">How much of each target is spread over all classes in training, at least 0 and below 1; evaluation counts the
    /// targets as they are.</param>
    public static TrainingProblem Classification(nn.IModule<Tensor, Tensor> model, double labelSmoothing = 0)
    {
        if (!(labelSmoothing is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing must be at least 0 and below 1.");
        return new(model, (outputs, targets) => nn.functional.cross_entropy(outputs, targets, label_smoothing: is_grad_enabled() ? labelSmoothing : 0), Metric.Accuracy);
    }

    /// <summary>A network whose outputs are to be the targets: the mean squared error as loss.</summary>
    /// <param name="model">The network; it stays the caller's.</param>
    public static TrainingProblem Regression(nn.IModule<Tensor, Tensor> model) => new(model, (outputs, targets) =>
    {
        // torch would stretch [n, 1] against [n] to n x n differences.
        if (!outputs.shape.AsSpan().SequenceEqual(targets.shape))
            throw new ArgumentException($"Outputs have shape [{string.Join(", ", outputs.shape)}], but targets [{string.Join(", ", targets.shape)}]; they must be equal.", nameof(model));
        return nn.functional.mse_loss(outputs, targets);
    });

    private static Func<Batch, BatchResult> Single(nn.IModule<Tensor, Tensor> model, Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        return batch =>
        {
            Tensor outputs = model.call(batch.Inputs);
            return new BatchResult(loss(outputs, batch.Targets), outputs);
        };
    }
}
