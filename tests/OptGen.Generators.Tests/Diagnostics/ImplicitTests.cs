using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>A recurrence whose layers have to be solved is one error, where the unknown iterate is read, and the class keeps its surface.</summary>
public class ImplicitTests
{
    [Theory]
    [InlineData("x_<k+1> = x_k - 0.5*T([|x_<k+1>|])")]
    [InlineData("x_<k+1> = x_k - 0.25*T([|x_<k+1>|]) - 0.25*T(x_k)")]
    [InlineData("x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 1/3*T([|x_<k+1>|])")]
    [InlineData("y_k = x_k + 0.5*(x_k - x_<k-1>); x_<k+1> = y_k - 0.5*T(y_k) - 0.5*T([|x_<k+1>|])")]
    public void Layer_ThatReadsItsOwnResult_IsOneErrorAtTheUse(string recurrence) =>
        AssertOneError($$"""
            [Update("{{recurrence}}", Layers = 4)]
            public partial class N
            {
                static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
            }

            public static class Use
            {
                public static Tensor Of(Tensor x) => new N(3).forward(x);
                public static Recurrence Text => N.Recurrence;
            }
            """);

    [Fact]
    public void Equilibrium_IsOneErrorAtTheUse() =>
        AssertOneError("""
            [Update("z = T([|z|], u)", Inputs = "u")]
            public partial class N
            {
                static Module<Tensor, Tensor, Tensor> T(int width) => new Both(width);
            }

            public class Both(int width) : Module<Tensor, Tensor, Tensor>(nameof(Both))
            {
                public int Width => width;
                public override Tensor forward(Tensor z, Tensor u) => z + u;
            }

            public static class Use
            {
                public static Tensor Of(Tensor u) => new N(3, 2).forward(u);
            }
            """);

    private static void AssertOneError(string marked)
    {
        Diagnostic diagnostic = Diagnose.Single(
            marked, "OPTG232",
            $"{(marked.Contains("[|z|]", StringComparison.Ordinal) ? "z" : "x")} is read here before it is known, so its layer has to be solved, which "
            + "this version cannot do; write an explicit recurrence.");
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);

        var run = new GeneratorRun(TestCompilation.Create(Marked.Read(marked.ReplaceLineEndings("\n")).Text));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }
}
