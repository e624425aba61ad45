namespace OptGen.Evolution.Redis;

/// <summary>Pauses that begin at a millisecond and double, up to a longest.</summary>
internal sealed class Pause(TimeSpan longest)
{
    private TimeSpan _next = Shortest;

    private static TimeSpan Shortest => TimeSpan.FromMilliseconds(1);

    /// <summary>Begins with short ones again: something has happened.</summary>
    public void Reset() => _next = Shortest;

    /// <summary>Waits.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Wait(CancellationToken cancellation)
    {
        if (cancellation.WaitHandle.WaitOne(_next))
            cancellation.ThrowIfCancellationRequested();
        _next = _next * 2 < longest ? _next * 2 : longest;
    }
}
