using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Hands out the batches of one epoch after the other.</summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>The number of batches of an epoch; null where nobody knows.</summary>
    public abstract long? Steps { get; }

    /// <summary>Begins an epoch, with the random numbers that it begins with.</summary>
    public abstract void Begin(int epoch);

    /// <summary>The next batch of the epoch; false after the last. New tensors are in the current scope.</summary>
    public abstract bool TryNext([NotNullWhen(true)] out Batch? batch);

    /// <summary>Passes over batches that were trained on already.</summary>
    public abstract void Skip(long count);

    public abstract void Dispose();
}

/// <summary>Batches of rows in a new random order for each epoch.</summary>
internal sealed class RowFeed : BatchFeed
{
    private readonly RowData _data;
    private readonly Tensor _rows;
    private readonly Generator _generator;
    private readonly long _size;
    private readonly long _used;
    private Tensor? _order;
    private long _next;

    public RowFeed(RowData data, Tensor rows, Generator generator, TrainingOptions options, bool hasBatchNorm)
    {
        _data = data;
        _rows = rows;
        _generator = generator;
        _size = options.BatchSize;
        long count = rows.shape[0], last = count % _size;
        bool drops = last > 0 && (options.LastBatch == LastBatch.Drop || (options.LastBatch == LastBatch.KeepIfPossible && last == 1 && hasBatchNorm));
        _used = drops ? count - last : count;
        if (_used == 0)
        {
            string why = options.LastBatch == LastBatch.Drop ? "LastBatch says to drop what fills no batch" : "a batch norm takes no batch of one sample";
            throw new ArgumentException($"{count} samples fill no batch of {_size}, and {why}: nothing is left to train on.", nameof(data));
        }
    }

    public override long? Steps => (_used + _size - 1) / _size;

    public override void Begin(int epoch)
    {
        using var scope = NewDisposeScope();
        _order?.Dispose();
        _order = _rows.index_select(0, randperm(_rows.shape[0], device: _rows.device, generator: _generator)).DetachFromDisposeScope();
        _next = 0;
    }

    public override bool TryNext([NotNullWhen(true)] out Batch? batch)
    {
        batch = null;
        if (_next >= _used)
            return false;
        using Tensor rows = _order!.narrow(0, _next, Math.Min(_size, _used - _next));
        batch = _data.Take(rows);
        _next += _size;
        return true;
    }

    public override void Skip(long count) => _next += count * _size;

    public override void Dispose() => _order?.Dispose();
}

/// <summary>Batches as a sequence gives them.</summary>
internal sealed class SequenceFeed(BatchSequence data, LastBatch last, bool hasBatchNorm) : BatchFeed
{
    private IEnumerator<Batch>? _batches;
    private long _largest;

    public override long? Steps => data.Batches;

    public override void Begin(int epoch)
    {
        _batches?.Dispose();
        _batches = data.Epoch(epoch).GetEnumerator();
        _largest = 0;
    }

    public override bool TryNext([NotNullWhen(true)] out Batch? batch)
    {
        batch = null;
        if (!_batches!.MoveNext())
            return false;
        batch = _batches.Current ?? throw new InvalidOperationException("The data gave null for a batch.");
        // Whether a batch is the last is not known in advance; one that is smaller than those before it is taken for it.
        bool smaller = batch.Samples < _largest;
        _largest = Math.Max(_largest, batch.Samples);
        bool drops = smaller && (last == LastBatch.Drop || (last == LastBatch.KeepIfPossible && batch.Samples == 1 && hasBatchNorm));
        return !drops || TryNext(out batch);
    }

    public override void Skip(long count)
    {
        for (long i = 0; i < count; i++)
        {
            if (!TryNext(out Batch? batch))
                throw new InvalidOperationException($"The checkpoint was written after {count} batches of the epoch, but the data now has {i}.");
            // What the sequence has made besides is its own, and may be needed for the next batch.
            foreach (Tensor tensor in batch.Tensors)
            {
                if (CurrentDisposeScope?.Contains(tensor) == true)
                    tensor.Dispose();
            }
        }
    }

    public override void Dispose() => _batches?.Dispose();
}
