using System.Globalization;
using OptGen.Evolution;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Underflow;

/// <summary>How networks are evolved.</summary>
/// <param name="Generations">How many generations.</param>
/// <param name="Population">The members of one.</param>
/// <param name="BatchSize">The images of one, the same for all members.</param>
/// <param name="Sigma">The standard deviation of the noise.</param>
/// <param name="Rate">Adam's learning rate at first.</param>
/// <param name="LastRate">The same at the end.</param>
/// <param name="Decay">AdamW's decoupled decay: weights that grow leave the threshold behind, and the network becomes linear.</param>
/// <param name="RangeSize">The members that are evaluated at once.</param>
internal sealed record Evolving(long Generations, int Population, int BatchSize, double Sigma, double Rate, double LastRate, double Decay, int RangeSize)
{
    /// <summary>In a sentence.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"Evolution: {Generations:#,0} generations of {Population} members in antithetic pairs, noise of rank 1 with sigma {Sigma}, centred ranks of minus the cross entropy on {BatchSize} images, the same for all members of a generation; AdamW with weight decay {Decay}, learning rate {Rate} falling to {LastRate} exponentially.");

    /// <summary>The strategy that evolves a network.</summary>
    public EvolutionStrategy Strategy(nn.Module network, int seed) => new(
        network,
        new EvolutionOptions { Population = Population, Sigma = Sigma, Noise = Noise.LowRank(), Seed = (ulong)seed, RangeSize = RangeSize },
        module => new OptGen.Optimizers.Centralized.AdamW(module.parameters(), Rate, weight_decay: Decay, centralization: OptGen.Optimizers.Centralization.Off),
        generation => Rate * Math.Pow(LastRate / Rate, Math.Min(1, generation / (double)Generations)));

    /// <summary>What members are worth.</summary>
    public SampleFitness Fitness(TensorSet images, int seed) => SampleFitness.Classification(images.Inputs, images.Targets, BatchSize, (ulong)seed);
}
