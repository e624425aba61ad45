using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class ParserTests
{
    [Theory]
    [InlineData("x_<k+1> = x_k - b*T(x_k)", "x_<k+1> = x_k - b*T(x_k)")]
    [InlineData("x_{k+1} = x_{k} - b·T(x_k)", "x_<k+1> = x_k - b*T(x_k)")]
    [InlineData("xₖ₊₁ = xₖ − b × T(xₖ₋₁₂)", "x_<k+1> = x_k - b*T(x_<k-12>)")]
    [InlineData("x_<1+k> = x_<k-3+2> ∗ λ", "x_<k+1> = x_<k-1>*λ")]
    [InlineData("x_<-1> = x_0; out = head(x_L)", "x_<-1> = x_0\nout = head(x_L)")]
    [InlineData("x₀ = stem(u)\n\n# a comment; with a semicolon\ny_k = x_k # and another", "x_0 = stem(u)\ny_k = x_k")]
    [InlineData("u_k = A^T(y_k) + K_k^T(x_<k-1>)", "u_k = A^T(y_k) + K_k^T(x_<k-1>)")]
    [InlineData("x_<k+1> = prox[s, 2*t](x_k) - T_k(x_<k-1>)", "x_<k+1> = prox[s, 2*t](x_k) - T_k(x_<k-1>)")]
    [InlineData("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))", "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))")]
    [InlineData("y_<k+1> = sum[ j = k-3 .. k ](h_{k-j}*y_j/(j+1))", "y_<k+1> = sum[j=k-3..k](h_<k-j>*y_j/(j + 1))")]
    [InlineData("x_<k+1> = soft(relu(x_k), s_k)*min(a, b, 1.50e-3)^2", "x_<k+1> = soft(relu(x_k), s_k)*min(a, b, 0.0015)^2")]
    [InlineData("x_<k+1> = (k/(k+3))*x_k - L*-(-x_k)", "x_<k+1> = k/(k + 3)*x_k - L*(--x_k)")]
    [InlineData("z = T(z, u)", "z = T(z, u)")]
    [InlineData("x_<k+1> = a - (b - c)\r\ny_k = (a*b)*c + a*(b*c)", "x_<k+1> = a - (b - c)\ny_k = a*b*c + a*(b*c)")]
    [InlineData("x_<k+1> = f(x_k,\n   y_k)\ny_k = x_k", "x_<k+1> = f(x_k, y_k)\ny_k = x_k")]
    [InlineData("x_<k+1> = +x_k", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = a^(2)*silu(x_k)", "x_<k+1> = a^2*silu(x_k)")]
    [InlineData("x_<k+1> = sum[p=0..k](T(xₚ)) + sum[s=0..k](S(xₛ))", "x_<k+1> = sum[p=0..k](T(x_p)) + sum[s=0..k](S(x_s))")]
    public void Parse_WellFormedText_PrintsCanonically(string text, string canonical)
    {
        ParseResult result = Parser.Parse(text);

        Assert.Empty(result.Problems);
        Assert.Equal(canonical, result.Tree.ToString());
        Assert.Equal(result.Tree, Parser.Parse(canonical).Tree);
    }

    [Fact]
    public void Parse_EveryNode_KnowsItsSpan()
    {
        const string Text = "x_<k+1> = x_k + a*(x_k - xₖ₋₁) - T(x_0)";
        Equation equation = Parser.Parse(Text).Tree.Equations[0];

        Assert.Equal("x_<k+1>", equation.Left.Span.In(Text));
        Assert.Equal("x", equation.Left.NameSpan.In(Text));
        Assert.Equal("k+1", equation.Left.Index!.Span.In(Text));
        Assert.Equal(Text, equation.Span.In(Text));
        var minus = Assert.IsType<Binary>(equation.Right);
        Assert.Equal("T(x_0)", minus.Right.Span.In(Text));
        var plus = Assert.IsType<Binary>(minus.Left);
        Assert.Equal("x_k + a*(x_k - xₖ₋₁)", plus.Span.In(Text));
        var product = Assert.IsType<Binary>(plus.Right);
        Assert.Equal("a*(x_k - xₖ₋₁)", product.Span.In(Text));
        var difference = Assert.IsType<Binary>(product.Right);
        Assert.Equal("x_k - xₖ₋₁", difference.Span.In(Text));
        Assert.Equal("xₖ₋₁", difference.Right.Span.In(Text));
    }

    [Fact]
    public void Parse_SameSystemElsewhereInTheText_IsEqual()
    {
        RecurrenceTree tree = Parser.Parse("x_<k+1> = x_k - T(x_k)").Tree;

        Assert.Equal(tree, Parser.Parse("# moved\n   x_<k+1>   =   (x_k) - T(x_k)").Tree);
        Assert.Equal(tree.GetHashCode(), Parser.Parse("\n x_{k+1}=x_k-T(x_k)").Tree.GetHashCode());
        Assert.NotEqual(tree, Parser.Parse("x_<k+1> = x_k + T(x_k)").Tree);
        Assert.NotEqual(tree, Parser.Parse("x_<k+1> = x_k - T(x_<k-1>)").Tree);
    }

    [Theory]
    [InlineData("0.1", 1, 10)]
    [InlineData(".5", 1, 2)]
    [InlineData("2.5e+1", 25, 1)]
    [InlineData("1e-2", 1, 100)]
    public void Parse_Number_IsExact(string literal, int numerator, int denominator)
    {
        Equation equation = Parser.Parse("x_k = " + literal).Tree.Equations[0];

        Assert.Equal(new Rational(numerator, denominator), Assert.IsType<Number>(equation.Right).Value);
    }
}
