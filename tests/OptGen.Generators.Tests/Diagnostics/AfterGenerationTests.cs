using Microsoft.CodeAnalysis.CSharp;
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

    private static CSharpCompilation WithGenerated(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        return compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            Generated, (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "OptGen.Generators/OptGen.Generators.NetworkGenerator/N.g.cs"));
    }
}
