using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>Finds the direction that a linear map A stretches most.</summary>
/// <remarks>
/// Power steps z := A^T A z, whose last so many results are searched together for the best direction, over and again: the Lanczos method with restarts. Where
/// many singular values lie near the greatest, as training against a bound makes them, plain power steps would take hundreds.
/// Source: Saad, "Numerical Methods for Large Eigenvalue Problems" (2011), sections 6.3 and 6.6.
/// </remarks>
internal static class SingularVectors
{
    private const int Steps = 8;
    private const int MostRestarts = 100;

    // So much of another direction is mixed in, in case the one at hand knows nothing of the greatest.
    private const double Admixture = 1e-3;

    /// <summary>A unit vector that is A's right singular vector up to a residual, found from one nearby.</summary>
    /// <param name="gram">z to A^T A z.</param>
    /// <param name="start">A vector of length 1.</param>
    /// <param name="other">Another, which is not orthogonal to what is sought.</param>
    /// <param name="tolerance">The residual <c>|A^T A z - s z| / s</c> that is small enough, s the Rayleigh quotient.</param>
    /// <returns>The vector in the current dispose scope; null where the one at hand is within the tolerance, and where A is zero or not finite.</returns>
    public static Tensor? Find(Func<Tensor, Tensor> gram, Tensor start, Func<Tensor> other, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor vector = start;
        for (int restart = 0; restart < MostRestarts; restart++)
        {
            if (IsFound(gram, vector, tolerance))
                break;
            Tensor begin = vector;
            if (restart == 0)
                begin = vector.Plus(other(), Admixture);
            using DisposeScope inner = NewDisposeScope();
            if (Search(gram, begin) is not { } best)
                return null;
            vector = best.MoveToOuterDisposeScope();
        }
        return ReferenceEquals(vector, start) ? null : vector.MoveToOuterDisposeScope();
    }

    private static bool IsFound(Func<Tensor, Tensor> gram, Tensor vector, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor image = gram(vector);
        double quotient = Number(image.dot(vector));
        return quotient > 0 && Number(image.Plus(vector, -quotient).norm()) <= tolerance * quotient;
    }

    /// <summary>The vector with the greatest Rayleigh quotient in the space of some power steps; null where they give nothing.</summary>
    private static Tensor? Search(Func<Tensor, Tensor> gram, Tensor begin)
    {
        int most = (int)Math.Min(Steps, begin.shape[0]);
        Tensor basis = zeros([most, begin.shape[0]], begin.dtype, begin.device);
        double[,] projected = new double[most, most];
        Tensor next = begin;
        double length = Number(begin.norm()), scale = length;
        int count = 0;
        // A remainder that is all rounding error has no direction of its own.
        while (count < most && double.IsFinite(length) && length > 8 * Numbers.Epsilon(begin.dtype) * scale)
        {
            using Tensor row = basis[count];
            row.copy_(next.Over(length));
            Tensor image = gram(row);
            Tensor used = basis.narrow(0, 0, count + 1);
            Tensor components = used.mv(image);
            double[] found = Numbers.Read(components);
            for (int i = 0; i <= count; i++)
                projected[i, count] = projected[count, i] = found[i];
            next = image.sub(used.t().mv(components));
            // What rounding leaves of the basis is taken away once more.
            next = next.sub(used.t().mv(used.mv(next)));
            scale = Number(image.norm());
            length = Number(next.norm());
            count++;
        }
        if (count == 0 || !double.IsFinite(length) || scale == 0)
            return null;
        var entries = new double[count * count];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = projected[i / count, i % count];
        (_, Tensor vectors) = linalg.eigh(tensor(entries, [count, count]));
        Tensor weights = vectors.select(1, count - 1).to(basis);
        Tensor best = basis.narrow(0, 0, count).t().mv(weights);
        return best.div(best.norm());
    }

    /// <summary>A tensor's only element.</summary>
    internal static double Number(Tensor value)
    {
        if (value.dtype == ScalarType.Float32)
            return value.item<float>();
        using Tensor wide = value.to(float64);
        return wide.item<double>();
    }
}
