using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Samples to train on or to evaluate: a <see cref="TensorSet"/> in memory, a data set or loader of TorchSharp, or any sequence of
/// batches.</summary>
public abstract class TrainingData
{
    private protected TrainingData()
    {
    }

    /// <summary>Batches of a data set of TorchSharp, assembled here: shuffled by <see cref="TrainingOptions.Seed"/>, split by it too where that
    /// is asked for.</summary>
    /// <param name="dataset">The data set; it stays the caller's.</param>
    /// <param name="names">
    /// The entries of a sample that make a batch, in the batch's order: input first, target last; "data" and "label" when empty, which
    /// TorchVision's data
    /// sets use.
    /// </param>
    public static TrainingData From(utils.data.Dataset dataset, params string[] names) => new DatasetRows(dataset, Names(names));

    /// <summary>The batches of a loader of TorchSharp, in its order and of its size; they cannot be split.</summary>
    /// <param name="loader">The loader; it stays the caller's, and decides when its batches are disposed.</param>
    /// <param name="names">The entries that make a batch, in the batch's order: input first, target last; "data" and "label" when empty.</param>
    /// <remarks>To go on bit for bit after an interruption a loader must give the same batches in the same epoch again; a shuffling loader needs
    /// a seed for that.</remarks>
    public static TrainingData From(DataLoader loader, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(loader);
        string[] wanted = Names(names);
        return new BatchSequence(_ => Enumerate(loader, entries => new Batch([.. wanted.Select(name => Find(entries, name))])), () => loader.Count);
    }

    /// <summary>The batches of a loader over lists of tensors, such as that of a TensorDataset; they cannot be split.</summary>
    /// <param name="loader">The loader; it stays the caller's.</param>
    public static TrainingData From(IterableDataLoader loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return new BatchSequence(_ => Enumerate(loader, tensors => new Batch([.. tensors])), () => loader.Count);
    }

    /// <summary>Any sequence of batches, enumerated once for each epoch; it cannot be split.</summary>
    /// <param name="batches">The batches. Tensors that the enumeration makes are disposed after their step; those that were there before are
    /// not.</param>
    public static TrainingData From(IEnumerable<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new BatchSequence(_ => batches, () => batches.TryGetNonEnumeratedCount(out int count) ? count : null);
    }

    /// <summary>A sequence of batches for each epoch; it cannot be split.</summary>
    /// <param name="epoch">
    /// The batches of an epoch, counted from 1. What is drawn from torch's default generator before the first batch is drawn alike when training
    /// goes on from a
    /// checkpoint.
    /// </param>
    /// <param name="count">The number of batches of an epoch, where it is known: schedules that run over the whole training need it.</param>
    public static TrainingData From(Func<int, IEnumerable<Batch>> epoch, long? count = null)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return new BatchSequence(epoch, () => count);
    }

    private static string[] Names(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Length == 0 ? ["data", "label"] : [.. names];
    }

    internal static Tensor Find(IReadOnlyDictionary<string, Tensor> entries, string name) =>
        entries.TryGetValue(name, out Tensor? tensor) ? tensor : throw new ArgumentException(
            $"The data has no entry '{name}'; it has {string.Join(", ", entries.Keys.Order(StringComparer.Ordinal).Select(key => $"'{key}'"))}.", nameof(name));

    // TorchSharp's loaders have an enumerator, and are no IEnumerable in every version.
    private static IEnumerable<Batch> Enumerate<T, TBatch>(DataLoader<T, TBatch> loader, Func<TBatch, Batch> convert)
    {
        using IEnumerator<TBatch> enumerator = loader.GetEnumerator();
        while (enumerator.MoveNext())
            yield return convert(enumerator.Current);
    }
}

/// <summary>Data whose samples have numbers, so that it can be shuffled and split.</summary>
public abstract class RowData : TrainingData
{
    private protected RowData()
    {
    }

    /// <summary>The number of samples.</summary>
    public abstract long Count { get; }

    /// <summary>Where row numbers have to be: on the data's device.</summary>
    internal abstract Device Device { get; }

    /// <summary>The batch of some rows, new tensors in the current scope.</summary>
    /// <param name="rows">Their numbers, int64.</param>
    internal abstract Batch Take(Tensor rows);

    /// <summary>The batch of neighbouring rows.</summary>
    internal virtual Batch Take(long start, long length)
    {
        using Tensor rows = tensor(Array.ConvertAll([.. Enumerable.Range(0, (int)length)], row => start + row));
        return Take(rows);
    }
}

/// <summary>Batches that come as they come.</summary>
internal sealed class BatchSequence(Func<int, IEnumerable<Batch>> epoch, Func<long?> count) : TrainingData
{
    /// <summary>The number of batches of an epoch; null where nobody knows.</summary>
    public long? Batches => count();

    public IEnumerable<Batch> Epoch(int number) => epoch(number);
}

/// <summary>A data set of TorchSharp, whose batches are assembled here.</summary>
internal sealed class DatasetRows : RowData
{
    private readonly utils.data.Dataset _dataset;
    private readonly string[] _names;

    public DatasetRows(utils.data.Dataset dataset, string[] names)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count < 1)
            throw new ArgumentException("The data set holds no sample.", nameof(dataset));
        _dataset = dataset;
        _names = names;
    }

    public override long Count => _dataset.Count;

    internal override Device Device => CPU;

    internal override Batch Take(Tensor rows) => Take(rows.data<long>().ToArray());

    internal override Batch Take(long start, long length) => Take([.. Enumerable.Range(0, (int)length).Select(i => start + i)]);

    private Batch Take(long[] rows)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor>[] samples = Array.ConvertAll(rows, _dataset.GetTensor);
        Tensor[] tensors = Array.ConvertAll(_names, name => stack(Array.ConvertAll(samples, sample => Find(sample, name))).MoveToOuterDisposeScope());
        return new Batch(tensors);
    }
}
