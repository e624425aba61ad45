using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>Where no analyzer runs, the generator says what is wrong.</summary>
public class AnalyzersOffTests
{
    private static readonly string s_marked = Class("x_<k+1> = x_k - [|S|](x_k)", T).ReplaceLineEndings("\n");

    [Theory]
    [InlineData("RunAnalyzers", "false")]
    [InlineData("RunAnalyzersDuringBuild", " False ")]
    public void Run_AnalyzersOff_ReportsAtTheCharacters(string property, string value)
    {
        (string source, SourceSpan span) = Marked.Read(s_marked);

        var run = new GeneratorRun(TestCompilation.Create(source), KeyValuePair.Create(property, value));

        Diagnose.AssertDiagnostic(
            Assert.Single(run.Diagnostics), source, span, "OPTG205", "N has no operator S; add a factory Module<Tensor, Tensor> S(int k).");
    }

    [Theory]
    [InlineData("RunAnalyzers", "true")]
    [InlineData("RunAnalyzersDuringBuild", "")]
    public void Run_AnalyzersOn_LeavesItToThem(string property, string value)
    {
        var run = new GeneratorRun(TestCompilation.Create(Marked.Read(s_marked).Text), KeyValuePair.Create(property, value));

        Assert.Empty(run.Diagnostics);
    }

    [Fact]
    public void Run_AnalyzersOff_FindsNestedAndGenericClasses()
    {
        string source = "namespace A { public partial class O<V> { " + Marked.Read(s_marked).Text.Replace("class N", "class N<U>", StringComparison.Ordinal) + " } }";

        var run = new GeneratorRun(TestCompilation.Create(source), KeyValuePair.Create("RunAnalyzers", "false"));

        Assert.Equal("OPTG205", Assert.Single(run.Diagnostics).Id);
    }

    [Fact]
    public void Warning_IsSilencedByPragma()
    {
        string source = Class("x_<k+1> = x_k - T(x_k)", T, "#pragma warning disable OPTG218", "[Learnable(1)] public partial Parameter a { get; }", "#pragma warning restore OPTG218")
            .Replace("    #pragma", "#pragma", StringComparison.Ordinal);

        Assert.Empty(Diagnose.Of(source).Where(d => !d.IsSuppressed));
    }

    [Fact]
    public void Error_IsNotSilencedByPragma()
    {
        string source = "#pragma warning disable OPTG205\n" + Marked.Read(s_marked).Text;

        Assert.Equal("OPTG205", Assert.Single(Diagnose.Of(source), d => !d.IsSuppressed).Id);
    }
}
