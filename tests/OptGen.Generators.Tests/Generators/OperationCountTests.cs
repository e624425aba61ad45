using System.Text.RegularExpressions;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Generators;

/// <summary>A combination of n tensors is written as at most n tensor operations, one less where two coefficients add up to 1.</summary>
public partial class OperationCountTests
{
    [Theory]
    [InlineData("x_k", 0)]
    [InlineData("0.5*x_k", 1)]
    [InlineData("-x_k", 1)]
    [InlineData("x_k - T(x_k)", 1)]
    [InlineData("x_k - 2*T(x_k)", 1)]
    [InlineData("x_k - a*T(x_k)", 1)]
    [InlineData("T(x_k) - x_k/3", 1)]
    [InlineData("x_k/2 + a*T(x_k)", 2)]
    [InlineData("x_k + a*(x_k - x_<k-1>) - T(x_k)", 2)]
    [InlineData("x_k + a*(x_k - x_<k-1>) - a*T(x_k)", 2)]
    [InlineData("(1-a)*x_k + a*T(x_k)", 1)]
    [InlineData("T(x_k)/4 + 3/4*x_k", 1)]
    [InlineData("(1+a)*(x_k - a*T(x_k)) - a*(x_<k-1> - a*T(x_<k-1>))", 3)]
    [InlineData("x_k - a*(23/12*T(x_k) - 16/12*T(x_<k-1>) + 5/12*T(x_<k-2>))", 3)]
    [InlineData("x_k + k/(k+3)*(x_k - x_<k-1>) - s_k*T(x_k)", 2)]
    public void Combination_WithConstantFactors_HasNoMoreOperationsThan(string right, int operations)
    {
        var run = new GeneratorRun(TestCompilation.Create(Networks.Class(
            "x_<k+1> = " + right, "const double a = 0.3;", "static double s(int k) => 1.0 / (k + 1);", Networks.T)));
        string text = Assert.Single(run.Result.GeneratedSources).SourceText.ToString();

        string line = Assert.Single(text.Split('\n'), l => l.Contains("var xNext = ", StringComparison.Ordinal));
        Assert.Equal(operations, TensorOperation().Count(line));
        Assert.DoesNotContain("torch.tensor(", text, StringComparison.Ordinal);
    }

    /// <summary>A solver evaluates the equations many times: they hold what depends on the unknowns, and nothing else.</summary>
    [Theory]
    [InlineData("x_k - a*T(x_<k+1>)", 1, 1)]
    [InlineData("x_k + a*(x_k - x_<k-1>) - a*S(x_k) - a*T(x_<k+1>)", 1, 1)]
    [InlineData("x_k - a/2*(T(x_<k+1>) + T(x_k))", 1, 1)]
    [InlineData("g*x_k - (1-g)*S(x_k) - g*T(x_<k+1>)", 1, 1)]
    [InlineData("x_k - g*S(x_k) - (1-g)*T(x_<k+1> + a*S(x_k) - 2*x_k)", 2, 1)]
    [InlineData("x_k - g*T(x_k) - a*T(x_<k+1>) - sum[j=0..k+1](s_j*S(x_j))", 2, 2)]
    public void Equations_OfASolve_HaveOnlyWhatChanges(string right, int operations, int calls)
    {
        var run = new GeneratorRun(TestCompilation.Create(Networks.Class(
            "x_<k+1> = " + right, "const double a = 0.3;", "static double s(int k) => 1.0 / (k + 1);", "static Module<Tensor, Tensor> S(int width) => Linear(width, width);",
            "[Learnable(0.5, Min = 0, Max = 1, PerLayer = true)] public partial Parameter g { get; }", Networks.T)));
        string text = Assert.Single(run.Result.GeneratedSources).SourceText.ToString();
        string method = text[text.IndexOf(" Equations(int", StringComparison.Ordinal)..];
        method = method[..method.IndexOf("\n    }", StringComparison.Ordinal)];

        Assert.Equal((operations, calls), (TensorOperation().Count(method), method.Split("_operators.Call(").Length - 1));
    }

    [Fact]
    public void TrainedCoefficients_OfAllLayers_AreTakenApartOnce()
    {
        var run = new GeneratorRun(TestCompilation.Create(Networks.Class(
            "x_<k+1> = g*x_k + (1-g)*T(x_k) - b*x_<k-1>", "[Learnable(0.5, Min = 0, Max = 1, PerLayer = true)] public partial Parameter g { get; }",
            "[Learnable(0.5, PerLayer = true)] public partial Parameter b { get; }", Networks.T)));
        string forward = Assert.Single(run.Result.GeneratedSources).SourceText.ToString();
        forward = forward[forward.IndexOf(" forward(", StringComparison.Ordinal)..];
        int loop = forward.IndexOf("for (k = 0", StringComparison.Ordinal);

        Assert.Equal(2, forward[..loop].Split(".unbind()").Length - 1);
        Assert.DoesNotContain("unbind", forward[loop..], StringComparison.Ordinal);
        Assert.Equal(2, TensorOperation().Count(Assert.Single(forward.Split('\n'), l => l.Contains("var xNext = ", StringComparison.Ordinal))));
    }

    [GeneratedRegex(@"\.(mul|Times|Lerp|neg|add|sub|addcmul|clone|zeros_like|div)_?\(")]
    private static partial Regex TensorOperation();
}
