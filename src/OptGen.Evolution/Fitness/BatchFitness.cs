using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>A batch that all members of a generation are evaluated on.</summary>
/// <param name="Inputs">The inputs, a row for each sample.</param>
/// <param name="Targets">What the score compares the outputs with, a row for each sample.</param>
public sealed record FitnessBatch(Tensor Inputs, Tensor Targets) : IDisposable
{
    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}

/// <summary>A fitness of the outputs for a batch, so that many members can be evaluated at once.</summary>
public abstract class BatchFitness : Fitness
{
    /// <summary>The batch of a generation, the same at every call; the caller disposes it.</summary>
    /// <param name="generation">The number of the generation, from 0 on.</param>
    public abstract FitnessBatch Batch(long generation);

    /// <summary>The fitness of each member.</summary>
    /// <param name="outputs">Of shape (members, samples, …): what each member gave for each sample.</param>
    /// <param name="targets">Of shape (samples, …), as in the batch.</param>
    /// <returns>Of shape (members).</returns>
    public abstract Tensor Score(Tensor outputs, Tensor targets);

    /// <inheritdoc/>
    public sealed override double Evaluate(nn.Module member, long generation)
    {
        if (member is not nn.Module<Tensor, Tensor> network)
            throw new EvolutionException($"A fitness of batches takes a Module<Tensor, Tensor>, and {member.GetType().Name} is none: write a Fitness of your own.");
        using FitnessBatch batch = Batch(generation);
        using Tensor outputs = network.call(batch.Inputs), one = outputs.unsqueeze(0);
        Span<double> fitness = stackalloc double[1];
        ReadScores(Score(one, batch.Targets), fitness);
        return fitness[0];
    }

    /// <summary>Reads what <see cref="Score"/> gave, and disposes it.</summary>
    internal static void ReadScores(Tensor scores, Span<double> fitness)
    {
        using (scores)
        {
            if (scores.dim() != 1 || scores.shape[0] != fitness.Length)
                throw new EvolutionException($"The score must have the shape ({fitness.Length}), a number for each member, and has ({string.Join(", ", scores.shape)}).");
            using Tensor numbers = scores.to_type(ScalarType.Float64).cpu().contiguous();
            numbers.data<double>().CopyTo(fitness);
        }
    }
}
