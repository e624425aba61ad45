using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Diagnostics;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>Analyzers see the generated parts too; what they say must not depend on them.</summary>
public class AfterGenerationTests
{
    private const string Generated = """
        partial class N : global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>
        {
            public N(int width, int layers, string name = "N") : base(name) { }
            public override global::TorchSharp.torch.Tensor forward(global::TorchSharp.torch.Tensor x) => x;
            private const double missing = 1;
            private void Initialize(int width, int layers) { }
        }
        """;

    [Fact]
    public void GeneratedConstructorAndBase_AreNotTheUsers() => Assert.Empty(Diagnose.Of(WithGenerated(Class("x_<k+1> = x_k - T(x_k)", T))));

    [Fact]
    public void GeneratedMember_BindsNoName() =>
        Assert.Equal("OPTG206", Assert.Single(Diagnose.Of(WithGenerated(Class("x_<k+1> = x_k - missing*T(x_k)", T)))).Id);

    /// <summary>The generator saw no T, so the class is empty; the analyzer sees T, and finds nothing wrong.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("true", false)]
    public async Task Member_ThatAnotherGeneratorWrites_IsSaidByBuilds(string designTime, bool isSaid)
    {
        string source = Class("x_<k+1> = x_k - T(x_k)").ReplaceLineEndings("\n");
        const string Other = "partial class N { private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); }";
        CSharpCompilation compilation = TestCompilation.Create(source);
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        output = output.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Other, (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Other/Other.Generator/T.g.cs"));

        var options = new AnalyzerOptions([], new BuildProperties(KeyValuePair.Create("DesignTimeBuild", designTime)));
        var found = await output.WithAnalyzers([new RecurrenceAnalyzer()], options).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(isSaid ? ["OPTG244"] : [], found.Select(d => d.Id));
        Assert.All(found, d => Assert.StartsWith("N was given no content: a member that its recurrence names", d.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Class_ThatHasContent_IsNotSaidToBeEmpty()
    {
        CSharpCompilation compilation = TestCompilation.Create(Class("x_<k+1> = x_k - T(x_k)", T));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);

        var options = new AnalyzerOptions([], new BuildProperties(KeyValuePair.Create("DesignTimeBuild", "")));

        Assert.Empty(await output.WithAnalyzers([new RecurrenceAnalyzer()], options).GetAnalyzerDiagnosticsAsync());
    }

    private static CSharpCompilation WithGenerated(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        return compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            Generated, (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "OptGen.Generators/OptGen.Generators.NetworkGenerator/N.g.cs"));
    }
}
