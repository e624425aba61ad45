using System.Runtime.InteropServices;

namespace OptGen.Benchmarks.Harness;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>Processor, cores, system and runtime, and what else matters to a suite.</summary>
    public static string Describe(params string[] more) => string.Join(
        "; ",
        [$"{Processor()}, {Environment.ProcessorCount} cores", RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, .. more]);

    private static string Processor()
    {
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
