using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Samples kept in memory: row i of each tensor belongs to sample i. By convention the first tensor is the network's input, the last the
/// target.</summary>
/// <remarks>
/// The set owns its tensors, takes them out of any dispose scope, and disposes them. A batch is one selection of rows from each tensor; no sample
/// becomes a
/// tensor of its own.
/// </remarks>
public sealed class TensorSet : RowData, IDisposable
{
    private readonly Tensor[] _tensors;

    /// <summary>Takes over the tensors; their first dimension counts the samples.</summary>
    /// <exception cref="ArgumentException">The tensors hold no sample, or not the same number of them, or live on different devices.</exception>
    public TensorSet(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0)
            throw new ArgumentException("A data set needs at least one tensor.", nameof(tensors));
        for (int i = 0; i < tensors.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i], $"tensors[{i}]");
            if (tensors[i].dim() < 1 || tensors[i].shape[0] < 1)
                throw new ArgumentException($"A data set needs at least one sample; {Name(i)} has shape [{string.Join(", ", tensors[i].shape)}].", nameof(tensors));
            if (tensors[i].shape[0] != tensors[0].shape[0])
                throw new ArgumentException($"{Name(0)} holds {tensors[0].shape[0]} samples, but {Name(i)} holds {tensors[i].shape[0]}.", nameof(tensors));
            if (tensors[i].device_type != tensors[0].device_type || tensors[i].device_index != tensors[0].device_index)
                throw new ArgumentException($"{Name(0)} is on {tensors[0].device}, but {Name(i)} is on {tensors[i].device}.", nameof(tensors));
        }
        _tensors = Array.ConvertAll(tensors, tensor => tensor.DetachFromDisposeScope());
    }

    /// <summary>What the network is given: the first tensor, samples first.</summary>
    public Tensor Inputs => _tensors[0];

    /// <summary>What the network should answer: the last tensor, samples first.</summary>
    /// <exception cref="InvalidOperationException">The set has one tensor only.</exception>
    public Tensor Targets => _tensors.Length > 1 ? _tensors[^1] : throw new InvalidOperationException("This set has one tensor, so it has no targets.");

    /// <summary>All tensors, in order.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>The number of samples, at least 1.</summary>
    public override long Count => _tensors[0].shape[0];

    internal override Device Device => _tensors[0].device;

    /// <summary>A set of some of the samples, copied; the caller disposes it.</summary>
    /// <param name="start">The first sample's number.</param>
    /// <param name="length">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such samples.</exception>
    public TensorSet Slice(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Count - start);
        using var scope = NewDisposeScope();
        return new TensorSet(Array.ConvertAll(_tensors, tensor => tensor.narrow(0, start, length).clone()));
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors)
            tensor.Dispose();
    }

    internal override Batch Take(Tensor rows) => new(Array.ConvertAll(_tensors, tensor => tensor.index_select(0, rows)));

    internal override Batch Take(long start, long length) => new(Array.ConvertAll(_tensors, tensor => tensor.narrow(0, start, length)));

    private static string Name(int index) => $"tensor {index}";
}
