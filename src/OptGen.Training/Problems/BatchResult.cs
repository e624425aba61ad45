using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What became of a batch: the loss to go down on, and the outputs that metrics are computed from.</summary>
public sealed class BatchResult
{
    private readonly Tensor[] _outputs;

    /// <summary>A loss, and the network's outputs where metrics want them.</summary>
    /// <param name="loss">The mean loss over the batch's samples: one number, differentiable.</param>
    /// <param name="outputs">The outputs, samples first.</param>
    public BatchResult(Tensor loss, params Tensor[] outputs)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(outputs);
        if (loss.numel() != 1)
            throw new ArgumentException($"A loss is one number, but this one has shape [{string.Join(", ", loss.shape)}]; take its mean over the samples.", nameof(loss));
        Loss = loss;
        _outputs = [.. outputs];
    }

    /// <summary>The mean loss over the batch's samples.</summary>
    public Tensor Loss { get; }

    /// <summary>The outputs, in the problem's order.</summary>
    public IReadOnlyList<Tensor> AllOutputs => _outputs;

    /// <summary>The first of the outputs.</summary>
    /// <exception cref="InvalidOperationException">The problem gives none.</exception>
    public Tensor Outputs => _outputs.Length > 0 ? _outputs[0] : throw new InvalidOperationException(
        "A metric asks for outputs, but the problem's result has none: give them to the BatchResult beside the loss.");
}
