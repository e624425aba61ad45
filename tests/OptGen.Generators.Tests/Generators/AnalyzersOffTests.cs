using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>Where no analyzer runs, the generator says what is wrong.</summary>
public class AnalyzersOffTests
{
    private static readonly string s_marked = Class("x_<k+1> = x_k - [|S|](x_k)", T).ReplaceLineEndings("\n");

    /// <summary>A build by the command line knows the property and leaves it empty.</summary>
    private static readonly KeyValuePair<string, string> s_commandLine = KeyValuePair.Create("DesignTimeBuild", "");

    [Theory]
    [InlineData("RunAnalyzers", "false")]
    [InlineData("RunAnalyzersDuringBuild", " False ")]
    public void Run_AnalyzersOff_ReportsAtTheCharacters(string property, string value)
    {
        (string source, SourceSpan span) = Marked.Read(s_marked);

        var run = new GeneratorRun(TestCompilation.Create(source), s_commandLine, KeyValuePair.Create(property, value));

        Diagnose.AssertDiagnostic(
            Assert.Single(run.Diagnostics), source, span, "OPTG205", "N has no operator S; add a factory Module<Tensor, Tensor> S(int k).");
    }

    [Theory]
    [InlineData("RunAnalyzers", "true")]
    [InlineData("RunAnalyzersDuringBuild", "")]
    public void Run_AnalyzersOn_LeavesItToThem(string property, string value)
    {
        var run = new GeneratorRun(TestCompilation.Create(Marked.Read(s_marked).Text), s_commandLine, KeyValuePair.Create(property, value));

        Assert.Empty(run.Diagnostics);
    }

    /// <summary>An editor runs its analyzers whatever the build's properties say, and would show everything twice.</summary>
    [Fact]
    public void Run_InAnEditor_LeavesItToTheAnalyzers()
    {
        var run = new GeneratorRun(
            TestCompilation.Create(Marked.Read(s_marked).Text, "class Other : Missing { }"),
            KeyValuePair.Create("DesignTimeBuild", "true"), KeyValuePair.Create("RunAnalyzersDuringBuild", "false"));

        Assert.Empty(run.Diagnostics);
    }

    /// <summary>The compiler does not ask analyzers once a declaration is wrong.</summary>
    [Theory]
    [InlineData("class Other : Missing { }")]
    [InlineData("class Other { Missing _field; }")]
    [InlineData("class Other { void M() { } void M() { } }")]
    public void Run_ADeclarationElsewhereIsWrong_ReportsAtTheCharacters(string other)
    {
        (string source, SourceSpan span) = Marked.Read(s_marked);

        var run = new GeneratorRun(TestCompilation.Create(source, other), s_commandLine);

        Diagnose.AssertDiagnostic(
            Assert.Single(run.Diagnostics), source, span, "OPTG205", "N has no operator S; add a factory Module<Tensor, Tensor> S(int k).");
    }

    /// <summary>What generated parts will mend is no mistake.</summary>
    [Fact]
    public void Run_APartialPropertyWaitsForItsPart_LeavesItToTheAnalyzers()
    {
        string source = Marked.Read(Class("x_<k+1> = x_k - a*[|S|](x_k)", T, "[Learnable(1)] public partial Parameter a { get; }")).Text;

        Assert.Empty(new GeneratorRun(TestCompilation.Create(source), s_commandLine).Diagnostics);
    }

    [Fact]
    public void Run_AnalyzersOff_FindsNestedAndGenericClasses()
    {
        string source = "namespace A { public partial class O<V> { " + Marked.Read(s_marked).Text.Replace("class N", "class N<U>", StringComparison.Ordinal) + " } }";

        var run = new GeneratorRun(TestCompilation.Create(source), s_commandLine, KeyValuePair.Create("RunAnalyzers", "false"));

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
