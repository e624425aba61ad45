using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>Diagnostics that depend on the project around the class.</summary>
public class EnvironmentTests
{
    [Fact]
    public void Torch_Missing_IsTheOnlyError()
    {
        const string Source = "[Update(\"x_<k+1> = x_k - T(x_k)\")] public partial class N { }";
        CSharpCompilation compilation = TestCompilation.Create(LanguageVersion.CSharp13, [], [Source]);

        var diagnostic = Assert.Single(Diagnose.Of(compilation));

        Diagnose.AssertDiagnostic(
            diagnostic, Source, new(Source.IndexOf("N {", StringComparison.Ordinal), 1), "OPTG230",
            "N becomes a torch module, and this project does not refer to torch; add the package TorchSharp.");
    }

    [Fact]
    public void Learnable_BeforeCSharp13_NamesTheVersion()
    {
        string source = Class("x_<k+1> = x_k - a*T(x_k)", T, "[Learnable(1)] public partial Parameter a { get; }");
        CSharpCompilation compilation = TestCompilation.Create(LanguageVersion.CSharp12, [TestCompilation.TorchSharp], [source]);

        var diagnostic = Assert.Single(Diagnose.Of(compilation));

        Assert.Equal("OPTG219", diagnostic.Id);
        Assert.Equal(
            "[Learnable] properties need C# 13 or later, and this project compiles C# 12.0; set LangVersion to 13.0.", diagnostic.GetMessage());
    }
}
