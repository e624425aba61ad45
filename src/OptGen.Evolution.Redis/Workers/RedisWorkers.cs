using System.Diagnostics;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>
/// Workers in other processes, on this and other machines, that meet at a Redis server: the coordinator's side. A <see cref="RedisWorker"/> is the other. Their number changes no bit
/// of the result, nor does it matter when they come and go, on processors of one type.
/// </summary>
/// <remarks>
/// The server has the work of one generation, the results, the fitness of the last generations and one snapshot of the strategy. A coordinator that was killed is started again, with
/// <see cref="RedisRun.Resume"/> and its checkpoints, and takes what the server has.
/// </remarks>
public sealed class RedisWorkers : IPopulationWorkers
{
    private readonly RedisRun _run;
    private readonly RunKeys _keys;
    private readonly RunServer _server;
    private readonly string _owner = Guid.NewGuid().ToString("n");
    private EvolutionStrategy? _strategy;
    private WorkQueue? _queue;
    private EstimateSlices? _cut;
    private bool _isOpen;
    private long _snapshot = -1;
    private Step _step, _stepBefore;

    /// <summary>Makes the coordinator's side. The server is asked when the first generation is evaluated.</summary>
    /// <param name="run">The run.</param>
    /// <param name="parallelism">How many threads of this process share the strategy's estimate, at least 1; one for each processor unless given. It changes no bit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    public RedisWorkers(RedisRun run, int? parallelism = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (parallelism is < 1)
            throw new ArgumentOutOfRangeException(nameof(parallelism), parallelism, "At least one thread computes the estimate.");
        (_run, _keys, _server, Parallelism) = (run, run.Keys, new RunServer(run, run.Keys.ForCoordinator), parallelism ?? Environment.ProcessorCount);
    }

    /// <inheritdoc/>
    public int Parallelism { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="fitness"/> is not as long as the population is large.</exception>
    /// <exception cref="EvolutionException">
    /// The server refuses, or was away for too long; a worker's fitness failed; the run is another's, or has been taken over; workers leave a piece of work again and again.
    /// </exception>
    public void Evaluate(EvolutionStrategy strategy, double[] fitness, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(fitness);
        if (fitness.Length != strategy.Options.Population)
            throw new ArgumentException($"The fitness of a population of {strategy.Options.Population} was to be written to {fitness.Length} places.", nameof(fitness));
        if (!ReferenceEquals(strategy, _strategy))
        {
            (_strategy, _cut, _isOpen) = (strategy, _run.Slices.Cut(strategy), false);
            _queue = new WorkQueue(_run, strategy.Options, _cut);
        }
        _step = StrategyIdentity.StepOf(strategy);
        if (!_isOpen)
            Open(cancellation);
        if (!TryTakeTold(fitness, cancellation))
        {
            Announce(cancellation);
            WaitForResults(fitness, cancellation);
            TellFitness(fitness, cancellation);
        }
    }

    /// <summary>Takes off the server what nobody needs any more.</summary>
    /// <param name="strategy">The strategy, in the next generation.</param>
    /// <param name="fitness">The fitness of each member of the generation before.</param>
    public void Told(EvolutionStrategy strategy, double[] fitness) => _server.TryOnce(database =>
    {
        RedisValue[] old = [.. database.HashKeys(_keys.Fitness).Where(field => !Step.TryParseNumber(field, uint.MaxValue, out long generation) || generation <= _step.Generation - _run.KeptGenerations)];
        // Slices stay for a generation: a worker may be late.
        ServerCommands.All(database.KeyDeleteAsync([_keys.Results(_step), _keys.Slices(_stepBefore)]), old.Length == 0 ? Task.CompletedTask : database.HashDeleteAsync(_keys.Fitness, old));
        _stepBefore = _step;
    });

    /// <summary>Ends the run: deletes all that the server has of it, and lets the workers' <see cref="RedisWorker.Run"/> return.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EvolutionException">The server refuses, or was away for too long; or another coordinator has the run.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public void End(CancellationToken cancellation = default) => _server.Do(
        database =>
        {
            RedisValue owner = database.HashGet(_keys.Run, RunKeys.Owner);
            if (!owner.IsNull && owner != _owner)
                throw Lost("has");
            database.StringSet(_keys.Ended, _owner, Lifetimes.Notice);
            database.KeyDelete([_keys.Run, _keys.Work, _keys.Snapshot, _keys.Fitness, _keys.Failures, _keys.Wanted, _keys.Results(_step), _keys.Slices(_step), _keys.Slices(_stepBefore)]);
            database.Ring(_keys.ForWorkers);
        },
        cancellation);

    /// <summary>Closes the connection where it is this package's own. What the server has stays there, for a coordinator that resumes.</summary>
    public void Dispose() => _server.Dispose();

    private EvolutionException Lost(string has) => new($"Another coordinator {has} the run '{_run.Id}'. Two cannot have one: stop that one, or name this run otherwise.");

    /// <summary>Takes the run, if it may.</summary>
    private void Open(CancellationToken cancellation)
    {
        string description = StrategyIdentity.Describe(_strategy!);
        _server.Do(
            database =>
            {
                bool isNew = database.HashSet(_keys.Run, RunKeys.Owner, _owner, When.NotExists);
                string? there = database.HashGet(_keys.Run, RunKeys.Description);
                if (there is not null && there != description)
                    throw new EvolutionException($"The run '{_run.Id}' on the server evolves something else: {StrategyIdentity.Difference(there, description)}. Name this run otherwise.");
                // An answer may have been lost: what has this owner is new all the same.
                if (!isNew && !_run.Resume && database.HashGet(_keys.Run, RunKeys.Owner) != _owner)
                    throw new EvolutionException($"The server has a run '{_run.Id}' already: set RedisRun.Resume to go on with it, or name this run otherwise.");
                database.HashSet(_keys.Run, [new(RunKeys.Owner, _owner), new(RunKeys.Description, description)]);
                database.KeyDelete([_keys.Failures, _keys.Ended, _keys.Wanted]);
            },
            cancellation);
        (_isOpen, _snapshot) = (true, -1);
    }

    /// <summary>What was told of this very step before the coordinator was killed.</summary>
    private bool TryTakeTold(double[] fitness, CancellationToken cancellation)
    {
        byte[]? told = _server.Ask(database => (byte[]?)database.HashGet(_keys.Fitness, _step.Generation), cancellation);
        return told is not null && FitnessValues.TryUnpack(_step, 0, told, fitness);
    }

    /// <summary>Says which step the run is at, with a snapshot where one is due, and brings the work into the stream.</summary>
    private void Announce(CancellationToken cancellation)
    {
        bool isDue = _snapshot < 0 || _step.Generation < _snapshot || _step.Generation - _snapshot >= Math.Max(1, _run.KeptGenerations / 2);
        if (isDue)
            PutSnapshot(cancellation);
        _server.Do(database => database.HashSet(_keys.Run, RunKeys.Step, _step.ToString()), cancellation);
        _server.Do(database => _queue!.Repair(database, _step), cancellation);
    }

    private void PutSnapshot(CancellationToken cancellation)
    {
        using var stream = new MemoryStream();
        _strategy!.Save(stream);
        byte[] state = stream.ToArray();
        _server.Do(
            database =>
            {
                database.HashSet(_keys.Snapshot, [new(RunKeys.Step, _step.ToString()), new(RunKeys.State, state)]);
                database.KeyDelete(_keys.Wanted);
                database.Ring(_keys.ForWorkers);
            },
            cancellation);
        _snapshot = _step.Generation;
    }

    private void WaitForResults(double[] fitness, CancellationToken cancellation)
    {
        Pause pause = _server.NewPause();
        var quiet = Stopwatch.StartNew();
        int outages = _server.Outages;
        long before = 0;
        while (true)
        {
            Progress progress = _server.Ask(AskProgress, cancellation);
            if (progress.Failure is { } failure)
                throw new EvolutionException($"{failure} Mend it, and resume the run.");
            if (progress.Owner is null)
            {
                _run.Say($"The server has lost the run '{_run.Id}': what is needed is put there anew.");
                Open(cancellation);
                Announce(cancellation);
                continue;
            }
            if (progress.Owner != _owner)
                throw Lost("has taken over");
            if (progress.Done >= _queue!.Count && _server.Ask(database => _queue.TryCollect(database, _step, fitness), cancellation))
            {
                pause.Found();
                return;
            }
            if (progress.Wanted == _step.ToString() || !progress.HasSnapshot)
                PutSnapshot(cancellation);
            if (progress.Done >= _queue.Count || outages != _server.Outages || quiet.Elapsed > _run.ClaimAfter)
            {
                outages = _server.Outages;
                quiet.Restart();
                _server.Do(database => _queue.Repair(database, _step), cancellation);
            }
            if (progress.Done != before)
            {
                before = progress.Done;
                quiet.Restart();
                pause.Progressed();
            }
            pause.Wait(cancellation);
        }
    }

    /// <summary>Puts the fitness of all members on the server, before the coordinator's own update, so that workers do theirs at the same time; and has them share the estimate where that is worth it.</summary>
    private void TellFitness(double[] fitness, CancellationToken cancellation)
    {
        byte[] told = FitnessValues.Pack(_step, 0, fitness);
        EstimateSlices? cut = _run.ShareUpdate && _cut is { } some && some.IsFor(fitness) ? some : null;
        _server.Do(
            database =>
            {
                // In this order: who sees the fitness sees whether slices will come, and who sees a slice to compute has its fitness.
                Task request = cut is null ? Task.CompletedTask : SliceCollector.Request(database, _keys, _step, cut);
                Task telling = database.HashSetAsync(_keys.Fitness, _step.Generation, told);
                ServerCommands.All(request, telling);
                if (cut is not null)
                    _queue!.AddSlices(database, _step);
                database.Ring(_keys.ForWorkers);
            },
            cancellation);
        if (cut is not null)
            WaitForSlices(new SliceCollector(_run, cut, _step, [.. fitness]), cancellation);
    }

    /// <summary>Waits for slices while they come, and hands them to the strategy, which computes what is lacking.</summary>
    private void WaitForSlices(SliceCollector slices, CancellationToken cancellation)
    {
        Pause pause = _server.NewPause();
        while (true)
        {
            _server.Do(slices.Collect, cancellation);
            if (!slices.IsWorthWaiting)
                break;
            pause.Wait(cancellation, SliceCollector.Patience);
        }
        pause.Found();
        _strategy!.Known = slices.Known;
    }

    private Progress AskProgress(IDatabase database)
    {
        Task<long> done = database.HashLengthAsync(_keys.Results(_step));
        Task<RedisValue> failure = database.HashGetAsync(_keys.Failures, _step.ToString()), owner = database.HashGetAsync(_keys.Run, RunKeys.Owner), wanted = database.StringGetAsync(_keys.Wanted);
        Task<bool> snapshot = database.KeyExistsAsync(_keys.Snapshot);
        ServerCommands.All(done, failure, owner, wanted, snapshot);
        return new Progress(done.Result, failure.Result, owner.Result, wanted.Result, snapshot.Result);
    }

    private sealed record Progress(long Done, string? Failure, string? Owner, string? Wanted, bool HasSnapshot);
}
