using System.Collections.Concurrent;

namespace OptGen.Evolution.Redis;

/// <summary>
/// The thread that a worker computes on, one for all its work: libtorch and the memory allocator keep what they need for each thread, and a new thread for each piece of work would pay for
/// that again and again.
/// </summary>
internal sealed class ComputeThread : IDisposable
{
    private readonly BlockingCollection<(Action Work, TaskCompletionSource<Exception?> Done)> _queue = [];
    private bool _isStarted;

    /// <summary>Does something there.</summary>
    /// <returns>A task that ends with the error, or with null.</returns>
    public Task<Exception?> Do(Action work)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            // What hangs must not keep the process from ending.
            new Thread(Loop) { IsBackground = true, Name = "worker of an evolution" }.Start();
        }
        var done = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((work, done));
        return done.Task;
    }

    /// <summary>Ends the thread after what it does.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Loop()
    {
        foreach (var (work, done) in _queue.GetConsumingEnumerable())
        {
            try
            {
                work();
                done.SetResult(null);
            }
            catch (Exception error)
            {
                done.SetResult(error);
            }
        }
        _queue.Dispose();
    }
}
