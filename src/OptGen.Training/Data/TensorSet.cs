using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Samples kept in memory: row i of <see cref="Inputs"/> belongs to row i of <see cref="Targets"/>.</summary>
/// <remarks>The set owns both tensors, takes them out of any dispose scope, and disposes them. Batches are cut from it by row numbers.</remarks>
public sealed class TensorSet : IDisposable
{
    /// <summary>Takes over the tensors; their first dimension counts the samples.</summary>
    /// <exception cref="ArgumentException">The tensors hold no sample, or not the same number of them, or live on different devices.</exception>
    public TensorSet(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.dim() < 1 || targets.dim() < 1 || inputs.shape[0] < 1)
            throw new ArgumentException($"A data set needs at least one sample; inputs have shape {Shape(inputs)}, targets {Shape(targets)}.", nameof(inputs));
        if (inputs.shape[0] != targets.shape[0])
            throw new ArgumentException($"Inputs hold {inputs.shape[0]} samples, but targets hold {targets.shape[0]}.", nameof(targets));
        if (inputs.device_type != targets.device_type || inputs.device_index != targets.device_index)
            throw new ArgumentException($"Inputs are on {inputs.device}, but targets are on {targets.device}.", nameof(targets));
        Inputs = inputs.DetachFromDisposeScope();
        Targets = targets.DetachFromDisposeScope();
    }

    /// <summary>What the network is given, samples first.</summary>
    public Tensor Inputs { get; }

    /// <summary>What the network should answer, samples first.</summary>
    public Tensor Targets { get; }

    /// <summary>The number of samples, at least 1.</summary>
    public long Count => Inputs.shape[0];

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
