using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Bits and whether an odd number of them is set: a task in which every single bit decides, and no part of them tells anything.</summary>
/// <param name="Dimensions">The number of bits, 1 to 62.</param>
public sealed record Parity(int Dimensions)
{
    /// <summary>The number of bits, 1 to 62.</summary>
    public int Dimensions { get; init; } = Dimensions is >= 1 and <= 62 ? Dimensions
        : throw new ArgumentOutOfRangeException(nameof(Dimensions), Dimensions, "Dimensions must be from 1 to 62.");

    /// <summary>All points, 2 to the power of <see cref="Dimensions"/>, in the order of the numbers that their bits write, the first bit counting
    /// least.</summary>
    /// <returns>Inputs: float32, 0 or 1, of shape points x dimensions. Targets: int64, 1 for an odd number of ones. The caller disposes the
    /// set.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2 to the power of 24.</exception>
    public TensorSet All() => Dimensions <= 24 ? Of([.. Enumerable.Range(0, 1 << Dimensions).Select(i => (long)i)])
        : throw new InvalidOperationException($"All points of {Dimensions} dimensions do not fit; draw some with Sample.");

    /// <summary>Draws points, each of them as likely as the others, with repetition. The same seed gives the same points.</summary>
    /// <param name="count">The number of points, 1 to 100,000,000.</param>
    /// <param name="seed">Decides the points; any value.</param>
    /// <returns>As <see cref="All"/>.</returns>
    public TensorSet Sample(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000_000);
        using var generator = new Generator((ulong)seed, CPU);
        using Tensor draws = randint(1L << Dimensions, [count], dtype: ScalarType.Int64, generator: generator);
        return Of(draws.data<long>().ToArray());
    }

    private TensorSet Of(long[] numbers)
    {
        using var scope = NewDisposeScope();
        var bits = new float[numbers.Length * Dimensions];
        for (int i = 0; i < numbers.Length; i++)
        {
            for (int bit = 0; bit < Dimensions; bit++)
                bits[i * Dimensions + bit] = (numbers[i] >> bit) & 1;
        }
        return new TensorSet(tensor(bits, [numbers.Length, Dimensions]), tensor(Array.ConvertAll(numbers, number => (long)(System.Numerics.BitOperations.PopCount((ulong)number) & 1))));
    }
}
