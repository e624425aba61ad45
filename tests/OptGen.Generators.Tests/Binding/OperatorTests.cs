using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

public class OperatorTests
{
    private const string Tensor = "global::TorchSharp.torch.Tensor";
    private const string Module = $"global::TorchSharp.torch.nn.Module<{Tensor}, {Tensor}>";

    [Theory]
    [InlineData("static Module<Tensor, Tensor> T(int k, int width) => null!;", OperatorForm.LayerFactory, true, true)]
    [InlineData("Module<Tensor, Tensor> T(int k, int width) => null!;", OperatorForm.LayerFactory, false, true)]
    [InlineData("static Module<Tensor, Tensor> T(int width) => null!;", OperatorForm.SharedFactory, true, false)]
    [InlineData("[Shared] static Module<Tensor, Tensor> T(int k, int width) => null!;", OperatorForm.SharedFactory, true, true)]
    public void Factory_IsPerLayerOrShared(string member, object form, bool isStatic, bool takesLayer)
    {
        OperatorModel model = Assert.Single(Bind.Model(Class("x_<k+1> = x_k - T(x_k)", member)).Operators);

        Assert.Equal(
            new OperatorModel("T", "T", (OperatorForm)form, isStatic, Module, 1, true, takesLayer, [new ParameterModel("width", "int", null)], [], AdjointForm.None),
            model);
    }

    [Theory]
    [InlineData("readonly Module<Tensor, Tensor> T = null!;", false)]
    [InlineData("static Module<Tensor, Tensor> T { get; } = null!;", true)]
    [InlineData("Linear T => null!;", false)]
    public void Member_IsShared(string member, bool isStatic)
    {
        OperatorModel model = Assert.Single(Bind.Model(Class("x_<k+1> = x_k - T(x_k)", member)).Operators);

        Assert.Equal((OperatorForm.Member, isStatic, 1, true), (model.Form, model.IsStatic, model.Tensors, model.IsModule));
    }

    [Fact]
    public void Factory_OfSeveralTensors_TakesAsMany() => Assert.Equal(
        2, Assert.Single(Bind.Model(Class("y_k = x_k; x_<k+1> = T(x_k, y_k)", "static Bilinear T(int k) => null!;")).Operators).Tensors);

    [Theory]
    [InlineData("static Tensor f(Tensor x, double s) => x;", "f[2](x_k)", 1, "s double")]
    [InlineData("static Tensor f(Tensor x, Tensor s) => x;", "f[2](x_k)", 1, "s Tensor")]
    [InlineData("static Tensor f(Tensor x, Tensor y) => x;", "f(x_k, x_k)", 2, "")]
    [InlineData("static Tensor f(Tensor x, double s = 1, double @in = 2) => x;", "f[3](x_k)", 1, "s double optional, @in double optional")]
    [InlineData("static Tensor f(Tensor x, double s) => x; static Tensor f(Tensor x, Tensor y, double s) => x;", "f[1](x_k, x_k)", 2, "s double")]
    public void Function_TakesTensorsThenScalars(string member, string use, int tensors, string scalars)
    {
        OperatorModel model = Assert.Single(Bind.Model(Class("x_<k+1> = " + use, member)).Operators);

        Assert.Equal((OperatorForm.Function, tensors), (model.Form, model.Tensors));
        Assert.Equal(
            scalars, string.Join(", ", model.Scalars.Select(s => s.Name + (s.IsTensor ? " Tensor" : " double") + (s.IsOptional ? " optional" : ""))));
    }

    [Theory]
    [InlineData("static Linear K(int k, int n) => null!;", AdjointForm.Linear)]
    [InlineData("static Conv2d K(int n) => null!;", AdjointForm.Conv2d)]
    [InlineData("readonly Blur K = null!;", AdjointForm.Method)]
    public void Adjoint_ComesFromTheType(string member, object form)
    {
        const string Blur = "public abstract class Blur(string n) : Module<Tensor, Tensor>(n) { public Tensor Adjoint(Tensor y) => y; }";

        NetworkModel model = Bind.Model(Class("x_<k+1> = x_k - K^T(K(x_k))", member), Blur);

        Assert.Equal((AdjointForm)form, Assert.Single(model.Operators).Adjoint);
    }

    [Fact]
    public void Parameters_KeepTypeNameAndDefault()
    {
        const string Factory = """
            static Module<Tensor, Tensor> T(
                int k, string? text = "a\"b", char letter = '\'', double number = 0.1, float single = 1.5f, decimal exact = 2m, DayOfWeek day = DayOfWeek.Friday,
                int? none = null, Guid id = default, bool @class = true, System.Collections.Generic.List<int[]?>? list = null, double nan = double.NaN) => null!;
            """;

        OperatorModel model = Assert.Single(Bind.Model(Class("x_<k+1> = T(x_k)", Factory)).Operators);

        Assert.Equal(
            [
                "string? text = \"a\\\"b\"", "char letter = '\\''", "double number = 0.1D", "float single = 1.5F", "decimal exact = 2M",
                "global::System.DayOfWeek day = (global::System.DayOfWeek)(5)", "int? none = default", "global::System.Guid id = default",
                "bool @class = true", "global::System.Collections.Generic.List<int[]?>? list = null", "double nan = double.NaN"
            ],
            model.Parameters.Select(p => $"{p.Type} {p.Name} = {p.Default}"));
    }

    [Fact]
    public void Member_OfABaseClass_IsFound()
    {
        const string Base = "public abstract class B(string name) : Module<Tensor, Tensor>(name) { protected Linear T(int k) => null!; protected const int a = 2; }";

        NetworkModel model = Bind.Model(
            Class("x_<k+1> = x_k - a*T(x_k)").Replace("class N", "class N : B", StringComparison.Ordinal), Base);

        Assert.Equal("T", Assert.Single(model.Operators).Name);
        Assert.Equal("a", Assert.Single(model.Coefficients).Name);
        Assert.Equal("global::B", model.Type.Base);
    }

    [Fact]
    public void Keyword_IsWrittenWithAt() => Assert.Equal(
        ("in", "@in"), Bind.Model(Class("x_<k+1> = in(x_k)", "static Linear @in(int k) => null!;")).Operators.Select(o => (o.Name, o.Identifier)).Single());

    [Fact]
    public void MemberOfTorch_IsNotAnOperator() => Diagnose.Single(
        Class("x_<k+1> = [|forward|](x_k)"), "OPTG205", "N has no operator forward; add a factory Module<Tensor, Tensor> forward(int k).");
}
