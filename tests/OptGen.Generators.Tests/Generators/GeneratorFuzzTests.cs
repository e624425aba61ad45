using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Binding;
using OptGen.Diagnostics;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>Whatever stands in the string, there is an answer, and it lies inside the file.</summary>
public class GeneratorFuzzTests
{
    private static readonly string[] s_pieces =
    [
        "x_k", "x_<k+1>", "x_<k-1>", "y_k", "x_0", "x_<-1>", "T(x_k)", "S(x_k)", "T_k(x_<k-1>)", "K^T(x_k)", "prox[a](x_k)", "B(x_k, y_k)", "a", "b", "c_k", "h_<k,j>",
        "sum[j=0..k](T(x_j))", "soft(x_k, 0.1)", "u", "out", "L", "k", "1/3", "0", "2", "=", "+", "-", "*", "/", "^2", "(", ")", ";", ",", "[", "]", "_", "<", ">", "x", "z", "λ", "ₖ", "…"
    ];

    private static readonly string[] s_members =
    [
        T, "static Linear K(int n) => null!;", "static Bilinear B(int k, int n) => null!;", "static Tensor prox(Tensor x, double s) => x;",
        "[Learnable(0.5, Min = 0, Max = 1)] public partial Parameter a { get; }", "const double b = 0.25;", "static double c(int k) => k;", "readonly double[,] h = null!;"
    ];

    [Fact]
    public void Generator_RandomRecurrences_WritesAndAnswersInsideTheFile()
    {
        int batches = RandomCases.Of(10);
        const int Classes = 1000;
        var random = new Random(20240607);
        int rejected = 0;
        for (int batch = 0; batch < batches; batch++)
        {
            string[] sources = [.. Enumerable.Range(0, Classes).Select(i => Class(Recurrence(random), s_members).Replace("class N", "class N" + i, StringComparison.Ordinal))];
            CSharpCompilation compilation = TestCompilation.Create(sources);
            for (int i = 0; i < Classes; i++)
            {
                INamedTypeSymbol type = compilation.GetTypeByMetadataName("N" + i)!;
                BoundNetwork network = Binder.Bind(type, compilation, default);
                var found = Reporter.Report(network, compilation, default).ToList();
                Assert.Contains("partial class N" + i, Emission.Emitter.Emit(network.Model), StringComparison.Ordinal);
                foreach (Diagnostic diagnostic in found)
                    AssertInside(diagnostic, sources[i]);
                rejected += found.Exists(d => d.Severity == DiagnosticSeverity.Error) ? 1 : 0;
            }
        }
        Assert.InRange(rejected, batches * Classes / 2, (batches * Classes) - (batches * Classes / 100));
    }

    private static void AssertInside(Diagnostic diagnostic, string source)
    {
        if (diagnostic.Location.SourceTree!.ToString() != source || diagnostic.Location.SourceSpan.End > source.Length || diagnostic.GetMessage().Length < 10)
            Assert.Fail($"{diagnostic} does not lie inside: {source}");
    }

    private static string Recurrence(Random random)
    {
        string text = random.Next(4) == 0 ? "" : "x_<k+1> = x_k";
        for (int i = random.Next(8); i > 0; i--)
            text += (random.Next(2) == 0 ? " - " : " ") + s_pieces[random.Next(s_pieces.Length)];
        return text;
    }
}
