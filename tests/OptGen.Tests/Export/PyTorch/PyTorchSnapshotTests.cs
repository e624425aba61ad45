using OptGen.Testing;
using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>Some exported files as they are read by people.</summary>
public sealed class PyTorchSnapshotTests
{
    [Theory]
    [InlineData(nameof(HeavyBall))]
    [InlineData(nameof(LearnedTable))]
    [InlineData(nameof(FullAccelerated))]
    [InlineData(nameof(Staged))]
    [InlineData(nameof(PrimalDual))]
    public void ExplicitNetwork_Exported_IsItsSnapshot(string network)
    {
        using Module<Tensor, Tensor> module = GeneratedModuleTests.Make(network).Module;
        Snapshot.Verify(PyTorchExport.ToText(module), $"Snapshots/{network}.verified.py");
    }

    [Theory]
    [InlineData(nameof(AdamsMoulton))]
    [InlineData(nameof(EquilibriumSystem))]
    [InlineData(nameof(SolvedTwice))]
    public void ImplicitNetwork_Exported_IsItsSnapshot(string network)
    {
        using Module<Tensor, Tensor> module = ImplicitModuleTests.MakeBound(network).Module;
        Snapshot.Verify(PyTorchExport.ToText(module), $"Snapshots/{network}.verified.py");
    }
}
