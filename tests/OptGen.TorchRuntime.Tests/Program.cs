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

        if (arguments is ["threads"])
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => TorchRuntime.Load());
        // Nothing of torch has been used before this line.
        torch.manual_seed(1);
        using torch.Tensor ones = torch.ones(3, 4);
        using torch.Tensor sum = ones.sum();
        Console.WriteLine($"sum {sum.item<float>()}");
    }
}
