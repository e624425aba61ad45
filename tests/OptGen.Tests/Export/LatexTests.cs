using System.Text.RegularExpressions;
using OptGen.Export;

namespace OptGen.Tests.Export;

/// <summary>Equations as LaTeX.</summary>
public sealed partial class LatexTests
{
    public static TheoryData<string> Texts => PictureTests.Texts;

    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", @"x_{k+1} &= x_{k} + a \, (x_{k} - x_{k-1}) - b \, T(x_{k})")]
    [InlineData("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - T(y_k)", @"y_{k} &= x_{k} + \frac{k}{k + 3} \, (x_{k} - x_{k-1})")]
    [InlineData("x_<k+1> = x_k - sum[j=0..k](h_<k+1,j>*T(x_j))", @"x_{k+1} &= x_{k} - \sum_{j=0}^{k} h_{k+1, j} \, T(x_{j})")]
    [InlineData("x_<k+1> = a*sum[j=0..k](x_j - T(x_j))", @"x_{k+1} &= a \, \sum_{j=0}^{k} (x_{j} - T(x_{j}))")]
    [InlineData("x_<k+1> = x_k - sum[j=0..k](x_j)*a", @"x_{k+1} &= x_{k} - \left(\sum_{j=0}^{k} x_{j}\right) \, a")]
    [InlineData("x_<k+1> = prox[s_k](x_k - K^T(K(x_k)))", @"x_{k+1} &= \mathrm{prox}_{s_{k}}(x_{k} - K^{\top}(K(x_{k})))")]
    [InlineData("u_k = x_k - T1(x_k); x_<k+1> = x_k - T1_k(u_k)", @"x_{k+1} &= x_{k} - T_{1, k}(u_{k})")]
    [InlineData("x_<k+1> = λ*x_k - 2*3*T(x_k)", @"x_{k+1} &= \lambda \, x_{k} - 2 \cdot 3 \, T(x_{k})")]
    [InlineData("x_<k+1> = x_k - soft(x_k, s)/4 - relu(x_k)", @"x_{k+1} &= x_{k} - \frac{\operatorname{soft}_{s}(x_{k})}{4} - \operatorname{ReLU}(x_{k})")]
    [InlineData("x_<k+1> = (1+a)^2*x_k - (-a)*T(x_k) + sqrt(a^2)^3*S(x_k)", @"x_{k+1} &= (1 + a)^{2} \, x_{k} - (-a \, T(x_{k})) + {\sqrt{a^{2}}}^{3} \, S(x_{k})")]
    [InlineData("x_<k+1> = (1 - g(x_k))*x_k + 0.5*g(x_k)*T(x_k) - a*x_k", @"x_{k+1} &= (1 - g(x_{k})) \odot x_{k} + 0.5 \, g(x_{k}) \odot T(x_{k}) - a \, x_{k}")]
    [InlineData("x_<k+1> = x_k - 0.9^k*a^(L-k)*T(x_k)", @"x_{k+1} &= x_{k} - 0.9^{k} \, a^{L - k} \, T(x_{k})")]
    [InlineData("t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; x_<k+1> = x_k - t_k*T(x_k)", @"t_{k+1} &= \frac{1 + \sqrt{1 + 4 \, t_{k}^{2}}}{2}")]
    [InlineData("v_0 = 0*K(x_0); v_<k+1> = v_k + K(x_k); x_<k+1> = x_k - S(v_k)", @"v_{0} &= 0 \, K(x_{0})")]
    [InlineData("z = T(z, u); out = head(z)", @"\mathrm{out} &= \mathrm{head}(z)")]
    public void ToLatex_WritesEachEquationAsPeopleDo(string text, string line) =>
        Assert.Contains(line, Recurrence.Parse(text).ToLatex().Split('\n').Select(l => l.Trim().Replace(" \\\\", "", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToLatex_OfTheGallery_IsBalancedAndOfKnownCommands(string text)
    {
        string latex = PictureTests.All[text].ToLatex();

        int depth = 0;
        foreach (char c in latex)
        {
            depth += c switch { '{' => 1, '}' => -1, _ => 0 };
            Assert.True(depth >= 0, latex);
        }

        Assert.Equal(0, depth);
        Assert.Equal(Regex.Count(latex, @"\\left"), Regex.Count(latex, @"\\right"));
        Assert.All(Commands().Matches(latex), m => Assert.Contains(m.Value[1..], s_known));
        Assert.Equal(text.Split('\n').Length, Regex.Count(latex, " &= "));
    }

    private static readonly string[] s_known =
    [
        "begin", "end", "mathrm", "operatorname", "frac", "sum", "left", "right", "top", "sqrt", "cdot", "odot", "tanh", "exp", "min", "lambda", "alpha", "beta"
    ];

    [GeneratedRegex(@"\\[a-zA-Z]+")]
    private static partial Regex Commands();
}
