using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>
/// Points on concentric rings in the plane, labelled by their ring: a task that no straight line solves, made without a file.
/// Values are checked where they are set.
/// </summary>
/// <remarks>
/// A point of ring i lies at an angle drawn evenly from the circle, at the distance <c>Radii[i] + e</c> from the origin, where e is drawn evenly from
/// -<see cref="Noise"/> to <see cref="Noise"/>. So classes are disjoint while twice the noise is less than the distance between their radii. The
/// rings of
/// Sander, Ablin, Blondel, Peyré, "Momentum Residual Neural Networks", ICML 2021, as its authors' programs draw them, are
/// <c>new NestedRings { Radii = [1.8, 3.3], Noise = 0.3 }</c>.
/// </remarks>
public sealed class NestedRings
{
    /// <summary>The rings' radii, from the inside outwards: at least one, positive and ascending; 1, 2 and 3 unless set.</summary>
    /// <exception cref="ArgumentException">There is no radius, or one is not finite, not positive, or not greater than the one before.</exception>
    public IReadOnlyList<double> Radii { get; init => field = Ascending(value); } = [1, 2, 3];

    /// <summary>How far a point's distance from the origin may lie from its ring's radius, at least 0 and finite; 0.25 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Noise { get; init => field = NotNegative(value); } = 0.25;

    /// <summary>
    /// The number of classes, at least 1: ring i has class i modulo this number, so that 2 gives rings that take turns. Each ring is a class of
    /// its own
    /// unless it is set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Classes
    {
        get => field == 0 ? Radii.Count : field;
        init => field = AtLeastOne(value);
    }

    /// <summary>
    /// Draws points, in turn from each ring, so that the rings hold equally many or differ by one. The same seed gives the same points; sets of
    /// different
    /// seeds are independent, for training and for testing.
    /// </summary>
    /// <param name="count">The number of points, 1 to 100,000,000.</param>
    /// <param name="seed">Decides the points; any value.</param>
    /// <returns>Inputs: float32 of shape count x 2. Targets: int64 class numbers of shape count. The caller disposes the set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public TensorSet Sample(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000_000);
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        // torch's generator, whose numbers are the same on every machine and in every version of .NET.
        double[] draws = rand(2L * count, dtype: ScalarType.Float64, generator: generator).data<double>().ToArray();
        var points = new float[2 * count];
        var classes = new long[count];
        for (int i = 0; i < count; i++)
        {
            int ring = i % Radii.Count;
            double distance = Radii[ring] + Noise * (2 * draws[2 * i + 1] - 1);
            (double y, double x) = Math.SinCos(2 * Math.PI * draws[2 * i]);
            points[2 * i] = (float)(distance * x);
            points[2 * i + 1] = (float)(distance * y);
            classes[i] = ring % Classes;
        }
        return new TensorSet(tensor(points, [count, 2]), tensor(classes));
    }

    private static double[] Ascending(IReadOnlyList<double> radii, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(radii, name);
        double[] copy = [.. radii];
        if (copy.Length == 0)
            throw new ArgumentException($"{name} must hold at least one radius.", name);
        for (int i = 0; i < copy.Length; i++)
        {
            double least = i == 0 ? 0 : copy[i - 1];
            if (!(copy[i] > least) || !double.IsFinite(copy[i]))
            {
                string after = i == 0 ? "" : $" after {least}";
                throw new ArgumentException($"{name} must be finite, positive and ascending, but radius {i} is {copy[i]}{after}.", name);
            }
        }
        return copy;
    }

    private static double NotNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and finite.");

    private static int AtLeastOne(int value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
