using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>
/// Wakes who waits for something on the server, when another process says on a channel that it is there. Messages may be lost, or never come: a server may forbid channels. So whoever waits asks
/// by himself as well, seldom while the bell can be relied on and often otherwise.
/// </summary>
internal sealed class Bell(RedisRun run, RedisChannel channel) : IDisposable
{
    private readonly AutoResetEvent _rung = new(false);
    private readonly Lock _lock = new();
    private IConnectionMultiplexer? _connection;
    private Task? _subscription;
    private bool _isDisposed;

    /// <summary>Whether the last thing that was waited for was announced. Until the first one is, the bell is not relied on.</summary>
    public bool IsReliable { get; private set; }

    /// <summary>Listens at a connection, from now on and after it was lost and made again. Another call for the same connection does nothing.</summary>
    public void Listen(IConnectionMultiplexer connection)
    {
        if (ReferenceEquals(connection, _connection))
            return;
        _connection = connection;
        _subscription = Subscribe(connection);
    }

    /// <summary>Waits until it rings, up to some time.</summary>
    /// <returns>Whether it rang, now or since the last wait.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool Wait(TimeSpan longest, CancellationToken cancellation)
    {
        int which = WaitHandle.WaitAny([cancellation.WaitHandle, _rung], longest);
        cancellation.ThrowIfCancellationRequested();
        IsReliable |= which == 1;
        return which == 1;
    }

    /// <summary>Something came that was not announced.</summary>
    public void Distrust() => IsReliable = false;

    /// <summary>Listens no more. Other listeners at a connection that was handed in stay.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _rung.Dispose();
        }
        if (run.Connection is null || _connection is null)
            return;
        try
        {
            _connection.GetSubscriber().Unsubscribe(channel, Ring, CommandFlags.FireAndForget);
        }
        catch (Exception error) when (error is RedisException or ObjectDisposedException)
        {
            // The connection is gone, and nothing comes from it any more.
        }
    }

    private async Task Subscribe(IConnectionMultiplexer connection)
    {
        try
        {
            await connection.GetSubscriber().SubscribeAsync(channel, Ring).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException or ObjectDisposedException)
        {
            if (!_isDisposed)
                run.Say($"Nobody is woken by the Redis server of run '{run.Id}', and processes ask it more often instead: {RunServer.FirstSentence(error)}. Its users need SUBSCRIBE, PUBLISH and the channel '{channel}'.");
        }
    }

    private void Ring(RedisChannel from, RedisValue message)
    {
        lock (_lock)
        {
            if (!_isDisposed)
                _rung.Set();
        }
    }
}
