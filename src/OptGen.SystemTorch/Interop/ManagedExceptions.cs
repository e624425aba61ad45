using System.Collections.Concurrent;

namespace OptGen.SystemTorch.Interop;

/// <summary>Exceptions of callbacks on their way through libtorch, which carries only their number.</summary>
internal static class ManagedExceptions
{
    private static readonly ConcurrentDictionary<long, Exception> Pending = new();
    private static long last;

    /// <summary>How many are on their way now.</summary>
    public static int Waiting => Pending.Count;

    /// <summary>Keeps an exception and returns its number, never 0.</summary>
    public static long Keep(Exception exception)
    {
        var token = Interlocked.Increment(ref last);
        Pending[token] = exception;
        return token;
    }

    public static Exception? Take(long token) => Pending.TryRemove(token, out var exception) ? exception : null;
}
