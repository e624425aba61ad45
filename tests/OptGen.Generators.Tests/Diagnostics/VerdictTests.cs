using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>The verdict knows of the coefficients what C# knows.</summary>
public class VerdictTests
{
    [Theory]
    [InlineData("const double a = 0.5;", "")]
    [InlineData("const double a = 1.5;", "OPTG302")]
    [InlineData("const double a = 1;", "OPTG302")]
    [InlineData("static readonly double a = 1.5;", "")]
    [InlineData("[Learnable(0.5)] public partial Parameter a { get; }", "")]
    [InlineData("[Learnable(0.5, Min = -1, Max = 1)] public partial Parameter a { get; }", "")]
    [InlineData("[Learnable(0.5, Min = 0, Max = 2)] public partial Parameter a { get; }", "OPTG303")]
    [InlineData("static double a(int k) => 1.5;", "OPTG305")]
    public void HeavyBall_IsJudgedByItsCoefficient(string member, string id) => Assert.Equal(
        id, string.Join(" ", Diagnose.Of(Class("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", T, member)).Select(d => d.Id)));

    [Fact]
    public void Unstable_NamesTheRoot() => Assert.Contains(
        "root -5", Assert.Single(Diagnose.Of(Class("x_<k+1> = -4*x_k + 5*x_<k-1> + 4*T(x_k) + 2*T(x_<k-1>)", T))).GetMessage(), StringComparison.Ordinal);

    [Fact]
    public void Mistake_LeavesNothingToJudge() =>
        Assert.Equal("OPTG205", Assert.Single(Diagnose.Of(Class("x_<k+1> = 2*x_k - S(x_k)", T))).Id);
}
