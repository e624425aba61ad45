using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Workers that are threads of this process, each with a network of its own. The number of threads changes no bit of the result.</summary>
/// <remarks>
/// Each thread evaluates with one torch thread. Torch's setting is the process's: it is 1 while a generation is evaluated, and what it was before afterwards.
/// </remarks>
public sealed class ThreadWorkers : IPopulationWorkers
{
    private readonly Func<nn.Module> _network;
    private readonly Fitness _fitness;
    private readonly PopulationEvaluator?[] _evaluators;
    private readonly nn.Module?[] _networks;
    private bool _isDisposed;
    private int _isEvaluating;

    /// <summary>Makes workers. Their networks are made when the first generation is evaluated.</summary>
    /// <param name="network">Makes a network like the one that is evolved, a new one at each call; the workers dispose them.</param>
    /// <param name="fitness">What members are worth. Called by all threads.</param>
    /// <param name="count">The number of threads; one for each processor unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public ThreadWorkers(Func<nn.Module> network, Fitness fitness, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(fitness);
        if (count is < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, "There must be at least one worker.");
        (_network, _fitness, Parallelism) = (network, fitness, count ?? Environment.ProcessorCount);
        (_evaluators, _networks) = (new PopulationEvaluator?[Parallelism], new nn.Module?[Parallelism]);
    }

    /// <inheritdoc/>
    public int Parallelism { get; }

    /// <summary>Why members are evaluated one after the other; null where those of a range are evaluated at once, and before the first generation.</summary>
    public string? WhyOneByOne => _evaluators[0]?.WhyOneByOne;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="fitness"/> is not as long as the population is large.</exception>
    /// <exception cref="EvolutionException">The factory gives the network that is evolved, the same one twice, ones that share parameters, or one that is unlike it; or a member cannot be evaluated.</exception>
    /// <exception cref="ObjectDisposedException">The workers or the strategy were disposed.</exception>
    /// <exception cref="InvalidOperationException">They evaluate a generation already, or the network's parameters were disposed, or converted or moved by its <c>to</c>.</exception>
    public void Evaluate(EvolutionStrategy strategy, double[] fitness, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(fitness);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        strategy.RequireUsable();
        if (fitness.Length != strategy.Options.Population)
            throw new ArgumentException($"The fitness of a population of {strategy.Options.Population} was to be written to {fitness.Length} places.", nameof(fitness));
        if (Interlocked.Exchange(ref _isEvaluating, 1) != 0)
            throw new InvalidOperationException("These workers evaluate a generation already, and have one network for each thread: another strategy that runs at the same time needs workers of its own.");
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            MakeEvaluators(strategy);
            MemberRange[] ranges = [.. strategy.Options.Ranges()];
            int next = -1, count = Math.Min(Parallelism, ranges.Length);
            Exception? failure = null;
            void Work(int worker)
            {
                try
                {
                    set_num_threads(1);
                    for (int i = Interlocked.Increment(ref next); i < ranges.Length; i = Interlocked.Increment(ref next))
                    {
                        if (cancellation.IsCancellationRequested || Volatile.Read(ref failure) is not null)
                            return;
                        MemberRange range = ranges[i];
                        _evaluators[worker]!.Evaluate(strategy.Parameters, strategy.Generation, range, fitness.AsSpan(range.First, range.Count));
                    }
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, exception, null);
                }
            }

            Thread[] others = [.. Enumerable.Range(1, count - 1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = $"population worker {worker}" })];
            foreach (Thread thread in others)
                thread.Start();
            Work(0);
            foreach (Thread thread in others)
                thread.Join();
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            set_num_threads(threads);
            Interlocked.Exchange(ref _isEvaluating, 0);
        }
    }

    /// <summary>Disposes the workers' networks.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        for (int i = 0; i < Parallelism; i++)
        {
            _evaluators[i]?.Dispose();
            _networks[i]?.Dispose();
            (_evaluators[i], _networks[i]) = (null, null);
        }
    }

    private void MakeEvaluators(EvolutionStrategy strategy)
    {
        for (int i = 0; i < Parallelism; i++)
        {
            _networks[i] ??= NewNetwork(strategy);
            if (_evaluators[i] is not { } evaluator || evaluator.Options != strategy.Options)
            {
                _evaluators[i]?.Dispose();
                _evaluators[i] = evaluator = new PopulationEvaluator(_networks[i]!, _fitness, strategy.Options);
            }
            if (evaluator.Layout.DifferenceTo(strategy.Layout) is { } difference)
                throw new EvolutionException($"The workers' networks are not like the one that is evolved: {difference}. The factory must make equal networks.");
            // In each generation: somebody may have changed it, and these may be workers of another strategy by now.
            evaluator.TakeOver(strategy.Network);
        }
    }

    private nn.Module NewNetwork(EvolutionStrategy strategy)
    {
        nn.Module network = _network() ?? throw new EvolutionException("The factory of the workers' networks gave none.");
        if (ReferenceEquals(network, strategy.Network) || _networks.Contains(network))
            throw new EvolutionException("The factory of the workers' networks must make a new one at each call: members are written into it.");
        var others = _networks.OfType<nn.Module>().Append(strategy.Network).SelectMany(other => other.parameters()).Where(parameter => parameter.requires_grad).Select(parameter => parameter.Handle).ToHashSet();
        if (network.named_parameters().FirstOrDefault(entry => others.Contains(entry.parameter.Handle)).name is { } name)
            throw new EvolutionException($"The factory of the workers' networks must make parameters of its own at each call, since members are written into them: '{name}' is another network's, too.");
        return network;
    }
}
