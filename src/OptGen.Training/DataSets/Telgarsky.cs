using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>
/// The saw-tooth of M. Telgarsky, "Benefits of depth in neural networks", COLT 2016: the triangle map m(x) = 2x on [0, 1/2], 2 - 2x on [1/2, 1],
/// n times one after the other. It has
/// 2 to the power of n - 1 teeth, which a deep network folds and a shallow one must draw one by one.
/// </summary>
/// <param name="Compositions">How often the map is applied, 1 to 20.</param>
public sealed record Telgarsky(int Compositions)
{
    /// <summary>How often the map is applied, 1 to 20.</summary>
    public int Compositions { get; init; } = Compositions is >= 1 and <= 20 ? Compositions
        : throw new ArgumentOutOfRangeException(nameof(Compositions), Compositions, "Compositions must be from 1 to 20.");

    /// <summary>The function, for x from 0 to 1.</summary>
    public double Evaluate(double x)
    {
        for (int i = 0; i < Compositions; i++)
            x = x <= 0.5 ? 2 * x : 2 - 2 * x;
        return x;
    }

    /// <summary>Draws places evenly from 0 to 1. The same seed gives the same places.</summary>
    /// <param name="count">The number of places, 1 to 100,000,000.</param>
    /// <param name="seed">Decides the places; any value.</param>
    /// <returns>Inputs: float32 places of shape count x 1. Targets: float32 values of the same shape. The caller disposes the set.</returns>
    public TensorSet Sample(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000_000);
        using var generator = new Generator((ulong)seed, CPU);
        using Tensor places = rand(count, dtype: ScalarType.Float32, generator: generator);
        return Of(places.data<float>().ToArray());
    }

    /// <summary>Places at equal distances, the first at 0, the last at 1.</summary>
    /// <param name="count">The number of places, 2 to 100,000,000.</param>
    /// <returns>As <see cref="Sample"/>.</returns>
    public TensorSet Grid(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000_000);
        return Of([.. Enumerable.Range(0, count).Select(i => (float)((double)i / (count - 1)))]);
    }

    private TensorSet Of(float[] places)
    {
        using var scope = NewDisposeScope();
        return new TensorSet(tensor(places, [places.Length, 1]), tensor(Array.ConvertAll(places, place => (float)Evaluate(place)), [places.Length, 1]));
    }
}
