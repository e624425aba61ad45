using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A data set of tensors in memory: sample i is the i-th entry of each, along the first dimension.</summary>
/// <remarks>Shares the memory of the tensors given, which may be disposed meanwhile.</remarks>
public class TensorDataset : torch.utils.data.IterableDataset
{
    private readonly Tensor[] tensors;

    internal TensorDataset(Tensor[] tensors)
    {
        if (tensors is null or []) throw new ArgumentException("A TensorDataset needs at least one tensor.", nameof(tensors));
        for (var i = 0; i < tensors.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i]);
            if (tensors[i].Dimensions == 0)
                throw new ArgumentException($"Tensor {i} has no dimension to number the samples along; its shape is [].", nameof(tensors));
            if (tensors[i].size(0) != tensors[0].size(0))
            {
                throw new ArgumentException(
                    $"All tensors must have one entry per sample, but tensor 0 has {tensors[0].size(0)} and tensor {i} has {tensors[i].size(0)}.", nameof(tensors));
            }
        }

        this.tensors = tensors.Select(tensor => Aten.alias.Call(tensor).DetachFromDisposeScope()).ToArray();
        Count = tensors[0].size(0);
    }

    /// <summary>The number of samples.</summary>
    public override long Count { get; }

    /// <summary>One sample: a view of each tensor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public IList<Tensor> this[long index]
    {
        get
        {
            if (index < 0 || index >= Count)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"There is no sample {index}; the data set has {Count}, counted from 0.");
            return tensors.Select(tensor => Aten.select_int.Call(tensor, 0, index)).ToList();
        }
    }

    /// <summary>One sample: a view of each tensor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public override IList<Tensor> GetTensor(long index) => this[index];

    /// <summary>Several samples at once, as a loader would stack them.</summary>
    internal List<Tensor> GetBatch(long[] indices)
    {
        foreach (var index in indices)
        {
            if (index < 0 || index >= Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"There is no sample {index}; the data set has {Count}, counted from 0.");
        }

        using var rows = tensor(indices);
        return tensors.Select(source =>
        {
            if (source.device_type == DeviceType.CPU) return Aten.index_select.Call(source, 0, rows);
            using var there = rows.to(source.device);
            return Aten.index_select.Call(source, 0, there);
        }).ToList();
    }

    /// <summary>Frees the shared tensors; those given to the constructor stay.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var tensor in tensors) tensor.Dispose();
        }

        base.Dispose(disposing);
    }
}
