using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>What generated modules pass to torch is alive until torch has read it, however often the collector runs meanwhile.</summary>
[Collection(WholeProcess.Name)]
public sealed class HeldScalarTests
{
    private static readonly int Arguments = Environment.GetEnvironmentVariable("OPTGEN_LONG") == "1" ? 2_000_000 : 100_000;

    /// <summary>A network of 20 layers, and how many scalars its layers' operations take at least.</summary>
    public static TheoryData<string, int> Networks => new()
    {
        { nameof(HeldConstants), 20 * 2 },
        { nameof(HeldSchedules), (20 * 6) + (20 * 21 / 2) + (20 * 3) - 3 },
        { nameof(HeldLearned), 20 * 5 }
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void GeneratedModule_WhileTheCollectorRuns_ComputesTheSame(string network, int scalars)
    {
        using Module<Tensor, Tensor> module = Make(network);
        using var x = tensor([0.3, -0.8]);
        using IDisposable off = no_grad();
        module.to(float64);
        byte[] expected = Run(module, x);
        int passes = (Arguments / Networks.Count / scalars) + 1;

        int wrong = WhileCollecting(() => Enumerable.Range(0, passes).Count(_ => !expected.AsSpan().SequenceEqual(Run(module, x))));

        Assert.Equal(0, wrong);
    }

    private static byte[] Run(Module<Tensor, Tensor> module, Tensor x)
    {
        using Tensor result = module.call(x);
        return result.bytes.ToArray();
    }

    /// <summary>Does something while another thread forces one collection after the other.</summary>
    private static T WhileCollecting<T>(Func<T> action)
    {
        using var end = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!end.IsCancellationRequested)
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        });
        collector.Start();
        try
        {
            return action();
        }
        finally
        {
            end.Cancel();
            collector.Join();
        }
    }

    private static Module<Tensor, Tensor> Make(string network) => network switch
    {
        nameof(HeldConstants) => new HeldConstants(),
        nameof(HeldSchedules) => new HeldSchedules(),
        nameof(HeldLearned) => new HeldLearned(),
        _ => throw new ArgumentOutOfRangeException(nameof(network))
    };
}
