using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

public class TypeTests
{
    private const string Attribute = "[Update(\"x_<k+1> = x_k - T(x_k)\")]";

    [Fact]
    public void Type_InNamespaceAndContainers_IsDescribed()
    {
        TypeModel type = Bind.Model($$"""
            namespace A.@class;
            public partial interface IOuter<in TKey, out TValue>
            {
                internal partial record struct Middle<T> where T : new()
                {
                    {{Attribute}}
                    internal sealed partial class @new<U> where U : class { {{T}} }
                }
            }
            """).Type;

        Assert.Equal("A.@class", type.Namespace);
        Assert.Equal(
            ["partial interface IOuter<in TKey, out TValue>", "partial record struct Middle<T>"], type.Containers.Select(c => c.ToString()));
        Assert.Equal("partial class @new<U>", type.Declaration.ToString());
        Assert.Equal(("internal", true, false, (string?)null), (type.Accessibility, type.IsSealed, type.IsAbstract, type.Base));
        Assert.Equal("A.class.IOuter`2+Middle`1+new`1", type.HintName);
    }

    [Fact]
    public void Type_InTheGlobalNamespace_HasNone()
    {
        TypeModel type = Bind.Model($"{Attribute} abstract partial class N {{ {T} const int _b = 2; }}").Type;

        Assert.Equal(("", "N", "internal", true), (type.Namespace, type.HintName, type.Accessibility, type.IsAbstract));
        Assert.Superset(new HashSet<string>(["T", "_b", "_to"]), new HashSet<string>(type.TakenNames));
    }

    [Fact]
    public void Text_OfSeveralAttributes_IsTheirLinesInOrder()
    {
        NetworkModel model = Bind.Model(
            $"[Update(\"y_k = x_k\", Layers = 4)] public partial class N {{ {T} }}", "[Update(\"x_<k+1> = y_k - T(y_k)\")] partial class N { }");

        Assert.Equal(("y_k = x_k\nx_<k+1> = y_k - T(y_k)", 4), (model.Text, model.Layers));
    }

    [Fact]
    public void Construction_MergesParametersAndPutsOptionalOnesLast()
    {
        NetworkModel model = Bind.Model(Class(
            "x_<k+1> = x_k - T(x_k) - S(x_k)", "static Linear T(int k, bool bias = true, int width = 3) => null!;", "static Linear S(int k, int width, int @out) => null!;"));

        Assert.True(model.Construction.IsConstructor);
        Assert.Equal(
            ["int width", "int @out", "int layers", "bool bias = true", "string name = \"N\""],
            model.Construction.Parameters.Select(p => $"{p.Parameter.Type} {p.Parameter.Name}{(p.Parameter.Default is { } value ? " = " + value : "")}"));
        Assert.Equal(
            [ParameterRole.Factory, ParameterRole.Factory, ParameterRole.Layers, ParameterRole.Factory, ParameterRole.Name],
            model.Construction.Parameters.Select(p => p.Role));
    }

    [Fact]
    public void Construction_LayersGiven_AsksForNone()
    {
        NetworkModel model = Bind.Model($"[Update(\"x_<k+1> = x_k - T(x_k)\", Layers = 2)] partial class N {{ {T} }}");

        Assert.Equal(["width", "name"], model.Construction.Parameters.Select(p => p.Parameter.Name));
    }

    [Fact]
    public void Construction_OwnConstructor_LeavesInitialize()
    {
        NetworkModel model = Bind.Model(Class(
            "x_<k+1> = x_k - T(x_k)", T, "public N() : base(\"N\") => this.Initialize(1, 2);", "public N(int width) : base(\"N\") { Setup(width); }",
            "void Setup(int width) => Initialize(width, 2);").Replace("class N", "class N : Module<Tensor, Tensor>", StringComparison.Ordinal));

        Assert.Equal((false, false), (model.Construction.IsConstructor, model.Construction.HasPrimaryConstructor));
        Assert.Equal("global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>", model.Type.Base);
    }

    [Fact]
    public void Construction_PrimaryConstructor_IsKnown()
    {
        NetworkModel model = Bind.Model(Class("x_<k+1> = x_k - T(x_k)", T, "public N Ready() { Initialize(1, 2); return this; }")
            .Replace("class N", "class N(string name) : Module<Tensor, Tensor>(name)", StringComparison.Ordinal));

        Assert.Equal((false, true), (model.Construction.IsConstructor, model.Construction.HasPrimaryConstructor));
    }

    [Fact]
    public void Stages_AddUpAndTakeTheTransition()
    {
        NetworkModel model = Bind.Model($$"""
            [Update("x_<k+1> = x_k - T(x_k)"), Stage(Layers = 3), Stage(Layers = 2, History = StageHistory.Project)]
            partial class N { {{T}} static Module<Tensor, Tensor> D(int stage, int width) => null!; }
            """);

        Assert.Equal(5, model.Layers);
        Assert.Equal([new StageModel(3, false), new StageModel(2, true)], model.Stages);
        Assert.Equal(("D", true), (model.Transition!.Name, model.Transition.TakesLayer));
        Assert.Equal(["width", "name"], model.Construction.Parameters.Select(p => p.Parameter.Name));
    }

    [Fact]
    public void Model_OfTheSameClassElsewhere_IsEqual()
    {
        string source = Class("x_<k+1> = x_k - a*T(x_k)", T, "[Learnable(1, Min = 0)] public partial Parameter a { get; }");

        NetworkModel model = Bind.Model(source);

        Assert.Equal(model, Bind.Model("// moved\n\n" + source));
        Assert.Equal(model.GetHashCode(), Bind.Model("\n" + source).GetHashCode());
        Assert.NotEqual(model, Bind.Model(source.Replace("Min = 0", "Min = -1", StringComparison.Ordinal)));
    }
}
