using System.Runtime.ExceptionServices;
using StackExchange.Redis;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis;

/// <summary>A worker of a run on a Redis server: evaluates members for a coordinator (<see cref="RedisWorkers"/>), which may be started before it or after it.</summary>
/// <remarks>
/// It has a strategy of its own, which follows the coordinator's: it takes a snapshot once, and then repeats each update from the fitness values. It is for one thread; a process may have several, each with
/// a strategy of its own. Members are evaluated with one torch thread; torch's setting is what it was when <see cref="Run"/> ends.
/// </remarks>
public sealed class RedisWorker : IDisposable
{
    private readonly RedisRun _run;
    private readonly RunKeys _keys;
    private readonly RunServer _server;
    private readonly EvolutionStrategy _strategy;
    private readonly nn.Module _network;
    private readonly PopulationEvaluator _evaluator;
    private readonly string _description;
    private readonly Follower _follower;
    private readonly string _consumer;
    private readonly ComputeThread _thread = new();
    private readonly int _ranges;
    private readonly EstimateSlices? _cut;
    private readonly SliceWork? _slices;
    private readonly WorkTaker _work;
    private Holding? _holding;
    private string? _owner, _endedBefore;
    private bool _hasLooked;
    private int _isRunning;

    /// <summary>Makes a worker. The server is asked when it runs.</summary>
    /// <param name="run">The run, named as the coordinator names it.</param>
    /// <param name="strategy">A strategy with the network, options, optimiser and learning rates of the coordinator's; what its parameters are does not matter. Kept, not disposed, and of no other use while the worker runs.</param>
    /// <param name="network">Makes a network like the strategy's, which members are written into; the worker disposes it.</param>
    /// <param name="fitness">What members are worth; as for all other workers of the run.</param>
    /// <param name="name">What it is called in messages; the machine's name and the process's number unless given.</param>
    /// <exception cref="EvolutionException">The factory makes another network than the strategy's, or gives that one.</exception>
    public RedisWorker(RedisRun run, EvolutionStrategy strategy, Func<nn.Module> network, Fitness fitness, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(fitness);
        Name = name ?? $"{Environment.MachineName}-{Environment.ProcessId}";
        (_run, _keys, _server, _strategy, _description) = (run, run.Keys, new RunServer(run, run.Keys.ForWorkers), strategy, StrategyIdentity.Describe(strategy));
        _network = network() ?? throw new EvolutionException("The factory of the worker's network gave none.");
        if (ReferenceEquals(_network, strategy.Network))
            throw new EvolutionException("The factory of the worker's network must make a new one: members are written into it.");
        if (StrategyIdentity.DescribeNetwork(_network) != StrategyIdentity.DescribeNetwork(strategy.Network))
            throw new EvolutionException($"The factory of the worker's network must make one like the strategy's: {StrategyIdentity.Difference(StrategyIdentity.DescribeNetwork(strategy.Network), StrategyIdentity.DescribeNetwork(_network))}.");
        _evaluator = new PopulationEvaluator(_network, fitness, strategy.Options);
        (_ranges, _cut) = (strategy.Options.Ranges().Count(), run.Slices.Cut(strategy));
        _follower = new Follower(run, strategy, _evaluator, _thread);
        // Names of workers may be equal; those who hold work must be told apart.
        _consumer = $"{Name}-{Guid.NewGuid():n}";
        _work = new WorkTaker(run, _server, _consumer);
        _slices = _cut is null ? null : new SliceWork(run, _server, _cut);
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Works until the coordinator ends the run (<see cref="RedisWorkers.End"/>). Waits where there is no run, no work or no server.</summary>
    /// <param name="cancellation">Ends it after the range that is being evaluated; what it holds is given to others.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="EvolutionException">
    /// The server refuses, or was away for too long; the run evolves something else than the strategy; the fitness failed, which the coordinator is told as well; or an evaluation took too long. In the last
    /// case a thread still evaluates, and the process should end.
    /// </exception>
    /// <exception cref="InvalidOperationException">It runs already, or hangs in an evaluation that was given up.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            throw new InvalidOperationException($"The worker {Name} runs already, or hangs in an evaluation: a second one needs a strategy of its own.");
        int threads = get_num_threads();
        try
        {
            Pause pause = _server.NewPause();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_owner is not null && _work.Next(cancellation) is { } taken)
                {
                    Handle(taken.Entry, taken.IsLeft, cancellation);
                    pause.Found();
                    continue;
                }
                if (HasEnded(cancellation))
                    return;
                if (_owner is not null && _follower.TryFollow(_server, cancellation))
                    pause.Found();
                else
                    pause.Wait(cancellation);
            }
        }
        finally
        {
            set_num_threads(threads);
            // What hangs uses the strategy and the network still: neither this worker nor its network is of any more use.
            if (_holding is not { IsGivenUp: true })
                Interlocked.Exchange(ref _isRunning, 0);
        }
    }

    /// <summary>Disposes the worker's network, unless an evaluation hangs that uses it, and closes the connection where it is this package's own. The strategy stays.</summary>
    public void Dispose()
    {
        _server.Dispose();
        _thread.Dispose();
        if (_holding is { IsGivenUp: true })
            return;
        _evaluator.Dispose();
        _network.Dispose();
    }

    /// <summary>Whether the run that this worker works for has ended. Looks whether it is that of the strategy, too.</summary>
    private bool HasEnded(CancellationToken cancellation)
    {
        if (_work.WasLost)
            (_owner, _work.WasLost) = (null, false);
        var (owner, ended) = _server.Ask(
            database =>
            {
                Task<RedisValue> owner = database.HashGetAsync(_keys.Run, RunKeys.Owner), ended = database.StringGetAsync(_keys.Ended);
                ServerCommands.All(owner, ended);
                return ((string?)owner.Result, (string?)ended.Result);
            },
            cancellation);
        // That of an earlier run under this name is no news.
        if (!_hasLooked)
            (_hasLooked, _endedBefore) = (true, ended);
        if (owner is null)
        {
            _owner = null;
            return ended is not null && ended != _endedBefore;
        }
        if (owner != _owner)
        {
            // The owner's name is there a moment before the description.
            if (_server.Ask(database => (string?)database.HashGet(_keys.Run, RunKeys.Description), cancellation) is not { } description)
                return false;
            if (description != _description)
                throw new EvolutionException($"The worker {Name} cannot work for the run '{_run.Id}', which evolves something else: {StrategyIdentity.Difference(description, _description)}. Make the worker's strategy as the coordinator's.");
            _owner = owner;
        }
        return false;
    }

    private void Handle(StreamEntry entry, bool isLeft, CancellationToken cancellation)
    {
        if (WorkItem.TryParse(entry.Values, _strategy.Options, out WorkItem item))
        {
            Evaluate(entry, item, isLeft, cancellation);
        }
        else if (SliceItem.TryParse(entry.Values, _cut, out SliceItem slice))
        {
            Sum(entry, slice, isLeft, cancellation);
        }
        else
        {
            _run.Say($"The entry {entry.Id} of '{_keys.Work}' is no work of this run, and was taken off.");
            _work.Drop(entry, cancellation);
        }
    }

    private void Evaluate(StreamEntry entry, WorkItem item, bool isLeft, CancellationToken cancellation)
    {
        RedisKey results = _keys.Results(item.Step);
        RedisValue field = WorkItem.ResultField(item.Range);
        if (isLeft && _server.Ask(database => database.HashExists(results, field), cancellation))
        {
            _work.Drop(entry, cancellation);
            return;
        }
        Holding holding = Hold(entry, $"the members {item.Range} of generation {item.Step.Generation}");
        if (!_follower.TryReach(_server, item.Step, holding, cancellation))
        {
            // The run is at another step by now: nobody waits for this.
            _work.Drop(entry, cancellation);
            return;
        }
        var fitness = new double[item.Range.Count];
        Exception? error = holding.While(() => _evaluator.Evaluate(_strategy.Parameters, item.Step.Generation, item.Range, fitness));
        if (error is not null)
            Report(item, error, cancellation);
        byte[] packed = FitnessValues.Pack(item.Step, item.Range.First, fitness);
        _work.HandIn(entry, results, field, packed, Lifetimes.Results, _ranges, [_keys.ForCoordinator], cancellation);
    }

    private void Sum(StreamEntry entry, SliceItem item, bool isLeft, CancellationToken cancellation)
    {
        if (!_slices!.IsWanted(item, _strategy.Options.Population, isLeft, cancellation))
        {
            _work.Drop(entry, cancellation);
            return;
        }
        byte[] packed = [];
        Exception? error = Hold(entry, $"slice {item.Slice} of the update of generation {item.Step.Generation}").While(() => packed = _slices.Compute(item));
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
        _work.HandIn(entry, _keys.Slices(item.Step), SliceItem.ResultField(item.Slice), packed, Lifetimes.Slices, _slices.Fields, [_keys.ForCoordinator, _keys.ForWorkers], cancellation);
    }

    private Holding Hold(StreamEntry entry, string what) => _holding = new Holding(_run, _server, _thread, entry.Id, _consumer, $"The worker {Name}", what);

    /// <summary>Lets the coordinator know, and ends this worker.</summary>
    private void Report(WorkItem item, Exception error, CancellationToken cancellation)
    {
        const int longest = 2000;
        string words = $"The worker {Name} could not evaluate the members {item.Range} of generation {item.Step.Generation}: {error.GetType().Name}: {error.Message.TrimEnd('.')}.";
        string shortened = words.Length <= longest ? words : words[..longest] + "…";
        void Tell(IDatabase database)
        {
            ServerCommands.All(database.HashSetAsync(_keys.Failures, item.Step.ToString(), shortened, When.NotExists), database.KeyExpireAsync(_keys.Failures, Lifetimes.Notice));
            database.Ring(_keys.ForCoordinator);
        }

        if (cancellation.IsCancellationRequested)
            _server.TryOnce(Tell);
        else
            _server.Do(Tell, cancellation);
        throw new EvolutionException(words, error);
    }
}
