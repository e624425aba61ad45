using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>Masked weights live for one pass.</summary>
[Collection("live tensors")]
public sealed class LifetimeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tensors_OfAThousandPasses_AreReleased(bool inScopes)
    {
        using var masked = Masked.Apply(new TwoLayers(256, 256, 8));
        using Tensor x = randn(16, 256);
        long live = 0, resident = 0;
        for (int i = 0; i < 1000; i++)
        {
            Pass(i % 2 == 0);
            if (i == 200)
            {
                live = Count();
                resident = Resident();
            }
        }
        long now = Count();
        Assert.Equal(live + Miscounted(2 * 799), now);
        // Masked weights that stayed would be 200 MB and more.
        Assert.InRange(Resident() - resident, long.MinValue, 50L << 20);

        void Pass(bool trains)
        {
            using DisposeScope? scope = inScopes ? NewDisposeScope() : null;
            using IDisposable? off = trains ? null : no_grad();
            using Tensor y = masked.call(x);
            if (!trains)
                return;
            using Tensor loss = y.sum();
            loss.backward();
            masked.zero_grad();
        }
    }

    /// <summary>A pass that fails leaves nothing behind that the next one does not take away.</summary>
    [Fact]
    public void Tensors_OfFailedPasses_AreReleased()
    {
        using var masked = Masked.Apply(new TwoLayers(32, 64, 8));
        using Tensor x = randn(16, 31);
        for (int i = 0; i < 5; i++)
            Assert.ThrowsAny<Exception>(() => masked.call(x));
        long live = Count();
        for (int i = 0; i < 50; i++)
            Assert.ThrowsAny<Exception>(() => masked.call(x));
        long now = Count();
        Assert.Equal(live + Miscounted(2 * 50), now);
    }

    /// <summary>A network that was made and disposed has given back its tensors, and the hooks.</summary>
    [Fact]
    public void Dispose_ReleasesEverything()
    {
        Masked.Apply(new TwoLayers(4, 4, 4)).Dispose();
        long live = Count();
        for (int i = 0; i < 10; i++)
        {
            using var masked = Masked.Apply(new TwoLayers(4, 4, 4));
            using Tensor x = randn(2, 4), y = masked.call(x);
        }
        // Each has four parameters, two of scores, and two masked weights.
        long now = Count();
        Assert.Equal(live + Miscounted(10 * 8), now);
    }

    /// <summary>A mask that is made inside of a dispose scope outlives it.</summary>
    [Fact]
    public void NetworkMadeInAScope_OutlivesIt()
    {
        MaskedNetwork masked;
        using (NewDisposeScope())
            masked = Masked.Apply(nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2)), new MaskOptions { Budget = MaskBudget.Global });
        using (masked)
        using (Tensor x = randn(2, 3))
        using (Tensor y = masked.call(x))
            Assert.Equal([2, 2], y.shape);
    }

    /// <summary>TorchSharp (0.107.0) counts the tensor that a Parameter is made of as alive for ever, though it is empty and its memory the Parameter's.</summary>
    private static long Miscounted(int parameters)
    {
        long before = Count();
        for (int i = 0; i < parameters; i++)
            new TorchSharp.Modules.Parameter(zeros(1)).Dispose();
        return Count() - before;
    }

    private static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}

/// <summary>Tests that count all tensors there are: nothing else runs beside them.</summary>
[CollectionDefinition("live tensors", DisableParallelization = true)]
public sealed class LiveTensors;
