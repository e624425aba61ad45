namespace OptGen.Evolution.Redis;

/// <summary>Pauses between questions to the server, which double up to a longest; a bell ends them early.</summary>
/// <param name="longest">The longest one.</param>
/// <param name="bell">What ends them; null: nothing does.</param>
/// <param name="longestWithBell">The longest one while the bell is reliable.</param>
internal sealed class Pause(TimeSpan longest, Bell? bell = null, TimeSpan longestWithBell = default)
{
    private TimeSpan _next = Shortest;
    private bool _waitedInVain;

    private static TimeSpan Shortest => TimeSpan.FromMilliseconds(1);

    /// <summary>What was waited for is there. Begins anew, and notes whether the bell announced it.</summary>
    public void Found()
    {
        if (_waitedInVain)
            bell?.Distrust();
        _waitedInVain = false;
        Begin();
    }

    /// <summary>There is something, but not yet what is waited for. Without a reliable bell the rest may be there soon.</summary>
    public void Progressed()
    {
        if (bell is not { IsReliable: true })
            Begin();
    }

    /// <summary>Waits.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="atMost">Waits no longer than this; as long as the pause unless given.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Wait(CancellationToken cancellation, TimeSpan? atMost = null)
    {
        TimeSpan now = atMost < _next ? atMost.Value : _next;
        if (bell is not null)
            _waitedInVain = !bell.Wait(now, cancellation);
        else if (cancellation.WaitHandle.WaitOne(now))
            cancellation.ThrowIfCancellationRequested();
        TimeSpan most = bell is { IsReliable: true } ? longestWithBell : longest;
        _next = _next * 2 < most ? _next * 2 : most;
    }

    // Who is woken need not ask at once again and again.
    private void Begin() => _next = bell is { IsReliable: true } ? longest : Shortest;
}
