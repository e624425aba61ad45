using OptGen.Randomness;

namespace OptGen.Masking.Tests.Fills;

/// <summary>Fills against cases worked out by hand.</summary>
public sealed class FillLayoutTests
{
    // Two layers of one shape, a smaller one, the largest, and one that is as large as it.
    private static readonly long[][] Shapes = [[2, 3], [2, 3], [4], [2, 2, 2], [8]];

    private static float[] Numbered(FillLayout layout) => [.. Enumerable.Range(0, (int)layout.PrototypeLength).Select(i => (float)i)];

    private static float[] Layer(FillLayout layout, int layer, double gain = 1, long offset = 0)
    {
        var weights = new float[Shapes[layer].Aggregate(1L, (a, b) => a * b)];
        layout.Write(layer, Numbered(layout), gain, offset, weights);
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(weights[i], (float)(gain * layout.Place(layer, offset, i)));
        return weights;
    }

    [Fact]
    public void Dense_EveryWeight_HasAValueOfItsOwn()
    {
        var layout = new FillLayout(new DenseFill(), Shapes, 1);
        Assert.Equal(6 + 6 + 4 + 8 + 8, layout.PrototypeLength);
        Assert.Equal([0, 1, 2, 3, 4, 5], Layer(layout, 0));
        Assert.Equal([6, 7, 8, 9, 10, 11], Layer(layout, 1));
        Assert.Equal([12, 13, 14, 15], Layer(layout, 2));
        Assert.Equal([16, 17, 18, 19, 20, 21, 22, 23], Layer(layout, 3));
        Assert.Equal([24, 25, 26, 27, 28, 29, 30, 31], Layer(layout, 4));
    }

    /// <summary>The shape decides, not the number of weights: [2, 2, 2] and [8] are two prototypes.</summary>
    [Fact]
    public void OneLayer_LayersOfOneShape_ShareTheFirstOnes()
    {
        var layout = new FillLayout(new OneLayerFill(), Shapes, 1);
        Assert.Equal(6 + 4 + 8 + 8, layout.PrototypeLength);
        Assert.Equal([0, 1, 2, 3, 4, 5], Layer(layout, 0));
        Assert.Equal([0, 1, 2, 3, 4, 5], Layer(layout, 1));
        Assert.Equal([6, 7, 8, 9], Layer(layout, 2));
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17], Layer(layout, 3));
        Assert.Equal([18, 19, 20, 21, 22, 23, 24, 25], Layer(layout, 4));
    }

    [Fact]
    public void MaxLayer_EveryLayer_IsThePrefixOfTheLargest()
    {
        var layout = new FillLayout(new MaxLayerFill(), Shapes, 1);
        Assert.Equal(8, layout.PrototypeLength);
        Assert.Equal([0, 1, 2, 3, 4, 5], Layer(layout, 1));
        Assert.Equal([0, 1, 2, 3], Layer(layout, 2));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Layer(layout, 4));
    }

    [Theory]
    [InlineData(0.25, 3)]       // int(8*0.25) + 1
    [InlineData(0.01, 1)]
    [InlineData(0.99, 8)]
    [InlineData(1.0, 8)]        // capped
    public void RandomVector_Length_IsTheReferences(double ratio, int length) =>
        Assert.Equal(length, new FillLayout(new RandomVectorFill(ratio), Shapes, 1).PrototypeLength);

    [Fact]
    public void RandomVectorCopy_Weights_RepeatTheVectorFromItsBeginning()
    {
        var layout = new FillLayout(new RandomVectorFill(0.25), Shapes, 1);
        Assert.Equal([0, 1, 2, 0, 1, 2], Layer(layout, 0));
        Assert.Equal([0, 1, 2, 0], Layer(layout, 2));
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1], Layer(layout, 3));
        Assert.Equal(0, layout.Offset(3));
    }

    [Fact]
    public void RandomVectorPermuted_Weights_AreThePrefixOfThePaddedVectorInOneRandomOrder()
    {
        var layout = new FillLayout(new RandomVectorFill(0.25, VectorArrangement.Permuted), Shapes, 77);
        float[] padded = [0, 1, 2, 0, 1, 2, 0, 1];
        float[] mixed = [.. new RandomSequence(77, 1).Permutation(8).Select(place => padded[place])];
        Assert.NotEqual(padded, mixed);
        Assert.Equal(mixed, Layer(layout, 3));
        Assert.Equal(mixed[..4], Layer(layout, 2));
        Assert.Equal(mixed[..6], Layer(layout, 1));
    }

    [Fact]
    public void RandomVectorShifted_Weights_BeginAtTheLayersOffset()
    {
        var layout = new FillLayout(new RandomVectorFill(0.5, VectorArrangement.Shifted), Shapes, 3);
        Assert.Equal(5, layout.PrototypeLength);
        Assert.Equal([2, 3, 4, 0, 1, 2], Layer(layout, 0, offset: 2));
        Assert.Equal([4, 0, 1, 2, 3, 4, 0, 1], Layer(layout, 4, offset: 4));
        Assert.Equal(Enumerable.Range(0, 5).Select(layer => new RandomSequence(3, 2).Below((ulong)layer, 5)), Enumerable.Range(0, 5).Select(layout.Offset));
    }

    [Fact]
    public void Gain_MultipliesOnceInDouble()
    {
        var layout = new FillLayout(new MaxLayerFill(), Shapes, 1);
        double gain = Math.Sqrt(2.0 / 3);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (float)(gain * i)), Layer(layout, 0, gain));
    }

    [Fact]
    public void Draw_OfASeed_IsItsFirstStreamOrTheSigns()
    {
        var layout = new FillLayout(new MaxLayerFill(), Shapes, 5);
        var expected = new float[8];
        new RandomSequence(5).Normals(expected);
        Assert.Equal(expected, layout.Draw(FillValues.Normal));
        Assert.Equal(expected.Select(v => v < 0 ? -1f : 1f), layout.Draw(FillValues.SignedConstant));
    }

    [Fact]
    public void Layout_OddInputs_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new FillLayout(new DenseFill(), [], 0));
        Assert.Throws<ArgumentException>(() => new FillLayout(new DenseFill(), [[3, 0]], 0));
        Assert.Throws<ArgumentException>(() => new FillLayout(new DenseFill(), [[1 << 20, 1 << 20]], 0));
        foreach (double ratio in new[] { 0, -1, 1.5, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => new FillLayout(new RandomVectorFill(ratio), Shapes, 0));
        var layout = new FillLayout(new RandomVectorFill(0.5, VectorArrangement.Shifted), Shapes, 0);
        Assert.Throws<ArgumentException>(() => layout.Write(0, new float[4], 1, 0, new float[6]));
        Assert.Throws<ArgumentException>(() => layout.Write(0, new float[5], 1, 0, new float[5]));
        Assert.Throws<ArgumentException>(() => layout.Write(0, new float[5], 1, 5, new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Place(0, 0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Offset(5));
    }
}
