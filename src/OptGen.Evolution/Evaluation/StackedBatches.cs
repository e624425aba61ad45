using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>The batch of the generation that is being evaluated, kept from range to range.</summary>
internal sealed class StackedBatches : IDisposable
{
    private (BatchFitness Fitness, long Generation, StackedBatch Batch)? _last;

    /// <summary>The batch of a generation; the next call may dispose it.</summary>
    public StackedBatch Of(BatchFitness fitness, long generation)
    {
        if (_last is { } last && last.Generation == generation && ReferenceEquals(last.Fitness, fitness))
            return last.Batch;
        _last?.Batch.Dispose();
        _last = null;
        var batch = new StackedBatch(fitness.Batch(generation));
        _last = (fitness, generation, batch);
        return batch;
    }

    public void Dispose() => _last?.Batch.Dispose();
}

/// <summary>A batch, and its inputs once for each member.</summary>
internal sealed class StackedBatch : IDisposable
{
    private Tensor? _stack;
    private int _members;

    public StackedBatch(FitnessBatch batch) => (Inputs, Targets) = (batch.Inputs.DetachFromDisposeScope(), batch.Targets.DetachFromDisposeScope());

    public Tensor Inputs { get; }

    public Tensor Targets { get; }

    /// <summary>The inputs for so many members, one member after the other: (members*samples, …), a handle of the caller's.</summary>
    public Tensor Stack(int members)
    {
        if (_stack is null || _members != members)
        {
            _stack?.Dispose();
            long[] shape = Inputs.shape;
            using Tensor once = Inputs.unsqueeze(0), each = once.expand([members, .. shape]);
            _stack = each.reshape([members * shape[0], .. shape.AsSpan(1)]).DetachFromDisposeScope();
            _members = members;
        }
        return _stack.alias();
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        _stack?.Dispose();
    }
}
