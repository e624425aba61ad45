namespace OptGen.FixedPoint;

/// <summary>What torch says is wrong.</summary>
internal static class TorchMessage
{
    /// <summary>An exception's message without the trace of native calls that libtorch puts behind its own.</summary>
    public static string Of(Exception exception)
    {
        int trace = exception.Message.IndexOf("\nException raised from", StringComparison.Ordinal);
        return (trace < 0 ? exception.Message : exception.Message[..trace]).TrimEnd();
    }
}
