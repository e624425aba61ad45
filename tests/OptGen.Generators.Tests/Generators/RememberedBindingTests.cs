using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>A class is bound again whenever something it depends on may have changed, in whichever file that is.</summary>
public class RememberedBindingTests
{
    private const string Recurrence = "x_<k+1> = x_k - a*T(x_k)";

    [Theory]
    [InlineData("class Base { protected const double a = 1; }", "class Base { protected const double b = 1; }")]
    [InlineData("class Base { protected readonly double a = 1; }", "class Base { private readonly double a = 1; }")]
    [InlineData("class Base { protected readonly double a = 1; }", "class Base { protected readonly string a = null!; }")]
    [InlineData("class Base { protected const double a = 1; }", "#nullable disable\nclass Base { protected const double b = 1; }")]
    public void Run_BaseInAnotherFileLosesTheCoefficient_BindsAgain(string before, string after)
    {
        (string first, string second) = BeforeAndAfter(before, after, $"[Update(\"{Recurrence}\")] partial class N : Base {{ {T} }}", module: true);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Run_ConstantTextInAnotherFileChanges_BindsAgain()
    {
        (string first, string second) = BeforeAndAfter(
            "static class Texts { public const string One = \"x_<k+1> = x_k - T(x_k)\"; }",
            "static class Texts { public const string One = \"x_<k+1> = x_k + T(x_k)\"; }",
            $"[Update(Texts.One)] partial class N {{ {T} }}");

        Assert.Contains("x_k - T(x_k)", first, StringComparison.Ordinal);
        Assert.Contains("x_k + T(x_k)", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AttributeOnAPartInAnotherFileChanges_BindsAgain()
    {
        (string first, string second) = BeforeAndAfter(
            "[Update(\"x_<k+1> = y_k - T(x_k)\")] partial class N { }", "[Update(\"x_<k+1> = y_k + T(x_k)\")] partial class N { }",
            $"[Update(\"y_k = x_k\")] partial class N {{ {T} }}");

        Assert.Contains("y_k - T(x_k)", first, StringComparison.Ordinal);
        Assert.Contains("y_k + T(x_k)", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GlobalAliasAppearsInAnotherFile_FindsTheClass()
    {
        (string first, string second) = BeforeAndAfter(
            "", "global using Net = OptGen.UpdateAttribute;", $"[Net(\"x_<k+1> = x_k - T(x_k)\")] partial class N {{ {T} }}");

        Assert.Equal("", first);
        Assert.Contains("x_k - T(x_k)", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_OnlyAMethodsStatementsChange_AreEqual()
    {
        CSharpCompilation compilation = TestCompilation.Create("class C { int M() { return 1; } int P => 1; int Q { get { return 1; } } }");

        Declarations edited = Of(Edit(compilation, "class C { int M() { int two = 2; return two; } int P => 2; int Q { get { return 2; } } }"));

        Assert.Equal(Of(compilation), edited);
    }

    [Theory]
    [InlineData("class C { int M() { return 1; } }")]
    [InlineData("class C { long M() => 1; }")]
    [InlineData("class C { int M() => 1; const int D = 1; }")]
    [InlineData("[Serializable] class C { int M() => 1; }")]
    [InlineData("class C { int M(); }")]
    public void Declarations_AnythingElseChanges_Differ(string edited)
    {
        CSharpCompilation compilation = TestCompilation.Create("class C { int M() => 1; }");

        Assert.NotEqual(Of(compilation), Of(Edit(compilation, edited)));
    }

    [Fact]
    public void Declarations_OtherReferencesOrOptions_Differ()
    {
        CSharpCompilation compilation = TestCompilation.Create("class C { }");

        Assert.NotEqual(Of(compilation), Of(compilation.RemoveReferences(compilation.References.First())));
        Assert.NotEqual(Of(compilation), Of(compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        Assert.NotEqual(Of(compilation), Of(compilation.WithAssemblyName("Other")));
    }

    /// <summary>What is generated for the first file before and after the last file is edited.</summary>
    private static (string Before, string After) BeforeAndAfter(string before, string after, string annotated, bool module = false)
    {
        string Module(string text) => module ? text.Replace("class Base", "class Base() : Module<Tensor, Tensor>(\"\")", StringComparison.Ordinal) : text;
        CSharpCompilation compilation = TestCompilation.Create(annotated, Module(before));
        var run = new GeneratorRun(compilation);
        string first = TextOf(run);
        return (first, TextOf(run.Again(Edit(compilation, Module(after)))));
    }

    private static string TextOf(GeneratorRun run) => string.Concat(run.Result.GeneratedSources.Select(s => s.SourceText.ToString()));

    private static Declarations Of(Compilation compilation) => Declarations.Of(compilation);

    private static CSharpCompilation Edit(CSharpCompilation compilation, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(source)));
    }
}
