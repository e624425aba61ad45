using System.Runtime.InteropServices;
using TorchSharp;

namespace OptGen.Experiments.Runner;

/// <summary>What the numbers were made on.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string Describe() => string.Join(
        "; ",
        $"{Processor()}, {Environment.ProcessorCount} cores",
        RuntimeInformation.FrameworkDescription,
        $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} on libtorch {torch.__version__}, one thread");

    private static string Processor()
    {
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
