using System.Globalization;
using System.Numerics;

namespace OptGen.Experiments.Stability;

/// <summary>
/// A linear multistep recurrence of two or three steps, drawn at random: consistent, with an effective step of 1, and zero-stable or not as is asked for.
/// </summary>
/// <param name="Iterates">The factors of x_k, x_(k-1) and so on.</param>
/// <param name="Operators">The factors of T(x_k), T(x_(k-1)) and so on.</param>
/// <param name="LargestRoot">The greatest modulus of the roots of the characteristic polynomial other than the root 1.</param>
internal sealed record DrawnRecurrence(decimal[] Iterates, decimal[] Operators, double LargestRoot)
{
    private const double GreatestRoot = 2;

    /// <summary>Draws a recurrence: zero-stable where the number is odd, otherwise not.</summary>
    /// <param name="number">Decides all.</param>
    public static DrawnRecurrence Draw(int number)
    {
        var random = new Numbers((ulong)number);
        var stable = number % 2 == 1;
        var largest = stable ? random.Next() : 1 + ((GreatestRoot - 1) * random.Next());
        Complex[] others = random.Next() switch
        {
            < 0.5 => [Sign() * largest],
            < 0.75 => [Sign() * largest, Sign() * largest * random.Next()],
            _ => Pair(largest, Math.PI * random.Next())
        };
        // (z - 1) times the other factors, the highest power first.
        Complex[] rho = [1, -1];
        foreach (var root in others) rho = Multiply(rho, root);
        // Six decimals, and the last factor exactly what is left of 1: the verdict is exact, and a sum of rounded numbers would not be 1.
        decimal[] iterates = [.. rho.Skip(1).Select(coefficient => Math.Round((decimal)-coefficient.Real, 6))];
        iterates[^1] = 1 - iterates[..^1].Sum();
        // sigma(1) = rho'(1) makes the effective step 1; the sign of T is learned.
        var slope = others.Aggregate(Complex.One, (product, root) => product * (1 - root)).Real;
        var share = 0.5 + random.Next();
        decimal[] operators = [Math.Round((decimal)(slope * share), 6), Math.Round((decimal)(slope * (1 - share)), 6), .. new decimal[iterates.Length - 2]];
        return new DrawnRecurrence(iterates, operators, largest);

        double Sign() => random.Next() < 0.5 ? -1 : 1;
        static Complex[] Pair(double modulus, double angle) => [Complex.FromPolarCoordinates(modulus, angle), Complex.FromPolarCoordinates(modulus, -angle)];
    }

    /// <summary>The recurrence in the notation.</summary>
    public override string ToString() =>
        "x_<k+1> = " + string.Join(" + ", Iterates.Select((factor, lag) => $"({Text(factor)})*x_{At(lag)}").Concat(
            Operators.Select((factor, lag) => (factor, lag)).Where(term => term.factor != 0).Select(term => $"({Text(term.factor)})*T(x_{At(term.lag)})")));

    private static string At(int lag) => lag == 0 ? "k" : $"<k-{lag}>";

    private static string Text(decimal factor) => factor.ToString("0.######", CultureInfo.InvariantCulture);

    private static Complex[] Multiply(Complex[] polynomial, Complex root)
    {
        var product = new Complex[polynomial.Length + 1];
        for (var i = 0; i < polynomial.Length; i++)
        {
            product[i] += polynomial[i];
            product[i + 1] -= root * polynomial[i];
        }

        return product;
    }

    /// <summary>Numbers from 0 to 1 that are the same on every machine: splitmix64, by Steele, Lea and Flood (2014).</summary>
    private sealed class Numbers(ulong seed)
    {
        private ulong _state = seed * 0x2545F4914F6CDD1D;

        public double Next()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
