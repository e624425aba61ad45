using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace OptGen.Benchmarks.Harness;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>The torch that this process stands on: <c>TorchSharp 0.107.0 on libtorch 2.10.0, 1 thread</c>.</summary>
    public static string Torch()
    {
        var version = typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var threads = torch.get_num_threads();
        return $"TorchSharp {version} on libtorch {torch.__version__}, {threads} {(threads == 1 ? "thread" : "threads")}";
    }

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
