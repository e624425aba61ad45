using System.Diagnostics;
using System.Runtime.ExceptionServices;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>Keeps a worker's strategy with the coordinator's: by repeating its updates, or by a snapshot.</summary>
internal sealed class Follower(RedisRun run, EvolutionStrategy strategy, PopulationEvaluator evaluator, ComputeThread thread)
{
    private readonly RunKeys _keys = run.Keys;
    private readonly EstimateSlices? _cut = run.Slices.Cut(strategy);
    private SliceCollector? _slices;
    private Step? _at;
    private Step _refused;
    private bool _hasSaidSo;

    /// <summary>Repeats the next update where the server has its fitness values, and all slices of it that are computed by others.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryFollow(RunServer server, CancellationToken cancellation) => _at is { } at && TryRepeat(server, at, work => thread.Do(work).Result, waits: true, cancellation);

    /// <summary>Brings the strategy to a step.</summary>
    /// <returns>False if the run is no longer at that step.</returns>
    /// <exception cref="EvolutionException">The state does not fit the strategy.</exception>
    public bool TryReach(RunServer server, Step step, Holding holding, CancellationToken cancellation)
    {
        Pause pause = server.NewPause();
        var renewal = Stopwatch.StartNew();
        Step? loaded = null;
        while (_at != step)
        {
            if (_at is { } at && at.Generation < step.Generation && TryRepeat(server, at, holding.While, waits: false, cancellation))
                continue;
            var (current, there) = server.Ask(
                database =>
                {
                    Task<RedisValue> current = database.HashGetAsync(_keys.Run, RunKeys.Step), there = database.HashGetAsync(_keys.Snapshot, RunKeys.Step);
                    ServerCommands.All(current, there);
                    return ((string?)current.Result, (string?)there.Result);
                },
                cancellation);
            if (current is not null && current != step.ToString())
                return false;
            if (Step.TryParse(there, out Step snapshot) && snapshot.Generation <= step.Generation && snapshot != loaded && snapshot != _at)
            {
                if (_at is { } before && before.Generation == step.Generation && !_hasSaidSo)
                {
                    _hasSaidSo = true;
                    run.Say($"The update of this worker gave other bits in generation {before.Generation} than the coordinator's: another type of processor, another optimiser or other learning rates. It takes snapshots instead.");
                }
                Load(server, snapshot, holding, cancellation);
                loaded = snapshot;
                continue;
            }
            if (current is not null)
                Want(server, step, cancellation);
            if (renewal.Elapsed >= run.ClaimAfter / 3)
            {
                holding.Renew();
                renewal.Restart();
            }
            pause.Wait(cancellation);
        }
        return true;
    }

    private void Want(RunServer server, Step step, CancellationToken cancellation) => server.Do(
        database =>
        {
            database.StringSet(_keys.Wanted, step.ToString(), Lifetimes.Notice);
            database.Ring(_keys.ForCoordinator);
        },
        cancellation);

    private bool TryRepeat(RunServer server, Step at, Func<Action, Exception?> execute, bool waits, CancellationToken cancellation)
    {
        if (at == _refused)
            return false;
        byte[]? told = server.Ask(database => (byte[]?)database.HashGet(_keys.Fitness, at.Generation), cancellation);
        var fitness = new double[strategy.Options.Population];
        if (told is null || !FitnessValues.TryUnpack(at, 0, told, fitness))
            return false;
        if (_cut is not null)
        {
            if (_slices?.Step != at)
                _slices = new SliceCollector(run, _cut, at, fitness);
            server.Do(_slices.Collect, cancellation);
            if (waits && _slices.IsWorthWaiting)
                return false;
            // What is lacking, or all, is computed here.
            strategy.Known = _slices.Known;
            _slices = null;
        }
        Exception? error = execute(() => strategy.Tell(fitness));
        if (error is EvolutionException)
        {
            // The coordinator's update refuses these values too; the strategy is as it was.
            _refused = at;
            return false;
        }
        if (error is not null)
        {
            _at = null;
            ExceptionDispatchInfo.Throw(error);
        }
        _at = StrategyIdentity.StepOf(strategy);
        return true;
    }

    private void Load(RunServer server, Step snapshot, Holding holding, CancellationToken cancellation)
    {
        var (there, state) = server.Ask(
            database =>
            {
                RedisValue[] values = database.HashGet(_keys.Snapshot, [RunKeys.Step, RunKeys.State]);
                return ((string?)values[0], (byte[]?)values[1]);
            },
            cancellation);
        if (there != snapshot.ToString() || state is null)
            return;
        Exception? error = holding.While(() =>
        {
            using var stream = new MemoryStream(state);
            strategy.Load(stream);
            evaluator.TakeOver(strategy.Network);
        });
        if (error is not null)
        {
            _at = null;
            throw new EvolutionException($"The snapshot of run '{run.Id}' cannot be taken: {error.Message}", error);
        }
        _at = StrategyIdentity.StepOf(strategy);
        if (_at != snapshot)
            throw new EvolutionException($"The snapshot of run '{run.Id}' gives other bits here than it has: generation and hash are {_at}, and should be {snapshot}. Delete '{_keys.Snapshot}', and resume the coordinator.");
    }
}
