namespace OptGen;

/// <summary>What OptGen has done to torch in this process, and why: a line for each change, and for each that could not be made.</summary>
/// <remarks>
/// Lines are written while the program starts, before its own code can listen, so they are kept. Nothing goes to the console, unless the
/// environment variable <c>OPTGEN_TORCH_LOG</c> is 1: then every line goes to the standard error stream too.
/// </remarks>
public static class TorchRuntimeLog
{
    internal const string Variable = "OPTGEN_TORCH_LOG";

    private static readonly Lock s_lock = new();
    private static readonly List<string> s_lines = [];

    /// <summary>The lines so far, the oldest first. A line that was written before is not written again.</summary>
    public static IReadOnlyList<string> Lines
    {
        get
        {
            lock (s_lock)
                return [.. s_lines];
        }
    }

    internal static void Write(string line)
    {
        lock (s_lock)
        {
            if (s_lines.Contains(line))
                return;
            s_lines.Add(line);
        }

        if (Environment.GetEnvironmentVariable(Variable) == "1")
            Console.Error.WriteLine($"OptGen: {line}");
    }
}
