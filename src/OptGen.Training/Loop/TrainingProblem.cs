using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What is trained, and what counts as better.</summary>
/// <param name="Model">The network; it stays the caller's, who disposes it.</param>
/// <param name="Loss">The mean loss over a batch, a scalar, from the network's outputs and the targets.</param>
/// <param name="Metric">What is reported beside the loss.</param>
public sealed record TrainingProblem(nn.Module<Tensor, Tensor> Model, Func<Tensor, Tensor, Tensor> Loss, Metric Metric)
{
    /// <summary>A classifier with one output per class: cross entropy as loss, accuracy as metric.</summary>
    public static TrainingProblem Classification(nn.Module<Tensor, Tensor> model) =>
        new(model, (outputs, targets) => nn.functional.cross_entropy(outputs, targets), Metric.Accuracy);
}

/// <summary>A number for each sample, reported as its mean.</summary>
/// <param name="Name">How reports call it.</param>
/// <param name="PerSample">One value per sample (numbers or truth values) from the network's outputs and the targets.</param>
public sealed record Metric(string Name, Func<Tensor, Tensor, Tensor> PerSample)
{
    /// <summary>The share of samples whose largest output is the target's class; the first of equal outputs counts.</summary>
    public static Metric Accuracy { get; } = new("accuracy", (outputs, targets) => outputs.argmax(1).eq(targets));
}
