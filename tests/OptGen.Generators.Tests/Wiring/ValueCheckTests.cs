using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>What surely has no value is an error under the very characters, when the class is compiled.</summary>
public class ValueCheckTests
{
    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_k)/[|k|]", "k is zero in layer 0, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - k/([|k-1|])*T(x_k)", "k - 1 is zero in layer 1, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - T(x_k)/([|L-4|])", "L - 4 is zero, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - T(x_k)/([|L-k-1|])", "L - k - 1 is zero in layer 3, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - 1/([|a-b|])*T(x_k)", "a - b is zero, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - c_k/[|z|]*T(x_k)", "z is zero, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - soft(T(x_k), 1/[|k|])", "k is zero in layer 0, and something is divided by it.")]
    [InlineData("x_<-1> = x_0/([|a-b|]); x_<k+1> = x_k - T(x_k) + x_<k-1>", "a - b is zero, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - T(x_k); out = x_L/([|a-b|])", "a - b is zero, and something is divided by it.")]
    [InlineData("y_k = x_k/[|k|]; x_<k+1> = y_k - T(y_k)", "k is zero in layer 0, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - sum[j=0..0](1/[|z|]*T(x_j))", "z is zero, and something is divided by it.")]
    [InlineData("t_0 = 2; t_<k+1> = t_k - 1; q_k = 1/[|t_k|]; x_<k+1> = x_k - q_k*T(x_k)", "t_k is zero in layer 2, and something is divided by it.")]
    [InlineData("q_k = k - 3; x_<k+1> = x_k - T(x_k)/[|q_k|]", "q_k is zero in layer 3, and something is divided by it.")]
    [InlineData("t_0 = a - b; t_<-1> = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - T(x_k)/[|t_<k-1+1>|] - t_<k-1>*x_k", "t_k is zero in layer 0, and something is divided by it.")]
    [InlineData("t_0 = 1/[|z|]; t_<k+1> = t_k/2; x_<k+1> = x_k - t_k*T(x_k)", "z is zero, and something is divided by it.")]
    [InlineData("x_<k+1> = x_k - [|z^(k-1)|]*T(x_k)", "z^(k - 1) divides by zero in layer 0, which has no value.")]
    public void DivisorThatIsZero_IsReportedAtTheDivisor(string recurrence, string message) => Diagnose.Single(Network(recurrence), "OPTG118", message);

    [Theory]
    [InlineData("x_<k+1> = x_k - [|log(k)|]*T(x_k)", "log(k) is infinite in layer 0, and the numbers of a network must be finite.")]
    [InlineData("x_<k+1> = x_k - [|sqrt(1-k)|]*T(x_k)", "sqrt(1 - k) is not a number in layer 2, and the numbers of a network must be finite.")]
    [InlineData("x_<k+1> = x_k - [|sqrt(-a)|]*T(x_k)", "sqrt(-a) is not a number, and the numbers of a network must be finite.")]
    [InlineData("x_<k+1> = x_k - [|1e309|]*T(x_k)", "1e309 is greater than any number that a network computes with, 1.8e308.")]
    [InlineData("x_<k+1> = x_k - c_k*([|1e200*1e200|])*T(x_k)", "1e200*1e200 is greater than any number that a network computes with, 1.8e308.")]
    [InlineData("t_0 = 5; t_<k+1> = t_k - 2; x_<k+1> = x_k - [|sqrt(t_k)|]*T(x_k)", "sqrt(t_k) is not a number in layer 3, and the numbers of a network must be finite.")]
    [InlineData("t_0 = 1; t_<k+1> = [|log(t_k - a)|]; x_<k+1> = x_k - t_k*T(x_k)", "log(t_k - a) is not a number in layer 1, and the numbers of a network must be finite.")]
    [InlineData("t_0 = 1e200; t_<k+1> = [|t_k^2|]; x_<k+1> = x_k - t_k*T(x_k)", "t_k^2 is greater than any number that a network computes with in layer 0, 1.8e308.")]
    public void NumberThatIsNotFinite_IsReportedAtTheScalar(string recurrence, string message) => Diagnose.Single(Network(recurrence), "OPTG130", message);

    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_k)/(k+1)")]
    [InlineData("x_<k+1> = x_k - T(x_k)/(k-4)")]
    [InlineData("x_<k+1> = x_k - T(x_k)/c_k")]
    [InlineData("x_<k+1> = x_k - 1e309*1e-309*T(x_k)")]
    [InlineData("x_<k+1> = x_k - sum[j=0..k-1](1/k*T(x_j))")]
    [InlineData("x_<k+1> = x_k - log(k+1)*T(x_k) - exp(-1000)*x_k")]
    [InlineData("t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; q_k = (t_k - 1)/t_<k+1>; x_<k+1> = x_k - q_k*T(x_k)")]
    [InlineData("t_0 = 1; t_<k+1> = 4*t_k^2 + 1/3; x_<k+1> = x_k - T(x_k)/t_k - z^k*x_k")]
    public void Number_ThatExists_IsNotReported(string recurrence) => Assert.DoesNotContain(Diagnose.Of(Network(recurrence)), d => d.Id is "OPTG118" or "OPTG130");

    /// <summary>Of an unknown number of layers, the first is sure to run.</summary>
    [Fact]
    public void DivisorThatIsZero_LayersUnknown_IsReportedInLayer0Only()
    {
        Assert.Contains(Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)/k", T)), d => d.Id == "OPTG118");
        Assert.DoesNotContain(Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)/(k-3)", T)), d => d.Id == "OPTG118");
    }

    private static string Network(string recurrence) =>
        Class(recurrence, T, "const double a = 0.5;", "const float b = 0.5f;", "const int z = 0;", "static double c(int k) => k;").Replace("\")]", "\", Layers = 4)]", StringComparison.Ordinal);
}
