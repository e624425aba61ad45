using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The samples of one step: tensors whose first dimension counts the samples. By convention the first is the network's input, the last
/// the target.</summary>
/// <remarks>A batch owns nothing: whoever made its tensors disposes them; the trainer frees what its data made for a step when the step
/// ends.</remarks>
public sealed class Batch
{
    private readonly Tensor[] _tensors;

    /// <summary>A batch of the given tensors, in this order.</summary>
    /// <exception cref="ArgumentException">There is none, one has no dimension, or they do not hold equally many samples.</exception>
    public Batch(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0)
            throw new ArgumentException("A batch needs at least one tensor.", nameof(tensors));
        for (int i = 0; i < tensors.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i], $"tensors[{i}]");
            if (tensors[i].dim() < 1)
                throw new ArgumentException($"Tensor {i} of a batch is a single number; its first dimension must count the samples.", nameof(tensors));
            if (tensors[i].shape[0] != tensors[0].shape[0])
                throw new ArgumentException($"Tensor {i} of a batch holds {tensors[i].shape[0]} samples, but tensor 0 holds {tensors[0].shape[0]}.", nameof(tensors));
        }
        _tensors = [.. tensors];
    }

    /// <summary>What the network is given: the first tensor.</summary>
    public Tensor Inputs => _tensors[0];

    /// <summary>What the network should answer: the last tensor.</summary>
    /// <exception cref="InvalidOperationException">The batch holds one tensor only.</exception>
    public Tensor Targets => _tensors.Length > 1 ? _tensors[^1] : throw new InvalidOperationException("This batch holds one tensor, so it has no targets.");

    /// <summary>All tensors, in the order of the data.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>How many samples it holds.</summary>
    public long Samples => _tensors[0].shape[0];

    /// <summary>A tensor by its place.</summary>
    public Tensor this[int index] => _tensors[index];

    /// <summary>A batch with another first tensor.</summary>
    public Batch WithInputs(Tensor inputs) => new([inputs, .. _tensors.Skip(1)]);

    /// <summary>A batch with another last tensor.</summary>
    /// <exception cref="InvalidOperationException">The batch holds one tensor only.</exception>
    public Batch WithTargets(Tensor targets) =>
        _tensors.Length > 1 ? new([.. _tensors.SkipLast(1), targets]) : throw new InvalidOperationException("This batch holds one tensor, so it has no targets.");
}
