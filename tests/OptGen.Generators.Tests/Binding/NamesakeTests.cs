using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

/// <summary>Attributes, types and methods that have the names of ours and torch's, and are others.</summary>
public class NamesakeTests
{
    private const string Attributes = """
        namespace Mine
        {
            public class UpdateAttribute(string text) : Attribute { public string Text => text; public int Layers { get; set; } }
            public class SharedAttribute : Attribute;
            public class StageAttribute : Attribute { public int Layers { get; set; } }
            public class LearnableAttribute(double start) : Attribute { public double Start => start; }
            public class LipschitzAttribute(double bound) : Attribute { public double Bound => bound; }
            public static class OptGen { public class SharedAttribute : Attribute; }
        }
        """;

    [Fact]
    public void Update_OfAnother_MakesNoNetwork()
    {
        const string Source = "[Mine.Update(\"x_<k+1> = x_k\", Layers = 2)] public partial class N { }";

        Assert.Empty(new GeneratorRun(TestCompilation.Create(Source, Attributes)).Result.GeneratedSources);
        Assert.Empty(Diagnose.Of(TestCompilation.Create(Source, Attributes)));
    }

    [Fact]
    public void OtherAttributes_OfAnother_SayNothing()
    {
        NetworkModel model = Bind.Model(
            "[Mine.Stage(Layers = 9)] [Mine.Update(\"nonsense\")]\n" + Class(
                "x_<k+1> = x_k - a*T(x_k)", "[Mine.Shared, Mine.OptGen.Shared, Mine.Lipschitz(-1)] static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);",
                "[Mine.Learnable(1)] double a => 0.5;"),
            Attributes);

        Assert.Equal(("x_<k+1> = x_k - a*T(x_k)", 0, OperatorForm.LayerFactory, CoefficientForm.Number),
            (model.Text, model.Stages.Count, model.Operators[0].Form, model.Coefficients[0].Form));
    }

    [Theory]
    [InlineData("static Mine.Module<Tensor, Tensor> [|T|](int k) => null!;", "this Module is Mine.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, not TorchSharp's")]
    [InlineData("static Mine.Tensor [|T|](Tensor x) => null!;", "this Tensor is Mine.Tensor, not TorchSharp's")]
    [InlineData("static Tensor [|T|](Mine.Tensor x) => null!;", "this Tensor is Mine.Tensor, not TorchSharp's")]
    [InlineData("readonly Mine.Linear [|T|] = null!;", "this Linear is Mine.Linear, not TorchSharp's")]
    public void Operator_OfANamesake_SaysWhichTypeItIs(string member, string which)
    {
        const string Types = "namespace Mine { public class Tensor; public class Linear; public class Module<TIn, TOut>; }";

        Diagnose.Single(
            Class("x_<k+1> = x_k - T(x_k)", member) + Types, "OPTG207",
            $"T is applied to 1 tensor, but this member is no operator ({which}); make it a factory, field or property of Module<Tensor, Tensor>, or a method on tensors.");
    }

    [Fact]
    public void Learnable_OfANamesake_SaysWhichTypeItIs() => Diagnose.Single(
        Class("x_<k+1> = x_k - a*x_k", "[Learnable(1)] public partial Mine.Parameter [|a|] { get; }") + "namespace Mine { public class Parameter; }",
        "OPTG216", "A [Learnable] coefficient is a partial property with a getter only (this Parameter is Mine.Parameter, not TorchSharp's); write public partial Parameter a { get; }.");

    [Fact]
    public void Network_InANamespaceThatBeginsWithTorchSharp_IsTheUsers() => Written.Whole(
        $"namespace TorchSharp.Examples {{ public abstract class Parts(string name) : Module<Tensor, Tensor>(name) {{ protected const double a = 0.5; }}\n"
        + Class("x_<k+1> = x_k - a*T(x_k)", T).Replace("class N", "class N : Parts", StringComparison.Ordinal)
            .Replace("int k, int width)", "int k)", StringComparison.Ordinal).Replace("(width, width)", "(2, 2)", StringComparison.Ordinal) + "}");

    [Fact]
    public void Initialize_OfTheUsersOwn_DoesNotCount() => Diagnose.Single(
        Class("x_<k+1> = x_k - T(x_k)", T, "public [|N|]() : base(\"N\") => Initialize(\"text\");", "void Initialize(string text) { }")
            .Replace("class N", "class N : Module<Tensor, Tensor>", StringComparison.Ordinal),
        "OPTG224", "This constructor of N never calls Initialize, so its modules are never made; call Initialize(…) at its end.");
}
