using System.Collections;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Makes batches of a data set's samples.</summary>
/// <typeparam name="T">What a sample is.</typeparam>
/// <typeparam name="S">What a batch is.</typeparam>
/// <remarks>
/// Each enumeration goes through the samples anew. The tensors of a batch are disposed when the next one is asked for or the enumeration
/// ends, unless disposeBatch is false; keep one with <c>clone()</c>. An exception of the data set reaches the caller as it is.
/// Several enumerations at a time are independent; one enumeration belongs to one thread.
/// </remarks>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <summary>Loads the samples that a sequence of numbers names, in its order.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of samples in a batch; at least 1.</param>
    /// <param name="collate_fn">Makes a batch of samples on a device.</param>
    /// <param name="shuffler">The numbers of the samples to load; enumerated once for each enumeration of the loader.</param>
    /// <param name="device">Where batches go; null for the processor.</param>
    /// <param name="num_worker">How many threads call GetTensor at a time; with 1, or less, the enumerating thread does.</param>
    /// <param name="drop_last">Whether to leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">Whether a batch's tensors are disposed when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether disposing the loader disposes the data set.</param>
    public DataLoader(
        torch.utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler,
        Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate_fn);
        ArgumentNullException.ThrowIfNull(shuffler);
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"A batch needs at least 1 sample, but batchSize is {batchSize}.");
        this.dataset = dataset;
        batch_size = batchSize;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        num_workers = Math.Max(num_worker, 1);
        this.drop_last = drop_last;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <summary>Loads all samples, in order or shuffled.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of samples in a batch; at least 1.</param>
    /// <param name="collate_fn">Makes a batch of samples on a device.</param>
    /// <param name="shuffle">Whether to load in random order.</param>
    /// <param name="device">Where batches go; null for the processor.</param>
    /// <param name="seed">Makes the random order the same in every enumeration; null for a new one each time.</param>
    /// <param name="num_worker">How many threads call GetTensor at a time; with 1, or less, the enumerating thread does.</param>
    /// <param name="drop_last">Whether to leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">Whether a batch's tensors are disposed when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether disposing the loader disposes the data set.</param>
    public DataLoader(
        torch.utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false,
        Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, Order(dataset, shuffle, seed), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>The data set.</summary>
    public torch.utils.data.Dataset<T> dataset { get; }

    /// <summary>The number of samples in a batch.</summary>
    public int batch_size { get; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool drop_last { get; }

    /// <summary>The numbers of the samples, in the order they are loaded.</summary>
    public IEnumerable<long> sampler { get; }

    /// <summary>How many threads call GetTensor at a time.</summary>
    public int num_workers { get; }

    /// <summary>Makes a batch of samples.</summary>
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>Where batches go.</summary>
    public Device Device { get; }

    /// <summary>Whether a batch's tensors are disposed when the next one is asked for.</summary>
    public bool DisposeBatch { get; }

    /// <summary>Whether disposing the loader disposes the data set.</summary>
    public bool DisposeDataset { get; }

    /// <summary>The number of batches of all samples.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    /// <summary>Goes through the batches.</summary>
    public IEnumerator<S> GetEnumerator() => new Batches(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the data set, if that was asked for.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the data set, if that was asked for.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    /// <summary>Makes a batch without samples, where the data set can.</summary>
    private protected virtual bool TryLoad(long[] indices, out S batch)
    {
        batch = default!;
        return false;
    }

    private static IEnumerable<long> Order(torch.utils.data.Dataset<T> dataset, bool shuffle, int? seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return shuffle ? new Shuffler(() => dataset.Count, seed) : InOrder(dataset);
    }

    private static IEnumerable<long> InOrder(torch.utils.data.Dataset<T> dataset)
    {
        var count = dataset.Count;
        for (long i = 0; i < count; i++) yield return i;
    }

    private static void DisposeAll(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) disposable.Dispose();
    }

    private sealed class Batches : IEnumerator<S>
    {
        private readonly DataLoader<T, S> loader;
        private IEnumerator<long> indices;
        private IDisposable[] batchTensors = [];
        private S? current;

        public Batches(DataLoader<T, S> loader)
        {
            this.loader = loader;
            indices = loader.sampler.GetEnumerator();
        }

        public S Current => current!;

        object? IEnumerator.Current => current;

        public bool MoveNext()
        {
            DropBatch();
            var batch = NextIndices();
            if (batch.Length == 0 || (loader.drop_last && batch.Length < loader.batch_size)) return false;

            using var scope = NewDisposeScope();
            if (!loader.TryLoad(batch, out var loaded)) loaded = Collate(batch);
            current = loaded;
            var made = scope.DisposablesView.ToArray();
            scope.Detach(made);
            if (loader.DisposeBatch) batchTensors = made;
            return true;
        }

        public void Reset()
        {
            DropBatch();
            indices.Dispose();
            indices = loader.sampler.GetEnumerator();
        }

        public void Dispose()
        {
            DropBatch();
            indices.Dispose();
        }

        private void DropBatch()
        {
            DisposeAll(batchTensors);
            batchTensors = [];
            current = default;
        }

        private long[] NextIndices()
        {
            var batch = new List<long>(loader.batch_size);
            while (batch.Count < loader.batch_size && indices.MoveNext()) batch.Add(indices.Current);
            return [.. batch];
        }

        /// <summary>Loads the samples, makes the batch, and disposes what the samples were made of.</summary>
        private S Collate(long[] batch)
        {
            var samples = new T[batch.Length];
            var tensors = new IDisposable[batch.Length][];
            try
            {
                LoadSamples(batch, samples, tensors);
                var result = loader.collate_fn(samples, loader.Device);

                // A collate_fn may pass tensors of the samples on: those belong to the batch.
                var passed = Tensors(result).ToHashSet(ReferenceEqualityComparer.Instance);
                for (var i = 0; i < tensors.Length && passed.Count > 0; i++)
                {
                    CurrentDisposeScope!.Attach(tensors[i].Where(passed.Contains));
                    tensors[i] = tensors[i].Where(tensor => !passed.Contains(tensor)).ToArray();
                }

                return result;
            }
            finally
            {
                foreach (var made in tensors) DisposeAll(made ?? []);
            }
        }

        private void LoadSamples(long[] batch, T[] samples, IDisposable[][] tensors)
        {
            if (loader.num_workers == 1 || batch.Length == 1)
            {
                for (var i = 0; i < batch.Length; i++) LoadSample(i);
                return;
            }

            // Threads do not inherit the grad mode, and the first failing sample decides what the caller sees, whichever thread failed first.
            var recording = is_grad_enabled();
            var failures = new ExceptionDispatchInfo?[batch.Length];
            Parallel.For(0, batch.Length, new ParallelOptions { MaxDegreeOfParallelism = loader.num_workers }, i =>
            {
                using var mode = set_grad_enabled(recording);
                try
                {
                    LoadSample(i);
                }
#pragma warning disable CA1031 // It is thrown again on the thread that asked for the batch.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failures[i] = ExceptionDispatchInfo.Capture(exception);
                }
            });
            failures.FirstOrDefault(failure => failure is not null)?.Throw();

            void LoadSample(int i)
            {
                using var scope = NewDisposeScope();
                samples[i] = loader.dataset.GetTensor(batch[i]);
                tensors[i] = [.. scope.DisposablesView];
                scope.Detach(tensors[i]);
            }
        }

        private static IEnumerable<Tensor> Tensors(object? value) => value switch
        {
            Tensor tensor => [tensor],
            IDictionary dictionary => dictionary.Values.Cast<object?>().SelectMany(Tensors),
            System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i])),
            IEnumerable sequence and not string => sequence.Cast<object?>().SelectMany(Tensors),
            _ => []
        };
    }
}
