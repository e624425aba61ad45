using OptGen.Tests.Conventions;
using OptGen.Training;
using TorchSharp;

namespace OptGen.Optimizers.Tests;

/// <summary>
/// A number that becomes a Scalar in a call, or inside one of TorchSharp's own methods, can be collected during that call (TorchSharp 0.107.0 does not
/// keep it alive), so every Scalar here is held. ScalarScanTests tests the scan.
/// </summary>
public sealed class ScalarTests
{
    private static readonly IReadOnlySet<string> Loose = ScalarScan.Loose(typeof(torch).Assembly.Location);

    [Fact]
    public void Optimizers_EveryScalar_IsHeld() => Assert.Empty(ScalarScan.Find(typeof(Centralized).Assembly.Location, Loose));

    [Fact]
    public void Training_EveryScalar_IsHeld() => Assert.Empty(ScalarScan.Find(typeof(Trainer).Assembly.Location, Loose));

    [Fact]
    public void Scan_OfTheseTests_FindsSome() => Assert.NotEmpty(ScalarScan.Find(typeof(ScalarTests).Assembly.Location, Loose));
}
