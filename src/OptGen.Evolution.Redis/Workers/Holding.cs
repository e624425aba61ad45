using System.Diagnostics;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>A piece of work that a worker holds. While it computes for it, it renews its hold, up to the longest time that an evaluation may take.</summary>
internal sealed class Holding(RedisRun run, RunServer server, ComputeThread thread, RedisValue id, string consumer, string who, string what)
{
    private readonly RunKeys _keys = run.Keys;

    /// <summary>Whether something took too long, and still goes on.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Does something on the worker's thread for work, and renews the hold on this one.</summary>
    /// <returns>The error that it ended with; null where there was none.</returns>
    /// <exception cref="EvolutionException">It took too long. The thread is left behind.</exception>
    public Exception? While(Action work)
    {
        Task<Exception?> task = thread.Do(work);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            TimeSpan left = run.LongestEvaluation - watch.Elapsed, renewal = run.ClaimAfter / 3;
            if (left <= TimeSpan.Zero)
            {
                IsGivenUp = true;
                throw new EvolutionException(
                    $"{who} gave up {what} of run '{run.Id}' after {watch.Elapsed.TotalSeconds:f1} s, which other workers take over: the evaluation hangs, or RedisRun.LongestEvaluation is too short for it. End this process.");
            }
            if (Task.WaitAny([task], left < renewal ? left + TimeSpan.FromMilliseconds(1) : renewal) == 0)
                return task.Result;
            Renew();
        }
    }

    /// <summary>Says that it is still at work. Where the server is away it may not be heard; then another worker does the same, which changes nothing.</summary>
    public void Renew() => server.TryOnce(database => database.StreamClaimIdsOnly(_keys.Work, RunKeys.Group, consumer, 0, [id]));
}
