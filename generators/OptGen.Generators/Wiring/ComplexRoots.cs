using System.Numerics;

namespace OptGen.Wiring;

/// <summary>Roots of polynomials in double precision, for messages and for coefficients that are no fractions.</summary>
internal static class ComplexRoots
{
    /// <summary>The roots, by falling modulus, then falling real and imaginary parts (Weierstrass's iteration on all at once).</summary>
    public static IReadOnlyList<Root> Find(IReadOnlyList<double> coefficients)
    {
        int degree = coefficients.Count - 1;
        while (degree > 0 && coefficients[degree] == 0)
            degree--;
        if (degree <= 0)
            return [];
        double lead = coefficients[degree];
        double radius = 1 + Enumerable.Range(0, degree).Max(i => Math.Abs(coefficients[i] / lead));
        var roots = new Complex[degree];
        // Points on a circle around all roots, turned so that none starts on the real axis, from which real polynomials never lead away.
        for (int i = 0; i < degree; i++)
            roots[i] = Complex.FromPolarCoordinates(Math.Min(radius, 2), (2 * Math.PI * i / degree) + 0.4);
        for (int step = 0; step < 2000; step++)
        {
            double change = 0;
            for (int i = 0; i < degree; i++)
            {
                Complex value = lead;
                for (int power = degree - 1; power >= 0; power--)
                    value = (value * roots[i]) + coefficients[power];
                Complex product = lead;
                for (int j = 0; j < degree; j++)
                    product *= j == i ? Complex.One : roots[i] - roots[j];
                Complex correction = product == Complex.Zero ? new Complex(1e-9, 1e-9) : value / product;
                roots[i] -= correction;
                change = Math.Max(change, correction.Magnitude);
            }
            if (change < 1e-15)
                break;
        }
        return [.. roots.Select(r => new Root(r.Real, Math.Abs(r.Imaginary) < 1e-9 ? 0 : r.Imaginary))
            .OrderByDescending(r => Math.Round(r.Modulus, 6)).ThenByDescending(r => Math.Round(r.Real, 6)).ThenByDescending(r => r.Imaginary)];
    }
}
