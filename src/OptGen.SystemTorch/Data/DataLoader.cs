using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Makes batches of samples that are dictionaries: stacks the tensors of each key along a new first dimension.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    /// <summary>Loads the samples that a sequence of numbers names, in its order.</summary>
    /// <inheritdoc cref="DataLoader{T,S}(torch.utils.data.Dataset{T},int,Func{IEnumerable{T},Device,S},IEnumerable{long},Device,int,bool,bool,bool)"/>
    public DataLoader(
        torch.utils.data.Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1,
        bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collation.Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Loads all samples, in order or shuffled.</summary>
    /// <inheritdoc cref="DataLoader{T,S}(torch.utils.data.Dataset{T},int,Func{IEnumerable{T},Device,S},bool,Device,int?,int,bool,bool,bool)"/>
    public DataLoader(
        torch.utils.data.Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1,
        bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collation.Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }
}

/// <summary>Makes batches of samples that are lists: stacks the tensors of each position along a new first dimension.</summary>
public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    /// <summary>Loads the samples that a sequence of numbers names, in its order.</summary>
    /// <inheritdoc cref="DataLoader{T,S}(torch.utils.data.Dataset{T},int,Func{IEnumerable{T},Device,S},IEnumerable{long},Device,int,bool,bool,bool)"/>
    public IterableDataLoader(
        torch.utils.data.IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1,
        bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collation.Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Loads all samples, in order or shuffled.</summary>
    /// <inheritdoc cref="DataLoader{T,S}(torch.utils.data.Dataset{T},int,Func{IEnumerable{T},Device,S},bool,Device,int?,int,bool,bool,bool)"/>
    public IterableDataLoader(
        torch.utils.data.IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1,
        bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collation.Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Tensors in memory need no samples: the rows of a batch are picked at once.</summary>
    private protected override bool TryLoad(long[] indices, out IList<Tensor> batch)
    {
        if (dataset is not TensorDataset rows)
        {
            batch = null!;
            return false;
        }

        batch = rows.GetBatch(indices).Select(tensor => Collation.OnDevice(tensor, Device)).ToList();
        return true;
    }
}
