using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>What is written as another language writes it is answered with how it is written here.</summary>
public class AdviceTests
{
    private const string W = "static Linear W(int k, int width) => Linear(width, width);";

    private const string Prox = "static Tensor prox(Tensor x, double s) => x; const double b = 0.5;";

    private const string Shared = "T is one module for all layers of N, for its factory does not begin with int k; ";

    private const string OrShared = ", or [Shared] before the factory if one module is meant.";

    [Theory]
    [InlineData("x_k - [|@|]", "OPTG001", "'@' is not part of the notation; a matrix is an operator, which is applied: write W(x_k).")]
    [InlineData("x_k - T(x_k) + 0*(k [|%|] 2)*x_k", "OPTG001", "'%' is not part of the notation; declare a schedule, such as static double a(int k) => k % 2, and write a_k.")]
    [InlineData("x_k - 0.5[|**|]2*T(x_k)", "OPTG011", "A power is written with ^: write 0.5^2.")]
    [InlineData("x_k - (b)[|**|]2*T(x_k)", "OPTG011", "A power is written with ^: write (b)^2.")]
    [InlineData("[|x[k+1]|] - T(x_k)", "OPTG020", "An index follows _: write x_<k+1>.")]
    [InlineData("x_k - [|prox(x_k, b)|]", "OPTG208", "prox takes 1 tensor as N declares it; 2 are given here; numbers stand in brackets: write prox[b](x_k).")]
    [InlineData("x_k - [|T[k](x_k)|]", "OPTG209", "T is a module and takes no parameters in brackets; 1 is given here; for the module of one layer write T_k(x_k).")]
    [InlineData("x_k - [|T[k - 1](x_k)|]", "OPTG209", "T is a module and takes no parameters in brackets; 1 is given here; for the module of one layer write T_<k-1>(x_k).")]
    [InlineData("x_k - [|W|]*x_k", "OPTG214", "W is an operator, which is applied and not multiplied with; write W(…) with what it is applied to in the parentheses, such as W(x_k).")]
    [InlineData("x_k - x_k*[|prox|]", "OPTG214", "prox is an operator, which is applied and not multiplied with; write prox(…) with what it is applied to in the parentheses, such as prox(x_k).")]
    public void Expression_OfAnotherLanguage_SaysWhatToWrite(string right, string id, string message)
    {
        string source = Class("x_<k+1> = " + right.Replace("[|@|]", "x_k [|@|] W", StringComparison.Ordinal), T, W, Prox);
        (string text, SourceSpan span) = Marked.Read(source.ReplaceLineEndings("\n"));

        Diagnostic diagnostic = Diagnose.Of(TestCompilation.Create(text)).First(d => d.Id == id);

        Diagnose.AssertDiagnostic(diagnostic, text, span, id, message);
    }

    [Theory]
    [InlineData("x_<k+1> = [|(x_k, x_k)|]", "(x_k, x_k) is several tensors, which only out returns; write an equation for each, or one tensor here.")]
    [InlineData("x_<k+1> = T([|(x_k, x_0)|])", "(x_k, x_0) is several tensors, which only out returns; write an equation for each, or one tensor here.")]
    [InlineData("x_<k+1> = T(x_k); out = 0.5*[|(x_L, x_0)|]", "(x_L, x_0) is several tensors, and nothing can be computed of them together; write out = (…, …) with each as it is returned.")]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, [|(x_L, x_0)|])", "(x_L, x_0) is several tensors, and nothing can be computed of them together; write out = (…, …) with each as it is returned.")]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, x_L, x_L, x_L, x_L, x_L, [|T(x_L)|])", "forward returns at most 6 tensors, and this is number 7; return fewer.")]
    public void SeveralTensors_WhereNoneStand_SayWhatToWrite(string text, string message) => Diagnose.Single(Class(text, T), "OPTG021", message);

    [Theory]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, [|0*x_L|])", "OPTG128", "0*x_L is always zero; what it is made of cancels.")]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, x_L)[|)|]", "OPTG010", "This ) closes nothing; remove it.")]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, [||])", "OPTG004", "A number, a name, a call or ( is expected where ')' stands.")]
    [InlineData("x_<k+1> = T(x_k); out = (x_0, [|3|])", "OPTG112", "3 is a scalar, but a tensor is needed here.")]
    public void SeveralResults_WithAMistake_SayWhich(string text, string id, string message)
    {
        (string source, SourceSpan span) = Marked.Read(Class(text, T).ReplaceLineEndings("\n"));

        Diagnostic diagnostic = Assert.Single(Diagnose.Of(TestCompilation.Create(source)), d => d.Id == id);

        Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(span.Start, diagnostic.Location.SourceSpan.Start);
    }

    [Theory]
    [InlineData("int [|layer|], int width", "write int k in place of int layer, as the first parameter")]
    [InlineData("int [|i|], int width", "write int k in place of int i, as the first parameter")]
    [InlineData("long [|k|], int width", "write int k in place of long k, as the first parameter")]
    [InlineData("int width, int [|k|]", "write int k first")]
    public void Factory_ThatSeemsToAskForTheLayer_IsSaidToBeShared(string parameters, string advice) => Diagnose.Single(
        Class("x_<k+1> = x_k - T(x_k)", $"static Module<Tensor, Tensor> T({parameters}) => Linear(width, width);"), "OPTG241", Shared + advice + OrShared);

    [Theory]
    [InlineData("int width, int index")]
    [InlineData("int width, double k2")]
    [InlineData("string layer")]
    [InlineData("int layers, int width")]
    public void Factory_ThatAsksForOtherThings_IsNot(string parameters) => Assert.Empty(
        Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)", $"static Module<Tensor, Tensor> T({parameters}) => null!;")).Where(d => d.Id == "OPTG241"));

    [Fact]
    public void Factory_ThatSaysShared_IsNot() => Assert.Empty(
        Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)", "[Shared] static Module<Tensor, Tensor> T(int layer) => null!;")).Where(d => d.Id == "OPTG241"));

    [Theory]
    [InlineData("0*[|T(x_k)|]")]
    [InlineData("(a - a)*[|T(x_k)|]")]
    [InlineData("(a*2 - 2*a)*[|T(x_k - S(x_k))|]")]
    [InlineData("[|T(x_k)|] - T(x_k)")]
    public void Operator_ThatIsMultipliedByZero_IsSaidToBeUnused(string term)
    {
        string source = Class("x_<k+1> = x_k - S(x_k) - (" + term + ")", T, T.Replace(" T(", " S(", StringComparison.Ordinal), "const double a = 0.5;");

        Diagnose.Single(source, "OPTG242", "T is multiplied by 0 wherever it is applied, so the network never uses it; mend the factor, or remove the term.");
        var run = new GeneratorRun(TestCompilation.Create(Marked.Read(source).Text));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        Assert.Empty(run.Diagnostics);
    }
}
