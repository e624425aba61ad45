using OptGen.Export;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export;

/// <summary>The wiring that pictures show, against the networks that it is of.</summary>
public sealed class WiringTests
{
    /// <summary>Pictures show no stages, and of zeros not whose shape they have.</summary>
    public static TheoryData<string> Networks => [.. GeneratedModuleTests.Names.Where(n => n is not (nameof(Staged) or nameof(DualOfOtherShape)))];

    /// <summary>Stages are not drawn.</summary>
    public static TheoryData<string> ImplicitNetworks => [.. ImplicitModuleTests.Names.Where(n => n != nameof(ImplicitStages))];

    /// <summary>Every arrow, what stands at it and every module: the network computed from the picture has the value of the network.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Wiring_ComputedFromItsArrows_HasTheNetworksValue(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> module, Recurrence recurrence, InterpreterBindings bindings, int layers) = GeneratedModuleTests.Make(network);
        Tensor input = randn([3, GeneratedModuleTests.Width], dtype: float64);
        using IDisposable off = no_grad();

        Tensor found = new GraphRun(Unroll(recurrence, layers), bindings, name => recurrence.FirstModule(name, layers), recurrence.PlanOf(layers, []).Scalars).Run([input]);

        Assert.InRange((found - module.call(input)).abs().max().item<double>(), 0, 1e-12);
        module.Dispose();
    }

    [Theory]
    [MemberData(nameof(ImplicitNetworks))]
    public void Wiring_OfSolvedLayersIteratedAlongItsArrows_HasTheNetworksValue(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        (Module<Tensor, Tensor> module, Recurrence recurrence, InterpreterBindings bindings, int layers) = ImplicitModuleTests.MakeBound(network);
        Tensor input = randn([3, ImplicitModuleTests.Width], dtype: float64);
        using IDisposable off = no_grad();

        Tensor found = new GraphRun(Unroll(recurrence, layers), bindings, name => recurrence.FirstModule(name, layers), recurrence.PlanOf(layers, []).Scalars).Run([input]);

        Assert.InRange((found - module.call(input)).abs().max().item<double>(), 0, 1e-10);
        module.Dispose();
    }

    /// <summary>A box for each time that the network calls a module, and no other.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Wiring_HasABoxForEachCallOfAModule(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> module, Recurrence recurrence, _, int layers) = GeneratedModuleTests.Make(network);
        var calls = new List<string>();
        foreach ((string name, Module child) in module.named_children())
        {
            // What is applied by its adjoint is not called.
            if (child is ModuleList<Module<Tensor, Tensor>> list)
            {
                for (int i = 0; i < list.Count; i++)
                    Watch(list[i], $"{name}.{i}");
            }
            else
            {
                Watch((Module<Tensor, Tensor>)child, name);
            }
        }

        using (no_grad())
            module.call(randn([2, GeneratedModuleTests.Width], dtype: float64)).Dispose();

        IEnumerable<string> boxes = Unroll(recurrence, layers).Nodes.Where(n => n.Operator is not null && n.Parameters.Count == 0 && !n.Label.Contains('ᵀ', StringComparison.Ordinal))
            .Select(n => n.Module is { } number && IsList(module, n.Operator!) ? $"{n.Operator}.{number - recurrence.FirstModule(n.Operator!, layers)}" : n.Operator!);
        Assert.Equal(calls.Order(StringComparer.Ordinal), boxes.Order(StringComparer.Ordinal));
        module.Dispose();

        void Watch(Module<Tensor, Tensor> called, string name) => called.register_forward_pre_hook((_, x) =>
        {
            calls.Add(name);
            return x;
        });
    }

    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", 2, "x→x₀, x₀→T₀, x₀→x₁, T₀→x₁ -b, x₁→T₁, x₁→x₂ 1 + a, x₀⇢x₂ -a, T₁→x₂ -b, x₂→out")]
    [InlineData("x_<k+1> = x_k - sum[j=0..k](h_<k,j>*T(x_j))", 2, "x→x₀, x₀→T₀, x₀→x₁, T₀→x₁ -h₀,₀, x₁→T₁, x₁→x₂, T₀⇢x₂ -h₁,₀, T₁→x₂ -h₁,₁, x₂→out")]
    [InlineData("z = 0.5*T(z, u)", 1, "z→T, u→T, T→z 0.5, z→out")]
    [InlineData("x_<k+1> = prox[s_k](x_k); y_<k+1> = y_k + T(y_k)", 1, "x→x₀, x₀→prox[s₀], prox[s₀]→x₁, x₁→out")]
    [InlineData("x_<k+1> = x_k - x_<k-1>", 1, "x₁→out")]
    public void Wiring_HasTheArrowsOfTheRecurrence(string text, int layers, string arrows)
    {
        WiringGraph graph = Unroll(Recurrence.Parse(text), layers);

        Assert.Equal(arrows, string.Join(", ", graph.Edges.Select(e => $"{e.From.Label}{(e.IsHistory ? "⇢" : "→")}{e.To.Label}{(e.Label.Length == 0 ? "" : " " + e.Label)}")));
    }

    internal static WiringGraph Unroll(Recurrence recurrence, int layers) => WiringUnroller.Unroll(recurrence.Plan, layers);

    private static bool IsList(Module module, string name) => module.named_children().Any(c => c.Item1 == name && c.Item2 is ModuleList<Module<Tensor, Tensor>>);
}
