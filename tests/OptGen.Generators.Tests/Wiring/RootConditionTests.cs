using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

public class RootConditionTests
{
    private static Polynomial FromRoots(params Rational[] roots) =>
        roots.Aggregate(new Polynomial([Rational.One]), (p, r) => p * new Polynomial([-r, Rational.One]));

    /// <summary>z^2 - 2 c z + 1, with roots of modulus 1 when c is at most 1.</summary>
    private static Polynomial Pair(Rational cosine) => new([Rational.One, -2 * cosine, Rational.One]);

    [Fact]
    public void Holds_SimpleRootsInTheDiscAndOnTheCircle_IsTrue()
    {
        Assert.True(RootCondition.Holds(FromRoots(1)));
        Assert.True(RootCondition.Holds(FromRoots(1, -1, 0, 0, new Rational(1, 2), new Rational(1, 2))));
        Assert.True(RootCondition.Holds(Pair(new Rational(3, 5)) * FromRoots(1, new Rational(-9, 10))));
        Assert.True(RootCondition.Holds(Pair(new Rational(3, 5)) * Pair(new Rational(-3, 7)) * FromRoots(-1)));
        Assert.True(RootCondition.Holds(new Polynomial([-1, 0, 0, 0, 0, 0, 0, 1])));
    }

    [Fact]
    public void Holds_MultipleRootOnTheCircle_IsFalse()
    {
        Assert.False(RootCondition.Holds(FromRoots(1, 1)));
        Assert.False(RootCondition.Holds(FromRoots(-1, 1, -1)));
        Assert.False(RootCondition.Holds(Pair(new Rational(3, 5)) * Pair(new Rational(3, 5))));
    }

    [Fact]
    public void Holds_RootOutside_IsFalse()
    {
        Assert.False(RootCondition.Holds(FromRoots(1, -5)));
        Assert.False(RootCondition.Holds(FromRoots(2, new Rational(1, 2))));
        Assert.False(RootCondition.Holds(Pair(new Rational(5, 4))));
        Assert.False(RootCondition.Holds(Pair(new Rational(5, 4)) * Pair(new Rational(1, 4)) * FromRoots(1, new Rational(1, 3))));
        // Nearer to the circle than doubles can tell.
        Assert.False(RootCondition.Holds(FromRoots(1, Rational.One + new Rational(1, 10).Power(30))));
        Assert.True(RootCondition.Holds(FromRoots(1, Rational.One - new Rational(1, 10).Power(30))));
    }

    [Fact]
    public void Holds_RandomPolynomials_AgreesWithNumericRoots()
    {
        var random = new Random(7);
        int holds = 0;
        for (int i = 0; i < 1500; i++)
        {
            Rational[] coefficients = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new Rational(random.Next(-9, 10), 8)), Rational.One];
            IReadOnlyList<Root> roots = ComplexRoots.Find([.. coefficients.Select(c => c.ToDouble())]);
            if (roots.Any(r => Math.Abs(r.Modulus - 1) < 1e-5))
                continue;
            bool expected = roots.All(r => r.Modulus < 1);
            holds += expected ? 1 : 0;
            Assert.True(expected == RootCondition.Holds(new Polynomial(coefficients)), string.Join(" ", coefficients));
        }
        Assert.InRange(holds, 100, 1400);
    }

    [Fact]
    public void Find_MultipleRoots_AreAsExactAsSimpleOnes()
    {
        Polynomial polynomial = FromRoots(0, 0, 1, 1, 1, new Rational(-1, 2), new Rational(-1, 2), 3);

        Assert.Equal([(3.0, 0.0), (1, 0), (1, 0), (1, 0), (-0.5, 0), (-0.5, 0), (0, 0), (0, 0)], ComplexRoots.Find(polynomial).Select(r => (r.Real, r.Imaginary)));
    }

    [Fact]
    public void MinimalPolynomial_RepeatedEigenvalue_TellsJordanBlocksApart()
    {
        Rational[,] diagonal = { { 1, 0 }, { 0, 1 } };
        Rational[,] block = { { 1, 1 }, { 0, 1 } };

        Assert.Equal(1, RationalMatrix.MinimalPolynomial(diagonal).Degree);
        Assert.Equal(2, RationalMatrix.MinimalPolynomial(block).Degree);
    }

    [Fact]
    public void CountRoots_Interval_CountsDifferentRealRoots()
    {
        Polynomial polynomial = FromRoots(0, 1, 1, new Rational(3, 2), 5) * new Polynomial([1, 0, 1]);

        Assert.Equal(3, Sturm.CountRoots(polynomial, -1, 2));
        Assert.Equal(1, Sturm.CountRoots(polynomial, 2, 9));
    }
}
