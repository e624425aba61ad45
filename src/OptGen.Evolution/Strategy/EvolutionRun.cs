namespace OptGen.Evolution;

/// <summary>Evolves a network, generation after generation.</summary>
/// <param name="strategy">What is evolved.</param>
/// <param name="workers">Who evaluates.</param>
public sealed class EvolutionRun(EvolutionStrategy strategy, IPopulationWorkers workers)
{
    private readonly EvolutionStrategy _strategy = strategy ?? throw new ArgumentNullException(nameof(strategy));
    private readonly IPopulationWorkers _workers = workers ?? throw new ArgumentNullException(nameof(workers));
    private bool _isOpen;

    /// <summary>Where checkpoints are written; none unless set.</summary>
    public EvolutionCheckpoints? Checkpoints { get; init; }

    /// <summary>Is called after each generation, on the calling thread; the network has the new parameters.</summary>
    public Action<GenerationReport>? AfterGeneration { get; init; }

    /// <summary>What was wrong with checkpoints that were passed over when the run was resumed.</summary>
    public IReadOnlyList<string> UnreadableCheckpoints { get; private set; } = [];

    /// <summary>Evolves until the strategy has ended so many generations, those of earlier runs included.</summary>
    /// <param name="generations">The number of generations, at least 0.</param>
    /// <param name="cancellation">Ends the run after the generation that is being evaluated was given up; a checkpoint is written where there are checkpoints.</param>
    /// <returns>The reports of this run's generations.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="generations"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled. The strategy has whole generations only.</exception>
    /// <exception cref="EvolutionException">Checkpoints cannot be gone on from, or a member's fitness is not a number. The network has whole generations only.</exception>
    public IReadOnlyList<GenerationReport> Run(long generations, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(generations);
        // The checkpoints that it has written itself are no earlier run's.
        if (Checkpoints is not null && !_isOpen)
        {
            OptGen.Optimizers.OptimizerStates.ThrowIfUnsaveable(_strategy.Optimizer);
            UnreadableCheckpoints = Checkpoints.Open(_strategy);
            _isOpen = true;
        }
        _strategy.EstimateThreads = _workers.Parallelism;
        var reports = new List<GenerationReport>();
        var fitness = new double[_strategy.Options.Population];
        long written = Checkpoints is null ? -1 : _strategy.Generation;
        try
        {
            while (_strategy.Generation < generations)
            {
                cancellation.ThrowIfCancellationRequested();
                _workers.Evaluate(_strategy, fitness, cancellation);
                GenerationReport report = _strategy.Tell(fitness);
                _workers.Told(_strategy, fitness);
                reports.Add(report);
                AfterGeneration?.Invoke(report);
                if (Checkpoints is not null && Checkpoints.IsDue(_strategy.Generation))
                {
                    Checkpoints.Write(_strategy);
                    written = _strategy.Generation;
                }
            }
        }
        finally
        {
            if (Checkpoints is not null && written != _strategy.Generation)
                Checkpoints.Write(_strategy);
        }
        return reports;
    }
}
