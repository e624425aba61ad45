namespace OptGen.Evolution.Redis.Tests;

/// <summary>A worker on a thread of this process. Its error is read with <see cref="Error"/>.</summary>
internal sealed class WorkerThread : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Thread _thread;
    private bool _isDisposed;

    public WorkerThread(RedisRun run, Fitness? fitness = null, string? name = null, EvolutionStrategy? strategy = null, bool isShared = false)
    {
        _thread = new Thread(() =>
        {
            try
            {
                using EvolutionStrategy own = strategy ?? SmallTask.Strategy(SmallTask.OptionsOf(isShared));
                using var worker = new RedisWorker(run, own, SmallTask.Network, fitness ?? Evolution.Tests.Networks.Classification(), name);
                worker.Run(_cancellation.Token);
                HasReturned = true;
            }
            catch (OperationCanceledException)
            {
                // As asked for.
            }
            catch (Exception error)
            {
                Error = error;
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>What it ended with; null where that was its cancellation, or the end of the run.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether it returned by itself.</summary>
    public bool HasReturned { get; private set; }

    /// <summary>Waits for its end, without cancelling it.</summary>
    public void Join() => Assert.True(_thread.Join(TimeSpan.FromSeconds(40)), "The worker did not end.");

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _cancellation.Cancel();
        Join();
        _cancellation.Dispose();
    }
}
