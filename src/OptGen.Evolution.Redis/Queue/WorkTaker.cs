using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>A worker's side of the stream: takes work, and hands in what comes of it.</summary>
internal sealed class WorkTaker(RedisRun run, RunServer server, string consumer)
{
    private readonly RunKeys _keys = run.Keys;
    private StreamEntry? _next;
    private long _lookedForLeft;

    /// <summary>Whether the server had no stream, or no group: it came back empty, and the coordinator makes everything anew. Is set back by who has read it.</summary>
    public bool WasLost { get; set; }

    /// <summary>Work that is new, or that another worker has left.</summary>
    public (StreamEntry Entry, bool IsLeft)? Next(CancellationToken cancellation)
    {
        if (_next is { } next)
        {
            _next = null;
            return (next, false);
        }
        return server.Ask<(StreamEntry, bool)?>(
            database => TakeNew(database).GetAwaiter().GetResult() is { } entry ? (entry, false) : TakeLeft(database) is { } left ? (left, true) : null,
            cancellation);
    }

    /// <summary>Takes off what is no work, or is no longer wanted.</summary>
    public void Drop(StreamEntry entry, CancellationToken cancellation) => server.Do(database => database.Remove(_keys, [entry.Id]), cancellation);

    /// <summary>Hands in a result, and takes what comes next on the same way: no processor waits for a second answer.</summary>
    /// <param name="entry">The work.</param>
    /// <param name="results">The hash of results.</param>
    /// <param name="field">The result's field. The first result stays.</param>
    /// <param name="result">The result.</param>
    /// <param name="lifetime">After how long without a new result they are forgotten.</param>
    /// <param name="all">How many fields the hash has when all results are there.</param>
    /// <param name="channels">Where it is said that all are there.</param>
    /// <param name="cancellation">When it was cancelled, it is tried once, and nothing new is taken.</param>
    public void HandIn(StreamEntry entry, RedisKey results, RedisValue field, byte[] result, TimeSpan lifetime, int all, ReadOnlySpan<RedisChannel> channels, CancellationToken cancellation)
    {
        RedisChannel[] rung = channels.ToArray();
        void Tell(IDatabase database)
        {
            Task<long> count;
            Task<StreamEntry?> next;
            ServerCommands.All(
                database.HashSetAsync(results, field, result, When.NotExists),
                count = database.HashLengthAsync(results),
                database.KeyExpireAsync(results, lifetime),
                database.StreamAcknowledgeAsync(_keys.Work, RunKeys.Group, entry.Id),
                database.StreamDeleteAsync(_keys.Work, [entry.Id]),
                next = cancellation.IsCancellationRequested ? Task.FromResult<StreamEntry?>(null) : TakeNew(database));
            _next = next.Result;
            foreach (RedisChannel channel in count.Result >= all ? rung : [])
                database.Ring(channel);
        }

        if (cancellation.IsCancellationRequested)
            server.TryOnce(Tell);
        else
            server.Do(Tell, cancellation);
    }

    private async Task<StreamEntry?> TakeNew(IDatabase database)
    {
        try
        {
            StreamEntry[] entries = await database.StreamReadGroupAsync(_keys.Work, RunKeys.Group, consumer, StreamPosition.NewMessages, 1).ConfigureAwait(false);
            return entries.Length > 0 ? entries[0] : null;
        }
        catch (RedisServerException error) when (RunServer.IsNoGroup(error))
        {
            WasLost = true;
            return null;
        }
    }

    private StreamEntry? TakeLeft(IDatabase database)
    {
        long now = Environment.TickCount64;
        if (WasLost || now - _lookedForLeft < run.ClaimAfter.TotalMilliseconds / 4)
            return null;
        _lookedForLeft = now;
        try
        {
            StreamAutoClaimResult left = database.StreamAutoClaim(_keys.Work, RunKeys.Group, consumer, (long)run.ClaimAfter.TotalMilliseconds, "0-0", 1);
            if (left.IsNull || left.ClaimedEntries is not [{ Id.IsNull: false } entry, ..])
                return null;
            // There may be more.
            _lookedForLeft = 0;
            return entry;
        }
        catch (RedisServerException error) when (RunServer.IsNoGroup(error))
        {
            WasLost = true;
            return null;
        }
    }
}
