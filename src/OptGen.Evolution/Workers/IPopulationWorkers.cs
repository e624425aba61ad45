namespace OptGen.Evolution;

/// <summary>Evaluates generations: in this process, or by others.</summary>
public interface IPopulationWorkers : IDisposable
{
    /// <summary>How many members can be evaluated at the same time, on this computer; the strategy's estimate is shared among as many threads.</summary>
    int Parallelism { get; }

    /// <summary>Evaluates all members of a strategy's next generation.</summary>
    /// <param name="strategy">The strategy; it is only read.</param>
    /// <param name="fitness">Gets the fitness of each member, in order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    void Evaluate(EvolutionStrategy strategy, double[] fitness, CancellationToken cancellation);

    /// <summary>Is told that the strategy has ended a generation by these values.</summary>
    /// <param name="strategy">The strategy, in the next generation.</param>
    /// <param name="fitness">The fitness of each member of the generation before.</param>
    void Told(EvolutionStrategy strategy, double[] fitness)
    {
    }
}
