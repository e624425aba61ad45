using TorchSharp;

namespace OptGen.Tests.Processes;

/// <summary>The test assembly as a program: runs the scenarios whose names are its arguments, and writes a line for each that has passed.</summary>
internal static class Program
{
    private static int Main(string[] names)
    {
        torch.set_num_threads(1);
        foreach (string name in names)
        {
            Scenarios.All[name]();
            Console.WriteLine(ChildProcess.Passed + name);
        }
        return 0;
    }
}
