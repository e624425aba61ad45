using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>What a member is worth: the greater, the fitter.</summary>
/// <remarks>
/// It must be a function of the member and of the generation alone, the same wherever and however often it is evaluated: random numbers and minibatches are drawn from the
/// generation's number, so that all members of a generation meet the same. Workers call it on several threads at once, each with a network of its own.
/// </remarks>
public abstract class Fitness
{
    /// <summary>The fitness that a function gives.</summary>
    /// <param name="evaluate">Takes the member, in evaluation mode and without gradients, and the number of the generation, from 0 on.</param>
    /// <typeparam name="TModule">The type of the network.</typeparam>
    public static Fitness Of<TModule>(Func<TModule, long, double> evaluate) where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        return new FunctionFitness<TModule>(evaluate);
    }

    /// <summary>The fitness of one member.</summary>
    /// <param name="member">The network with the member's parameters, in evaluation mode. Called without gradients and in a dispose scope.</param>
    /// <param name="generation">The number of the generation, from 0 on.</param>
    public abstract double Evaluate(nn.Module member, long generation);

    private sealed class FunctionFitness<TModule>(Func<TModule, long, double> evaluate) : Fitness where TModule : nn.Module
    {
        public override double Evaluate(nn.Module member, long generation) => member is TModule module
            ? evaluate(module, generation)
            : throw new EvolutionException($"The fitness takes a {typeof(TModule).Name}, and was given a {member.GetType().Name}.");
    }
}
