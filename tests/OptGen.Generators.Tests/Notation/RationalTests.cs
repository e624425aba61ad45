using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class RationalTests
{
    [Fact]
    public void Arithmetic_Fractions_StaysExactAndReduced()
    {
        var third = new Rational(1, 3);
        var sixth = new Rational(-2, -12);

        Assert.Equal(new Rational(1, 2), third + sixth);
        Assert.Equal(sixth, third - sixth);
        Assert.Equal(new Rational(1, 18), third * sixth);
        Assert.Equal(2, third / sixth);
        Assert.Equal(new Rational(8, 1), new Rational(1, 2).Power(-3));
        Assert.Equal(0, default(Rational));
        Assert.Equal(1, default(Rational).Denominator);
        Assert.True(new Rational(-1, 2) < third && third > sixth && third >= new Rational(2, 6));
    }

    [Theory]
    [InlineData("0.1", 1, 10)]
    [InlineData("1.5e-3", 3, 2000)]
    [InlineData("-2E2", -200, 1)]
    public void TryParseDecimal_Literal_IsExact(string text, int numerator, int denominator)
    {
        Assert.True(Rational.TryParseDecimal(text, out Rational value));
        Assert.Equal(new Rational(numerator, denominator), value);
    }

    [Theory]
    [InlineData("1e401")]
    [InlineData("1e99999999999")]
    [InlineData("x")]
    [InlineData("")]
    public void TryParseDecimal_NoNumberInRange_IsRefused(string text) => Assert.False(Rational.TryParseDecimal(text, out _));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.75, "-0.75")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(123456.5, "123456.5")]
    public void TryFromDouble_ShortestDecimal_IsTheValue(double number, string text)
    {
        Assert.True(Rational.TryFromDouble(number, out Rational value));
        Assert.Equal(text, value.ToString());
        Assert.Equal(number, value.ToDouble());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TryFromDouble_NoNumber_IsRefused(double number) => Assert.False(Rational.TryFromDouble(number, out _));

    [Fact]
    public void ToDouble_HugeParts_DoesNotOverflow()
    {
        Rational value = new Rational(3, 7).Power(2000) / new Rational(3, 7).Power(1999);

        Assert.Equal(3.0 / 7, value.ToDouble());
        Assert.Equal(1.5, (((Rational)10).Power(900) * new Rational(3, 2) / ((Rational)10).Power(900)).ToDouble());
        Assert.Equal(Math.Pow(0.5, 1000), new Rational(1, 2).Power(1000).ToDouble());
    }

    /// <summary>Against the platform's reading of the same decimal, which rounds to the nearest double.</summary>
    [Fact]
    public void ToDouble_RandomDecimals_IsTheNearestDouble()
    {
        var random = new Random(20250731);
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)('0' + random.Next(10)))) + "e" + random.Next(-360, 300);
            Assert.True(Rational.TryParseDecimal(text, out Rational value));
            Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), value.ToDouble());
            Assert.Equal(-value.ToDouble(), (-value).ToDouble());
        }
    }

    [Theory]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("9007199254740995", 9007199254740996)]
    [InlineData("2.4703282292062327e-324", 0)]
    [InlineData("2.4703282292062329e-324", double.Epsilon)]
    [InlineData("1.7976931348623158e308", double.MaxValue)]
    [InlineData("1.7976931348623159e308", double.PositiveInfinity)]
    [InlineData("1e309", double.PositiveInfinity)]
    public void ToDouble_BetweenTwoDoubles_IsTheNearerOrTheEvenOne(string text, double expected)
    {
        Assert.True(Rational.TryParseDecimal(text, out Rational value));
        Assert.Equal(expected, value.ToDouble());
    }

    /// <summary>A digit far below those that a double holds still decides between two neighbours: 2^53 + 1 lies in the middle.</summary>
    [Fact]
    public void ToDouble_JustAboveTheMiddle_IsTheUpperNeighbour()
    {
        Rational large = ((Rational)2).Power(100);
        Rational middle = (((Rational)2).Power(53) + 1) * large;

        Assert.Equal(Math.Pow(2, 153), middle.ToDouble());
        Assert.Equal(Math.Pow(2, 153) + Math.Pow(2, 101), (middle + 1).ToDouble());
        Assert.Equal(Math.Pow(2, 153), (middle - 1).ToDouble());
    }

    [Fact]
    public void Equality_OneEqualPart_IsNotEnough()
    {
        var third = new Rational(1, 3);

        Assert.True(third != new Rational(1, 2) && third != new Rational(2, 3));
        Assert.False(third == new Rational(1, 2) || third == new Rational(2, 3));
        Assert.False(third != new Rational(2, 6));
        Assert.True(third.Equals((object)new Rational(2, 6)));
        Assert.False(third.Equals((object)new Rational(2, 3)));
        Assert.False(third.Equals((object)"1/3"));
        Assert.False(third.Equals(null));
    }

    /// <summary>In rising order, so that each number's place says how it compares with each other.</summary>
    [Fact]
    public void Comparison_EveryPair_FollowsTheOrder()
    {
        Rational[] rising = [new(-5, 2), new(-2, 3), new(-1, 3), 0, new(1, 7), new(2, 7), new(1, 3), new(3, 8), 1, new(7, 2), 4];
        for (int i = 0; i < rising.Length; i++)
        {
            for (int j = 0; j < rising.Length; j++)
            {
                (Rational a, Rational b) = (rising[i], rising[j]);
                Assert.Equal(i.CompareTo(j), Math.Sign(a.CompareTo(b)));
                Assert.Equal(i < j, a < b);
                Assert.Equal(i > j, a > b);
                Assert.Equal(i <= j, a <= b);
                Assert.Equal(i >= j, a >= b);
                Assert.Equal(rising[Math.Min(i, j)], Rational.Min(a, b));
                Assert.Equal(rising[Math.Max(i, j)], Rational.Max(a, b));
            }
        }
    }

    [Fact]
    public void Power_Zero_IsOne()
    {
        Assert.Equal(1, new Rational(-2, 3).Power(0));
        Assert.Equal(1, Rational.Zero.Power(0));
    }

    [Fact]
    public void Zero_AsADenominator_IsRefused()
    {
        Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));
        Assert.Throws<DivideByZeroException>(() => Rational.One / Rational.Zero);
        Assert.Throws<DivideByZeroException>(() => Rational.Zero.Reciprocal());
        Assert.Throws<DivideByZeroException>(() => Rational.Zero.Power(-1));
    }

    [Fact]
    public void TryParseDecimal_AtTheLimits_IsExact()
    {
        Assert.True(Rational.TryParseDecimal("1e400", out Rational greatest));
        Assert.Equal(((Rational)10).Power(400), greatest);
        Assert.True(Rational.TryParseDecimal("1e-400", out Rational least));
        Assert.Equal(((Rational)10).Power(-400), least);
        Assert.False(Rational.TryParseDecimal("1e-401", out _));
        Assert.True(Rational.TryParseDecimal(new string('9', 200), out Rational nines));
        Assert.Equal(((Rational)10).Power(200) - 1, nines);
        Assert.False(Rational.TryParseDecimal(new string('9', 201), out _));
        Assert.True(Rational.TryParseDecimal(".5", out Rational half));
        Assert.Equal(new Rational(1, 2), half);
    }

    [Theory]
    [InlineData(1, 1024, "0.0009765625")]
    [InlineData(-1, 1024, "-1/1024")]
    [InlineData(-1, 512, "-0.001953125")]
    [InlineData(1, 2048, "1/2048")]
    [InlineData(1, 3, "1/3")]
    public void ToString_AFraction_IsADecimalOfAtMostTwelveCharactersOrAFraction(int numerator, int denominator, string text) =>
        Assert.Equal(text, new Rational(numerator, denominator).ToString());
}
