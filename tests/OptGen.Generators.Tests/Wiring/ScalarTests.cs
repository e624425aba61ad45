using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

public class ScalarTests
{
    /// <summary>The coefficient of x_k in a recurrence whose right side is that coefficient times x_k.</summary>
    private static Scalar Read(string text)
    {
        WiringResult result = Wirer.Wire($"x_<k+1> = ({text})*x_k", WiringOptions.Default);
        Assert.Empty(result.Problems);
        return Assert.Single(result.Plan!.Layer.OfType<AssignStep>()).Value.Terms[0].Coefficient;
    }

    [Theory]
    [InlineData("1/3 + 1/6", "0.5")]
    [InlineData("a + b - a + 2*b", "3*b")]
    [InlineData("(1 + a)*(1 - a)", "1 - a^2")]
    [InlineData("(a + b)^2", "2*a*b + a^2 + b^2")]
    [InlineData("(a + b)^9", "(a + b)^9")]
    [InlineData("a/b*b", "a")]
    [InlineData("0.1/(1 - a) - 0.1*a/(1 - a)", "0.1")]
    [InlineData("a/(a + b) + b/(a + b)", "1")]
    [InlineData("(a^2 - b^2)/(a - b)", "a + b")]
    [InlineData("(1 - a)/(a - 1)", "-1")]
    [InlineData("a/(b + c) + b/(a + c)", "b/(a + c) + a/(b + c)")]
    [InlineData("(k - 1)/(k + 2)", "-1/(2 + k) + k/(2 + k)")]
    [InlineData("k/(k + 3)", "k/(3 + k)")]
    [InlineData("a/(2*b*c_k)", "0.5*a/(b*c_k)")]
    [InlineData("1/(a - 1) + 1/(1 - a) + 1", "1")]
    [InlineData("sqrt(4/9) + min(2, 1/2) + abs(-3) + pow(2, -2)", "53/12")]
    [InlineData("exp(0) + log(1) + sqrt(2)", "1 + sqrt(2)")]
    [InlineData("max(1/4, 1/2) - min(1/4, 1/2) + max(-2, -3, -5/2)", "-1.75")]
    [InlineData("pow(a, 2) - a^2 + 5", "5")]
    [InlineData("a*j^2 + sqrt(j) + 1/(1 + j)", "j^2*a + 1/(1 + j) + sqrt(j)")]
    [InlineData("sum[j=1..3](j*a + c_j)", "6*a + c_1 + c_2 + c_3")]
    [InlineData("h_<k,0>*L - L*h_<k,0> + 1e-3", "0.001")]
    public void NormalForm_Expression_IsCollectedAndFolded(string text, string normal) => Assert.Equal(normal, Read(text).ToString());

    [Fact]
    public void Equals_SameValueWrittenDifferently_IsTrue()
    {
        Assert.Equal(Read("(1 + a)*b - b/2"), Read("a*b + 0.5*b"));
        Assert.NotEqual(Read("a_k"), Read("a_<k-1>"));
    }

    /// <summary>Both are shown as j, wherever they stand.</summary>
    [Fact]
    public void Equals_ACoefficientNamedAsTheVariableOfASum_IsFalse()
    {
        Scalar coefficient = Scalar.Of(new CoefficientAtom("j", []));
        Scalar variable = Scalar.Of(SymbolAtom.Variable);

        foreach (Func<Scalar, Scalar> form in new Func<Scalar, Scalar>[]
                 { s => s, s => (s + Scalar.One).Reciprocal(), s => Scalar.Of(new FunctionAtom(ScalarFunction.Sqrt, [s + Scalar.One])) })
        {
            Assert.NotEqual(form(coefficient), form(variable));
            Assert.Equal(form(coefficient).ToString(), form(variable).ToString());
        }
    }

    [Fact]
    public void Substitute_Layer_MovesEveryIndex()
    {
        Scalar scalar = Read("k*c_k/(k + 3) + h_<k,0>");

        Assert.Equal("-c_<k-1>/(2 + k) + c_<k-1>*k/(2 + k) + h_<k-1,0>", scalar.Substitute(AffineIndex.AtLayer(-1), default).ToString());
        Assert.Equal("0.4*c_2 + h_<2,0>", scalar.Substitute(AffineIndex.At(2), default).ToString());
    }
}
