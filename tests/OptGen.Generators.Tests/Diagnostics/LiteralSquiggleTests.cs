using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>The squiggle is under the same characters in every form of literal.</summary>
public class LiteralSquiggleTests
{
    private const string Message = "N has no operator S; add a factory Module<Tensor, Tensor> S(int k).";

    [Theory]
    [InlineData("\"x_<k+1> = x_k\\t- [|S|](x_k)\"")]
    [InlineData("@\"x_<k+1> = (x_k\n  - [|S|](x_k))\"")]
    [InlineData("\"\"\"\n    y_k = x_k\n    x_<k+1> = y_k - [|S|](x_k)\n    \"\"\"")]
    [InlineData("\"y_k = x_k;\" + \" x_<k+1> = y_k\" + (\" - [|S|](x_k)\")")]
    [InlineData("$\"{\"x_<k+1>\"} = x_k - {\"[|S|]\"}(x_k)\"")]
    [InlineData("equations: \"x_<k+1> = x_k - [|S|](x_k)\", Layers = 3")]
    public void Squiggle_InEveryLiteral_IsUnderTheName(string arguments) =>
        Diagnose.Single($"[Update({arguments})] partial class N {{ {T} }}", "OPTG205", Message);

    [Fact]
    public void Squiggle_InTheSecondAttribute_IsThere() => Diagnose.Single(
        $"[Update(\"y_k = 2*x_k\")] [Update(\"x_<k+1> = y_k - [|S|](x_k)\")] partial class N {{ {T} }}", "OPTG205", Message);

    [Fact]
    public void Squiggle_InAConstantOfTheClass_IsInTheConstant() => Diagnose.Single(
        $"[Update(N.Text)] partial class N {{ const string Text = \"x_<k+1> = x_k - [|S|](x_k)\"; {T} }}", "OPTG205", Message);

    [Fact]
    public void Squiggle_InAConstantOfAnotherFile_IsAtTheUseAndNamesThePlace()
    {
        const string Texts = "static class Texts { public const string Step = \"x_<k+1> = x_k - S(x_k)\"; }";
        (string source, SourceSpan span) = Marked.Read($"[Update([|Texts.Step|])] partial class N {{ {T} }}");

        Diagnostic diagnostic = Assert.Single(Diagnose.Of(TestCompilation.Create(source, Texts)));

        Diagnose.AssertDiagnostic(diagnostic, source, span, "OPTG205", Message);
        Location origin = Assert.Single(diagnostic.AdditionalLocations);
        Assert.Equal((Texts.IndexOf("S(x_k)", StringComparison.Ordinal), 1), (origin.SourceSpan.Start, origin.SourceSpan.Length));
    }

    [Fact]
    public void Squiggle_OfTwoPlaces_NamesTheFirst()
    {
        var diagnostic = Diagnose.Single(
            Class("x_<k+1> = x_k - T(x_k); [|x_<k+1>|] = x_k + T(x_k)", T), "OPTG103", "x is already defined by another line; a state has one equation.");

        Assert.Equal("x_<k+1>", TextAt(Assert.Single(diagnostic.AdditionalLocations)));
    }

    [Fact]
    public void Squiggle_OfAnUnusedInput_IsInTheListOfInputs() => Diagnose.Single(
        $"[Update(\"x_<k+1> = x_k - T(x_k)\", Inputs = \"x, [|u|]\")] partial class N {{ {T} }}",
        "OPTG121", "The input u is declared, but no line reads it and no state starts from it; read it or remove it.");

    private static string TextAt(Location location) => location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length);
}
