using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

/// <summary>Operators whose type is a generated class itself. The generator reads them before their classes have a base.</summary>
public class GeneratedOperatorTests
{
    private const string Step = "x_<k+1> = x_k - 0.5*S(x_k)";

    private const string Inner = """
        namespace Inner
        {
            [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
            public partial class Descent
            {
                static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
            }

            [Update("x_<k+1> = x_k - 0.5*T(x_k) + u", Layers = 2, Inputs = "x, u")]
            public partial class Driven
            {
                static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
            }

            [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
            public partial class Generic<TModule> where TModule : Module<Tensor, Tensor>, new()
            {
                static TModule T(int k) => new();
            }

            public class Tuned(int width) : Descent(width);
        }
        """;

    [Theory]
    [InlineData("static Inner.Descent S(int k, int width) => new(width);")]
    [InlineData("static Inner.Descent S(int width) => new(width);")]
    [InlineData("[Shared] static Inner.Descent S(int k, int width) => new(width);")]
    [InlineData("readonly Inner.Descent S = new(3);")]
    [InlineData("Inner.Descent S { get; } = new(3);")]
    [InlineData("static Inner.Tuned S(int k, int width) => new(width);")]
    [InlineData("static Inner.Generic<Identity1> S(int k) => new(); public class Identity1() : Module<Tensor, Tensor>(\"I\") { public override Tensor forward(Tensor x) => x; }")]
    [InlineData("static Own S(int k, int width) => new(width); [Update(\"x_<k+1> = T(x_k)\", Layers = 1)] public partial class Own { static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); }")]
    public void Operator_OfAGeneratedType_IsAModule(string member) => Written.Whole(Class(Step, member), Inner);

    [Fact]
    public void Operator_OfAGeneratedTypeOfTwoTensors_TakesTwo() =>
        Written.Whole(Class("x_<k+1> = x_k - 0.5*S(x_k, u)", "static Inner.Driven S(int k, int width) => new(width);").Replace("u)\")", "u)\", Inputs = \"x, u\")", StringComparison.Ordinal), Inner);

    [Fact]
    public void Operator_OfAGeneratedTypeOfTwoTensorsAppliedToOne_IsReported() => Assert.Equal(
        "OPTG208: S takes 2 tensors as N declares it; 1 is given here.",
        Assert.Single(Written.Errors(new GeneratorRun(TestCompilation.Create(Class(Step, "static Inner.Driven S(int k, int width) => new(width);"), Inner)))));

    [Fact]
    public void Transition_OfAGeneratedType_IsAModule() => Written.Whole(
        "[Stage(Layers = 1), Stage(Layers = 2)]\n" + Class(Step, "static Inner.Descent S(int k, int width) => new(width);", "static Inner.Descent D(int stage, int width) => new(width);"), Inner);

    [Fact]
    public void Operators_OfEachOther_AreModules() => Written.Whole(
        """
        [Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 1)]
        public partial class First { static Second S(int k, int depth) => new(depth - 1); }
        [Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 1)]
        public partial class Second { static Module<Tensor, Tensor> S(int k, int depth) => depth <= 0 ? Identity() : new First(depth - 1); }
        [Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 1)]
        public partial class Itself { static Itself S(int k, Itself inner) => inner; }
        [Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 1)]
        public partial class OfAnything<T> where T : First { static T S(int k, T inner) => inner; }
        """);

    [Fact]
    public void Operator_OfATypeThatAnotherGeneratorWrites_IsTakenForAModule()
    {
        // The compiler's own word on a type that is nowhere is the only one.
        var run = new GeneratorRun(TestCompilation.Create(Class(Step, "static Elsewhere S(int k) => new();")));

        Assert.Empty(Written.Errors(run));
        Assert.Equal(["CS0246"], run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct());
        const string Late = "public class Elsewhere() : Module<Tensor, Tensor>(\"E\") { public override Tensor forward(Tensor x) => x; }";
        Compilation later = run.Output.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            Late, (CSharpParseOptions)run.Output.SyntaxTrees.First().Options));
        Assert.Empty(later.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
    }

    [Theory]
    [InlineData("public partial class Base { static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); }", "Base")]
    [InlineData("public partial class Base { static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); } public class Middle(int width) : Base(width);", "Middle")]
    public void Class_ThatDerivesFromAGeneratedOne_IsRefused(string parent, string name)
    {
        var run = new GeneratorRun(TestCompilation.Create(
            Class("x_<k+1> = x_k + 2*S(x_k)", "static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);", "public N() : base(3) { }")
                .Replace("class N", $"class N : {name}", StringComparison.Ordinal),
            "[Update(\"x_<k+1> = x_k - T(x_k)\", Layers = 2)] " + parent));

        Assert.Contains(
            "OPTG204: Base has a recurrence of its own, and a network has one: N cannot derive from it; remove the base class, and apply Base as an operator of N where its layers are wanted.",
            Written.Errors(run));
    }

    [Fact]
    public void Class_WithoutARecurrence_MayDeriveFromAGeneratedOne() => Written.Whole(Inner, "public class Tuned(int width) : Inner.Descent(width) { public override string ToString() => \"tuned\"; }");
}
