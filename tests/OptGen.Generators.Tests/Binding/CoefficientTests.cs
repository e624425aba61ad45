using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

public class CoefficientTests
{
    [Theory]
    [InlineData("const double a = 0.1;", 1, 10)]
    [InlineData("const float a = 0.1f;", 1, 10)]
    [InlineData("const decimal a = -2.50m;", -5, 2)]
    [InlineData("const int a = 7;", 7, 1)]
    [InlineData("const double a = 1e-3;", 1, 1000)]
    public void Constant_HasItsExactValue(string member, int numerator, int denominator)
    {
        CoefficientModel model = Coefficient("a", member);

        Assert.Equal((CoefficientForm.Constant, true, new Rational(numerator, denominator)), (model.Form, model.IsStatic, model.Value));
    }

    [Theory]
    [InlineData("readonly double a = 0.5;", "a", CoefficientForm.Number, false)]
    [InlineData("static readonly float a = 0.5f;", "a", CoefficientForm.Number, false)]
    [InlineData("double a { get; } = 1;", "a", CoefficientForm.Number, false)]
    [InlineData("double a { get; init; }", "a", CoefficientForm.Number, false)]
    [InlineData("static double a => 1;", "a", CoefficientForm.Number, false)]
    [InlineData("static double a(int k) => k;", "a_k", CoefficientForm.Schedule, true)]
    [InlineData("static double a(int k) => k;", "a", CoefficientForm.Schedule, true)]
    [InlineData("readonly double[] a = [];", "a_k", CoefficientForm.Values, true)]
    [InlineData("static double a(int k, int j) => k;", "a_<k+1,0>", CoefficientForm.TableMethod, true)]
    [InlineData("readonly double[,] a = null!;", "a_<k+1,0>", CoefficientForm.Table, true)]
    [InlineData("readonly double[][] a = null!;", "a_<k+1,0>", CoefficientForm.JaggedTable, true)]
    public void Member_OfANumberType_IsACoefficient(string member, string use, object form, bool varies)
    {
        CoefficientModel model = Coefficient(use, member);

        Assert.Equal(((CoefficientForm)form, varies, (Rational?)null), (model.Form, model.VariesByLayer, model.Value));
    }

    [Fact]
    public void Learnable_KeepsWhatTheAttributeSays()
    {
        CoefficientModel model = Coefficient("a", "[Learnable(0.5, Min = 0, Max = 1, PerLayer = true, Channels = 8)] protected internal virtual partial Parameter a { get; }");

        Assert.Equal(
            new LearnableModel("protected internal virtual partial", "global::TorchSharp.Modules.Parameter", 0.5, 0, 1, true, 8, true), model.Learnable);
        Assert.True(model.VariesByLayer);
    }

    [Fact]
    public void Learnable_WithoutBorders_HasNone()
    {
        CoefficientModel model = Coefficient("a", "[Learnable(2)] public partial Parameter a { get; }");

        Assert.Equal((null, null, false), (model.Learnable!.Min, model.Learnable.Max, model.VariesByLayer));
    }

    [Fact]
    public void Input_IsNotACoefficient()
    {
        NetworkModel model = Bind.Model(
            $"[Update(\"x_0 = T(u); x_<k+1> = x_k - T(x_k) + y\", Inputs = \"u, y\")] public partial class N {{ {T} }}");

        Assert.Empty(model.Coefficients);
        Assert.Equal(["u", "y"], model.Inputs!.Value);
    }

    private static CoefficientModel Coefficient(string use, string member) =>
        Assert.Single(Bind.Model(Class($"x_<k+1> = x_k - {use}*T(x_k)", T, member)).Coefficients);
}
