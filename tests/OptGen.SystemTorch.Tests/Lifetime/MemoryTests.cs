using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Lifetime;

[Collection(WholeProcess.Name)]
public sealed class MemoryTests
{
    [Fact]
    public void Training_20000Steps_TensorsAndResidentMemoryStayFlat()
    {
        const int WarmUp = 2_000;
        const double Megabyte = 1 << 20;
        using var network = new Perceptron(1);
        var first = network.Step();
        for (var i = 1; i < WarmUp; i++) network.Step();
        var (memory, tensors) = (ResidentMemory(), Tensor.TotalCount);
        var last = 0.0;
        for (var i = WarmUp; i < 20_000; i++)
        {
            last = network.Step();
            if (i % 1000 == 0) Assert.Equal(tensors, Tensor.TotalCount);
        }

        var growth = (ResidentMemory() - memory) / Megabyte;
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(growth <= 5, $"resident memory grew by {growth:f1} MB over {20_000 - WarmUp} steps");
        Assert.True(last < first / 4, $"the loss went from {first} to {last} only: this was no training");
    }

    [Fact]
    public void Training_WithoutAnyDispose_IsCollected()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        Forget();
        WholeProcess.Collect();
        Assert.Equal(before, Tensor.TotalCount);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 50; i++)
            {
                var x = ones([64, 64], requires_grad: true);
                (x.matmul(x) + x).sum().backward();
                _ = x.grad;
            }
        }
    }

    [Fact]
    public void Views_TensorsAndGraphs_FreeTheirMemoryWithTheLastThatNeedsIt()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        var owner = ones(1000);
        var view = owner[10];
        owner.Dispose();
        Assert.Equal(1f, view.item<float>());
        Assert.Equal(before + 1, Tensor.TotalCount);
        view.Dispose();
        view.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Throws<ObjectDisposedException>(() => view.item<float>());
    }

    /// <summary>What the process holds in memory once nothing is left to collect.</summary>
    private static long ResidentMemory()
    {
        WholeProcess.Collect();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
