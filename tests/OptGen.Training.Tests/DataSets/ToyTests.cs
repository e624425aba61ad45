namespace OptGen.Training.Tests;

public sealed class ToyTests
{
    [Fact]
    public void Parity_All_HasEveryPointAndItsParity()
    {
        using TensorSet set = new Parity(3).All();
        Assert.Equal([8L, 3], set.Inputs.shape);
        Assert.Equal([0f, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1], set.Inputs.data<float>().ToArray());
        Assert.Equal([0L, 1, 1, 0, 1, 0, 0, 1], set.Targets.data<long>().ToArray());
    }

    [Fact]
    public void Parity_Sample_IsOfTheSamePointsAndRepeatable()
    {
        using TensorSet set = new Parity(40).Sample(500, seed: 3), again = new Parity(40).Sample(500, seed: 3), other = new Parity(40).Sample(500, seed: 4);
        float[] bits = set.Inputs.data<float>().ToArray();
        long[] parities = set.Targets.data<long>().ToArray();
        for (int i = 0; i < 500; i++)
            Assert.Equal(bits.AsSpan(40 * i, 40).ToArray().Count(bit => bit == 1) % 2, parities[i]);
        Assert.InRange(parities.Sum(), 200, 300);
        Assert.InRange(bits.Average(), 0.47, 0.53);
        Assert.Equal(bits, again.Inputs.data<float>().ToArray());
        Assert.NotEqual(bits, other.Inputs.data<float>().ToArray());
    }

    [Fact]
    public void Telgarsky_Function_HasItsTeeth()
    {
        Assert.Equal([0, 0.5, 1, 0.5, 0], ((double[])[0, 0.25, 0.5, 0.75, 1]).Select(new Telgarsky(1).Evaluate));
        // n compositions have 2^(n-1) teeth of height 1, at odd multiples of 2^-n.
        for (int n = 1; n <= 6; n++)
        {
            var function = new Telgarsky(n);
            for (int i = 0; i <= 1 << n; i++)
                Assert.Equal(i % 2, function.Evaluate((double)i / (1 << n)));
        }
        using TensorSet grid = new Telgarsky(3).Grid(9);
        Assert.Equal([9L, 1], grid.Inputs.shape);
        Assert.Equal([0f, 1, 0, 1, 0, 1, 0, 1, 0], grid.Targets.data<float>().ToArray());
        using TensorSet sample = new Telgarsky(3).Sample(100, seed: 1);
        Assert.Equal(sample.Inputs.data<float>().ToArray().Select(x => (float)new Telgarsky(3).Evaluate(x)), sample.Targets.data<float>().ToArray());
    }

    [Fact]
    public void WrongValues_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Dimensions", () => new Parity(0));
        Assert.Throws<ArgumentOutOfRangeException>("Dimensions", () => new Parity(63));
        Assert.Equal("All points of 25 dimensions do not fit; draw some with Sample.", Assert.Throws<InvalidOperationException>(() => new Parity(25).All()).Message);
        Assert.Throws<ArgumentOutOfRangeException>("Compositions", () => new Telgarsky(21));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Telgarsky(1).Grid(1));
    }
}
