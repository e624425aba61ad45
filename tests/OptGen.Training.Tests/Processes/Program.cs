using TorchSharp;

namespace OptGen.Training.Tests.Processes;

/// <summary>The test assembly as a program: trains in a folder given by its arguments, so that a test can kill it or send it a signal.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        torch.set_num_threads(1);
        return arguments[0] switch
        {
            "resumable" => ResumableTraining.Run(arguments[1]),
            "console" => ConsoleTraining.Run(arguments[1]),
            _ => throw new ArgumentException($"There is no scenario '{arguments[0]}'.", nameof(arguments))
        };
    }
}
