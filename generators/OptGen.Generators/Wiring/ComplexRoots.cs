using System.Numerics;

namespace OptGen.Wiring;

/// <summary>Roots of polynomials in double precision, for messages and for coefficients that are no fractions.</summary>
internal static class ComplexRoots
{
    private const int Decimals = 12;

    /// <summary>
    /// The roots of an exact polynomial, in the order of the other form. Each multiple root is found as often as it occurs, among simple ones: a method in
    /// floating point has only half the digits of one that is multiple.
    /// </summary>
    public static IReadOnlyList<Root> Find(Polynomial polynomial)
    {
        var roots = new List<Root>();
        while (polynomial.Degree > 0)
        {
            Polynomial repeated = Polynomial.Gcd(polynomial, polynomial.Derivative());
            roots.AddRange(Find([.. Polynomial.Divide(polynomial, repeated).Quotient.Coefficients.Select(c => c.ToDouble())]));
            polynomial = repeated;
        }
        return InOrder(roots);
    }

    /// <summary>The roots, by falling modulus, then falling real and imaginary parts (Weierstrass's iteration on all at once).</summary>
    public static IReadOnlyList<Root> Find(IReadOnlyList<double> coefficients)
    {
        int degree = coefficients.Count - 1;
        while (degree > 0 && coefficients[degree] == 0)
            degree--;
        if (degree <= 0)
            return [];
        double lead = coefficients[degree];
        if (degree <= 2)
            return InOrder(InClosedForm(coefficients[1] / lead, coefficients[0] / lead, degree));
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
            if (change < 1e-14 * radius)
                break;
        }
        return InOrder(roots.Select(r => new Root(Rounded(r.Real), Math.Abs(r.Imaginary) < 1e-9 ? 0 : Rounded(r.Imaginary))));
    }

    /// <summary>The root of z + c or, for degree 2, those of z^2 + b*z + c.</summary>
    private static Root[] InClosedForm(double b, double c, int degree)
    {
        if (degree == 1)
            return [new Root(Rounded(-c), 0)];
        double discriminant = (b * b / 4) - c;
        if (discriminant < 0)
        {
            double imaginary = Rounded(Math.Sqrt(-discriminant));
            return [new Root(Rounded(-b / 2), imaginary), new Root(Rounded(-b / 2), -imaginary)];
        }
        // The greater root is the sum without cancellation; the product of both is c.
        double greater = (-b / 2) + (b > 0 ? -Math.Sqrt(discriminant) : Math.Sqrt(discriminant));
        return [new Root(Rounded(greater), 0), new Root(Rounded(greater == 0 ? 0 : c / greater), 0)];
    }

    /// <summary>The last digits are the method's own; adding 0 turns a minus zero into zero.</summary>
    private static double Rounded(double value) => Math.Round(value, Decimals) + 0.0;

    private static IReadOnlyList<Root> InOrder(IEnumerable<Root> roots) =>
        [.. roots.OrderByDescending(r => Math.Round(r.Modulus, 6)).ThenByDescending(r => Math.Round(r.Real, 6)).ThenByDescending(r => r.Imaginary)];
}
