using OptGen.Randomness;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// The fitness on samples in memory. Each generation has a minibatch of its own, drawn without repetition until all samples were taken, then in another order; the same for
/// all its members.
/// </summary>
public sealed class SampleFitness : BatchFitness
{
    private readonly Tensor _inputs, _targets;
    private readonly Func<Tensor, Tensor, Tensor> _score;
    private readonly ulong _seed;
    private readonly Lock _lock = new();
    private (long Epoch, int[] Order) _order = (-1, []);

    /// <summary>Makes the fitness.</summary>
    /// <param name="inputs">The samples' inputs, a row for each. Kept, not copied, and not disposed.</param>
    /// <param name="targets">The samples' targets, a row for each.</param>
    /// <param name="batchSize">The samples of a generation, from 1 to all; all of them, in their order, are one batch. What does not fill a batch at the end of an order is left out.</param>
    /// <param name="score">Takes outputs of shape (members, samples, …) and targets of shape (samples, …), and gives the fitness of each member, shape (members).</param>
    /// <param name="seed">The seed of the orders.</param>
    /// <exception cref="ArgumentException">Inputs and targets have different numbers of rows, or none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not from 1 to the number of samples.</exception>
    public SampleFitness(Tensor inputs, Tensor targets, int batchSize, Func<Tensor, Tensor, Tensor> score, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(score);
        if (inputs.dim() == 0 || targets.dim() == 0 || inputs.shape[0] != targets.shape[0] || inputs.shape[0] == 0)
            throw new ArgumentException($"Inputs of shape ({string.Join(", ", inputs.shape)}) and targets of shape ({string.Join(", ", targets.shape)}) must have as many rows, at least one.", nameof(targets));
        if (batchSize < 1 || batchSize > inputs.shape[0])
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"The batch size must be from 1 to {inputs.shape[0]}, the number of samples.");
        (_inputs, _targets, BatchSize, _score, _seed) = (inputs, targets, batchSize, score, seed);
    }

    /// <summary>The samples of a generation.</summary>
    public int BatchSize { get; }

    /// <summary>Minus the mean cross entropy of logits, shape (samples, classes), and whole-number classes: what training by gradients would minimise.</summary>
    /// <inheritdoc cref="SampleFitness(Tensor, Tensor, int, Func{Tensor, Tensor, Tensor}, ulong)"/>
    public static SampleFitness Classification(Tensor inputs, Tensor targets, int batchSize, ulong seed = 0) => new(inputs, targets, batchSize, NegativeCrossEntropy, seed);

    /// <summary>Minus the mean squared error.</summary>
    /// <inheritdoc cref="SampleFitness(Tensor, Tensor, int, Func{Tensor, Tensor, Tensor}, ulong)"/>
    public static SampleFitness Regression(Tensor inputs, Tensor targets, int batchSize, ulong seed = 0) => new(inputs, targets, batchSize, NegativeSquaredError, seed);

    /// <inheritdoc/>
    public override FitnessBatch Batch(long generation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(generation);
        long all = _inputs.shape[0];
        if (BatchSize == all)
            return new FitnessBatch(_inputs.alias(), _targets.alias());
        long batches = all / BatchSize, epoch = generation / batches, first = generation % batches * BatchSize;
        var rows = new long[BatchSize];
        lock (_lock)
        {
            if (_order.Epoch != epoch)
                _order = (epoch, new RandomSequence(_seed, (ulong)epoch).Permutation(checked((int)all)));
            for (int i = 0; i < rows.Length; i++)
                rows[i] = _order.Order[first + i];
        }
        using Tensor onHost = tensor(rows);
        using Tensor index = onHost.to(_inputs.device), targetIndex = onHost.to(_targets.device);
        return new FitnessBatch(_inputs.index_select(0, index), _targets.index_select(0, targetIndex));
    }

    /// <inheritdoc/>
    public override Tensor Score(Tensor outputs, Tensor targets) => _score(outputs, targets);

    private static Tensor NegativeCrossEntropy(Tensor outputs, Tensor targets)
    {
        if (outputs.dim() != 3 || targets.dim() != 1)
            throw new EvolutionException($"A classification needs logits of shape (samples, classes) and targets of shape (samples); one member gave ({string.Join(", ", outputs.shape.Skip(1))}) for targets of ({string.Join(", ", targets.shape)}).");
        if (targets.dtype is not (ScalarType.Int64 or ScalarType.Int32 or ScalarType.Int16 or ScalarType.Int8 or ScalarType.Byte))
            throw new EvolutionException($"A classification needs whole numbers as targets, the classes; these are of {targets.dtype}.");
        using var scope = NewDisposeScope();
        // Classes are few, and samples many: torch is five times as fast over a dimension that is not the last.
        Tensor logits = outputs.transpose(1, 2).contiguous(), index = targets.to_type(ScalarType.Int64).unsqueeze(0).unsqueeze(1).expand(outputs.shape[0], 1, -1);
        return nn.functional.log_softmax(logits, 1).gather(1, index).mean([1L, 2L]).MoveToOuterDisposeScope();
    }

    private static Tensor NegativeSquaredError(Tensor outputs, Tensor targets)
    {
        if (!outputs.shape.AsSpan(1).SequenceEqual(targets.shape))
            throw new EvolutionException($"Outputs of shape ({string.Join(", ", outputs.shape.Skip(1))}) cannot be compared with targets of shape ({string.Join(", ", targets.shape)}).");
        using var scope = NewDisposeScope();
        Tensor difference = outputs - targets;
        return difference.mul(difference).flatten(1).mean([1L]).neg().MoveToOuterDisposeScope();
    }
}
