using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

[Collection("default generator")]
public sealed class NestedRingsTests
{
    private static readonly NestedRings Default = new();

    [Fact]
    public void Default_ThreeDisjointRings_AClassEach()
    {
        Assert.Equal([1.0, 2, 3], Default.Radii);
        Assert.Equal(0.25, Default.Noise);
        Assert.Equal(3, Default.Classes);
    }

    [Fact]
    public void Sample_Points_LieAroundTheRadiiOfTheirRings()
    {
        var rings = new NestedRings { Radii = [0.5, 2, 4], Noise = 0.125 };
        using TensorSet set = rings.Sample(3001, seed: 1);

        Assert.Equal((ScalarType.Float32, ScalarType.Int64), (set.Inputs.dtype, set.Targets.dtype));
        Assert.Equal([3001, 2], set.Inputs.shape);
        Assert.Equal([3001], set.Targets.shape);
        double[][] offsets = [.. Points(set).GroupBy(p => p.Class).OrderBy(g => g.Key)
            .Select(g => g.Select(p => Math.Sqrt(p.X * p.X + p.Y * p.Y) - rings.Radii[(int)g.Key]).ToArray())];
        Assert.Equal([1001, 1000, 1000], offsets.Select(o => o.Length));
        Assert.All(offsets, ring =>
        {
            // Even from -0.125 to 0.125: of a thousand draws some lie near either end, and their mean has a deviation of 0.0023.
            Assert.InRange(ring.Min(), -0.12501, -0.115);
            Assert.InRange(ring.Max(), 0.115, 0.12501);
            Assert.InRange(ring.Average(), -0.01, 0.01);
        });
    }

    [Fact]
    public void Sample_Angles_FillTheCircleEvenly()
    {
        using TensorSet set = new NestedRings { Radii = [1], Noise = 0 }.Sample(8000, seed: 2);

        int[] eighths = new int[8];
        foreach ((double x, double y, _) in Points(set))
            eighths[(int)Math.Floor((Math.Atan2(y, x) / Math.Tau + 1) * 8) % 8]++;

        // Binomial with mean 1000 and deviation 30.
        Assert.All(eighths, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Sample_WithoutNoise_LiesOnTheRings()
    {
        using TensorSet set = new NestedRings { Radii = [3, 7], Noise = 0 }.Sample(100, seed: 3);

        Assert.All(Points(set), p => Assert.Equal(p.Class == 0 ? 3 : 7, Math.Sqrt(p.X * p.X + p.Y * p.Y), 1e-5));
    }

    [Fact]
    public void Sample_SameSeed_GivesTheSamePointsWhateverElseWasDrawn()
    {
        using TensorSet first = Default.Sample(50, seed: -7);
        using (torch.rand(3))
        using (TensorSet again = new NestedRings().Sample(50, seed: -7))
        using (TensorSet other = Default.Sample(50, seed: 8))
        {
            Assert.Equal(Points(first), Points(again));
            Assert.NotEqual(Points(first), Points(other));
        }
    }

    [Fact]
    public void Sample_OutlivesTheScopeItWasMadeIn()
    {
        TensorSet set;
        using (NewDisposeScope())
            set = Default.Sample(4, seed: 1);

        using (set)
            Assert.Equal([0L, 1, 2, 0], set.Targets.data<long>().ToArray());
    }

    [Fact]
    public void Classes_FewerThanRings_TakeTurns()
    {
        var rings = new NestedRings { Radii = [1, 2, 3, 4, 5], Classes = 2 };
        using TensorSet set = rings.Sample(10, seed: 1);

        Assert.Equal(2, rings.Classes);
        Assert.Equal([0L, 1, 0, 1, 0, 0, 1, 0, 1, 0], set.Targets.data<long>().ToArray());
    }

    [Fact]
    public void Radii_ChangedAfterwards_ChangeNothing()
    {
        double[] radii = [1, 2];
        var rings = new NestedRings { Radii = radii };
        radii[0] = 5;

        Assert.Equal([1.0, 2], rings.Radii);
    }

    [Fact]
    public void WrongValues_AreRefusedWithOneSentence()
    {
        Assert.StartsWith("Radii must hold at least one radius.", Refusal<ArgumentException>(() => new NestedRings { Radii = [] }), StringComparison.Ordinal);
        Assert.StartsWith("Radii must be finite, positive and ascending, but radius 0 is 0.", Refusal<ArgumentException>(() => new NestedRings { Radii = [0, 1] }), StringComparison.Ordinal);
        Assert.StartsWith("Radii must be finite, positive and ascending, but radius 2 is 2 after 2.", Refusal<ArgumentException>(() => new NestedRings { Radii = [1, 2, 2] }), StringComparison.Ordinal);
        Assert.StartsWith("Radii must be finite, positive and ascending, but radius 1 is NaN after 1.", Refusal<ArgumentException>(() => new NestedRings { Radii = [1, double.NaN] }), StringComparison.Ordinal);
        Assert.StartsWith("Noise must be at least 0 and finite.", Refusal<ArgumentOutOfRangeException>(() => new NestedRings { Noise = -0.1 }), StringComparison.Ordinal);
        Assert.StartsWith("Noise must be at least 0 and finite.", Refusal<ArgumentOutOfRangeException>(() => new NestedRings { Noise = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("Classes must be at least 1.", Refusal<ArgumentOutOfRangeException>(() => new NestedRings { Classes = 0 }), StringComparison.Ordinal);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Default.Sample(0, seed: 1)).ParamName);
    }

    private static string Refusal<T>(Func<object> make) where T : ArgumentException => Assert.Throws<T>(make).Message;

    private static (double X, double Y, long Class)[] Points(TensorSet set)
    {
        float[] points = set.Inputs.data<float>().ToArray();
        return [.. set.Targets.data<long>().ToArray().Select((c, i) => ((double)points[2 * i], (double)points[2 * i + 1], c))];
    }
}
