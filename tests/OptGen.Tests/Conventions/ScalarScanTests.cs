using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.Conventions;

/// <summary>Library code hands torch no number that the collector may take during the call.</summary>
public sealed class ScalarScanTests
{
    private static readonly IReadOnlySet<string> Loose = ScalarScan.Loose(typeof(torch).Assembly.Location);

    [Fact]
    public void Library_EveryScalar_IsHeld() => Assert.Empty(ScalarScan.Find(typeof(UpdateAttribute).Assembly.Location, Loose));

    [Fact]
    public void Testing_EveryScalar_IsHeld() => Assert.Empty(ScalarScan.Find(typeof(GradientCheck).Assembly.Location, Loose));

    [Fact]
    public void Runtime_EveryScalar_IsHeld() => Assert.Empty(ScalarScan.Find(typeof(TorchRuntime).Assembly.Location, Loose));

    [Fact]
    public void Generated_EveryScalar_IsHeld()
    {
        MethodCode[] generated = IntermediateCode.Methods(typeof(ScalarScanTests).Assembly.Location)
            .Where(m => m.Source.EndsWith(".g.cs", StringComparison.Ordinal)).ToArray();

        // Networks are known by their forward, so that a scan of nothing does not pass.
        Assert.True(generated.Count(m => m.Name.Contains(".forward(", StringComparison.Ordinal)) > 80);
        // A constructor also runs what the user's own fields are set to.
        Assert.Empty(ScalarScan.Find(generated.Where(m => !m.Name.StartsWith($"{nameof(ImplicitPrimalDual)}..ctor(", StringComparison.Ordinal)), Loose));
    }

    [Fact]
    public void Scan_OfThisAssembly_FindsWhatIsLooseAndNothingElse()
    {
        string[] found = ScalarScan.Find(typeof(ScalarScanTests).Assembly.Location, Loose)
            .Where(f => f.StartsWith($"{nameof(ScalarScanTests)}.{nameof(Samples)}.", StringComparison.Ordinal)).Select(f => f[..f.IndexOf('(', StringComparison.Ordinal)]).ToArray();

        Assert.Equal(
            [nameof(Samples.Argument), nameof(Samples.Operator), nameof(Samples.Local), nameof(Samples.Inside), nameof(Samples.Wrapped)],
            found.Select(f => f[(f.LastIndexOf('.') + 1)..]));
    }

    /// <summary>What the scan has to tell from each other.</summary>
    private static class Samples
    {
        private static readonly Scalar Two = 2.0;
        private static readonly Scalar[] Many = [1.0, 2.0];

        public static Tensor Argument(Tensor x) => x.mul(2.0);

        public static Tensor Operator(Tensor x) => x * 2.0;

        public static Tensor Local(Tensor x)
        {
            Scalar two = 2.0;
            return x.mul(two);
        }

        public static Tensor Inside(Tensor x) => x.add(x);

        public static Tensor Wrapped(Tensor x) => torch.add(x, x);

        public static Tensor Field(Tensor x) => x.mul(Two).mul(Many[1]);

        public static Tensor Using(Tensor x)
        {
            using Scalar two = 2.0, three = 3.0;
            return x.clamp(two, three);
        }

        public static Tensor UsingAndCall(Tensor x)
        {
            using Scalar two = 2.0;
            using IDisposable mode = no_grad();
            return x.mul(two);
        }

        public static Tensor Plain(Tensor x) => x.mul(x).sub(x).relu();
    }
}
