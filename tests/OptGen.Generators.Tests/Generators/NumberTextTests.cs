using OptGen.Emission;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Generators;

/// <summary>How numbers of the text are written in C#.</summary>
public class NumberTextTests
{
    [Theory]
    [InlineData("0.5", "0.5")]
    [InlineData("0.123456789", "0.123456789")]
    [InlineData("12345.6789012345", "12345.6789012345")]
    [InlineData("3.14159265358979323846264338327950288", "3.141592653589793")]
    [InlineData("1e20", "1E+20")]
    [InlineData("18446744073709551616", "1.8446744073709552E+19")]
    [InlineData("9007199254740993", "9007199254740992.0")]
    [InlineData("1e-7", "1E-07")]
    public void Decimal_IsWrittenAsOneDouble(string text, string expected)
    {
        Assert.True(Rational.TryParseDecimal(text, out Rational value));
        Assert.Equal((expected, false), CSharp.Number(value));
        Assert.Equal(value.ToDouble(), double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(4, 3, "4.0 / 3")]
    [InlineData(1, 7, "1.0 / 7")]
    public void Fraction_WithoutADecimal_IsWrittenAsAQuotient(int above, int below, string expected) => Assert.Equal((expected, true), CSharp.Number(new Rational(above, below)));

    [Fact]
    public void Fraction_OfGreatParts_IsWrittenAsItsNearestDouble() => Assert.Equal(("0.333333336", false), CSharp.Number(new Rational(333333336, 1000000000)));
}
