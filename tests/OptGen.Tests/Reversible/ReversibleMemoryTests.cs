using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>How much memory networks take that recover their layers.</summary>
[Collection(WholeProcess.Name)]
public sealed partial class ReversibleMemoryTests : IDisposable
{
    private const int Width = 256;
    private const int Samples = 256;

    // Copies of arguments, with which they are compared, would count.
    public ReversibleMemoryTests() => OperatorChecks.EveryRun = false;

    public void Dispose() => OperatorChecks.EveryRun = true;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tensors_AliveAtOnce_AreAsManyWithManyLayers(bool backward)
    {
        long few = Most(8), many = Most(40);

        // A backward gives each layer's two parameters their gradients, and has two numbers that say how exact it is.
        Assert.InRange(many, 1, few + (backward ? 32 * (2 + 2) : 0));

        long Most(int layers)
        {
            using RecoveredAnything network = new(layers, 0.9, _ => Sequential(Linear(4, 4), Tanh()));
            network.to(float64);
            using Tensor input = randn([3, 4], dtype: float64, requires_grad: true);
            Run();
            return LiveMemoryTests.MostAtOnce(Run);

            void Run()
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor result = network.call(input);
                if (backward)
                    result.sum().backward();
            }
        }
    }

    [Fact]
    public void Bytes_InUseAfterForward_DoNotGrowWithTheLayers_WhereThoseOfANetworkThatStoresDo()
    {
        // Other systems have no such count.
        if (!OperatingSystem.IsLinux())
            return;
        long tensorBytes = Samples * Width * sizeof(float);
        Recurrence recurrence = Recurrence.Parse("x_<k+1> = x_k + 0.9*(x_k - x_<k-1>) - 0.1*T(x_k)");

        Assert.InRange(LeastGrowth(Memory.Store), 2 * 32 * tensorBytes, long.MaxValue);
        Assert.InRange(LeastGrowth(Memory.Reversible), long.MinValue, tensorBytes);

        // The count is the process's: what the run time allocates meanwhile, for itself, is in some tries and not in all.
        long LeastGrowth(Memory memory) => Enumerable.Range(0, 5).Min(_ => Grown(memory, 40) - Grown(memory, 8));

        long Grown(Memory memory, int layers)
        {
            using Module<Tensor, Tensor> network = recurrence.ToModule(new RecurrenceBindings { Layers = layers, Memory = memory }.Operator("T", Sequential(Linear(Width, Width), Tanh())));
            using Tensor input = randn(Samples, Width);
            network.call(input).Dispose();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long before = BytesInUse();
            using Tensor result = network.call(input);
            return BytesInUse() - before;
        }
    }

    private static long BytesInUse()
    {
        MallocInfo info = mallinfo2();
        return (long)(info.InUse + info.Mapped);
    }

    [LibraryImport("libc")]
    private static partial MallocInfo mallinfo2();

    /// <summary>glibc's struct mallinfo2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocInfo
    {
        private readonly nuint arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;

        public nuint Mapped => hblkhd;

        public nuint InUse => uordblks;
    }
}
