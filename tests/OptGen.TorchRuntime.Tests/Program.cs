using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;

namespace OptGen.TorchRuntimeTests;

/// <summary>What the tests start in a process of its own.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is ["state", .. var more])
        {
            ProcessState.Print(convolve: more is ["convolve"]);
            return;
        }

        if (arguments is ["plugin"])
        {
            RunInPlugin();
            return;
        }

        if (arguments is ["threads"])
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => TorchRuntime.Load());
        // Nothing of torch has been used before this line.
        torch.manual_seed(1);
        using torch.Tensor ones = torch.ones(3, 4);
        using torch.Tensor sum = ones.sum();
        Console.WriteLine($"sum {sum.item<float>()}");
    }

    // The program once more, with its own copies of TorchSharp and OptGen.TorchRuntime in a context of their own.
    private static void RunInPlugin()
    {
        AssemblyLoadContext context = new("plugin");
        context.Resolving += static (plugin, name) =>
            Path.Combine(AppContext.BaseDirectory, name.Name + ".dll") is var file && File.Exists(file) ? plugin.LoadFromAssemblyPath(file) : null;
        foreach (string name in (string[])["TorchSharp", "OptGen.TorchRuntime"])
            context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        Assembly program = context.LoadFromAssemblyPath(typeof(Program).Assembly.Location);
        program.GetType(typeof(Program).FullName!)!.GetMethod(nameof(Main), BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [Array.Empty<string>()]);
    }
}
