using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>The networks of the galleries, said by bindings instead of by the members of a class.</summary>
internal static class GalleryBindings
{
    private const int Width = GeneratedModuleTests.Width;

    public static RecurrenceBindings Of(string network)
    {
        RecurrenceBindings bindings = new() { Name = network, Layers = LayersOf(network) };
        return network switch
        {
            nameof(GradientDescent) => bindings.Coefficient("b", 0.25).Operator("T", TwoLayer),
            nameof(HeavyBall) => bindings.Coefficient("a", 0.5).Learned("b", 1.0, perLayer: true).Operator("T", TwoLayer),
            nameof(Nesterov) => bindings.Coefficient("b", 0.5).Operator("T", TwoLayer),
            nameof(AcceleratedProximalGradient) => bindings.Coefficient("a", 0.5).Coefficient("b", 0.25).Operator("T", TwoLayer),
            nameof(FullAccelerated) => bindings.Coefficient("h", (k, j) => 1.0 / (k + j + 1)).Operator("T", TwoLayer),
            nameof(AdamsBashforth) => bindings.Learned("b", 0.3, minimum: 0, maximum: 1).Operator("T", TwoLayer),
            nameof(LinearizedAlternatingDirections) => bindings.Operator("T1", TwoLayer).Operator("T2", TwoLayer),
            nameof(MomentumNet) => bindings.Learned("g", 0.9, perLayer: true, minimum: 0, maximum: 1).Operator("T", TwoLayer),
            nameof(LinearMultistep) => bindings.Learned("c", -0.1, perLayer: true).Operator("T", TwoLayer),
            nameof(Extragradient) => bindings.Coefficient("b", 0.5).Operator("T", TwoLayer),
            nameof(PrimalDual) => bindings.Coefficient("s", 0.25).Coefficient("t", 0.5).Coefficient("w", 1).Operator("K", Linear(Width, Width, hasBias: false))
                .Function("proxF", (Tensor u, double s) => u.clamp(-1 - s, 1 + s)).Function("proxG", (Tensor x, double t) => x / (1 + t)),
            nameof(LearnedTable) => bindings.Learned("h", 0.4, perPair: true, minimum: 0).Learned("c", -0.2, perPair: true, channels: Width).Operator("T", TwoLayer),
            nameof(LearnedShrinkage) => bindings.Learned("s", 0.05, perLayer: true).Operator("A0", Linear(Width, Width)).Operator("A", Linear(Width, Width)).Operator("W", _ => Linear(Width, Width)),
            nameof(Staged) => bindings.Coefficient("a", k => k / (k + 3.0)).Operator("stem", Linear(Width, Width)).Operator("head", Linear(Width, 2)).Operator("T", TwoLayer)
                .Stage(2).Stage(3).Stage(2, StageHistory.Project).Transition(_ => Linear(Width, Width)),
            nameof(DualOfOtherShape) => bindings.Coefficient("s", 0.5).Coefficient("t", 0.25).Operator("K", Linear(Width, Width + 2, hasBias: false)),
            nameof(Gated) => bindings.Coefficient("a", 1).Coefficient("c", k => 1.0 / (k + 2)).Learned("b", 0.5, perLayer: true).Learned("g", 0.5, channels: Width)
                .Operator("G", Linear(Width, Width)).Operator("T", TwoLayer),
            nameof(Fista) => bindings.Coefficient("b", 0.25).Operator("T", TwoLayer),
            nameof(TrainedNumbers) => bindings.Coefficient("n", 2).Coefficient("w", 0.5).Coefficient("d", k => 1.0 / (k + 1)).Learned("g", 0.4, minimum: 0, maximum: 1).Learned("b", 0.5, perLayer: true)
                .Operator("T", TwoLayer).Operator("S", _ => Linear(Width, Width)),
            nameof(ProximalPoint) => bindings.Coefficient("b", 0.5).Operator("T", Contraction),
            nameof(AdamsMoulton) => bindings.Learned("b", 0.3, minimum: 0, maximum: 1).Operator("T", Contraction),
            nameof(BackwardDifferentiation) => bindings.Learned("b", 0.3, perLayer: true, channels: Width).Operator("T", Contractions.Of(Width)),
            nameof(ImplicitProximalGradient) => bindings.Learned("b", 0.4).Operator("T1", Contraction).Operator("T2", Contraction),
            nameof(ImplicitFista) => bindings.Learned("b", 0.4, perLayer: true).Operator("T1", Contraction).Operator("T2", Contraction),
            nameof(DeepEquilibrium) => bindings.Operator("T", new InjectedContraction(Width)).Operator("head", Linear(Width, 2)),
            nameof(EquilibriumSystem) => bindings.Learned("a", 0.5).Operator("stem", Linear(Width, Width)).Operator("T", new InjectedContraction(Width)).Operator("S", new InjectedContraction(Width))
                .Operator("W", Linear(Width, Width)).Operator("head", Linear(Width, Width)),
            nameof(ImplicitLadmm) => bindings.Operator("T1", Contraction).Operator("T2", Contraction),
            nameof(ImplicitStages) => bindings.Operator("stem", Linear(Width, Width)).Operator("head", Linear(Width, 2)).Operator("T", Contraction)
                .Stage(2).Stage(2).Stage(2, StageHistory.Project).Transition(_ => Linear(Width, Width)),
            nameof(SolvedTwice) => bindings.Learned("a", 0.5, perLayer: true).Coefficient("h", (k, j) => 0.1 / (k + j + 1)).Operator("T", Contraction).Operator("S", Contraction).Operator("R", Contraction),
            nameof(MixedSystem) => bindings.Operator("T", Contraction),
            _ => throw new ArgumentOutOfRangeException(nameof(network), network, "No network of the galleries.")
        };
    }

    /// <summary>The module of a network that equals a generated one: it is made of bindings, and has the weights of the other.</summary>
    public static Module<Tensor, Tensor> Copy(Module<Tensor, Tensor> generated, Recurrence recurrence, RecurrenceBindings bindings)
    {
        Module<Tensor, Tensor> module = recurrence.ToModule(bindings);
        module.to(float64);
        module.load_state_dict(generated.state_dict());
        return module;
    }

    public static ImplicitSolve? SolvesOf(Module module) => ((IRecurrenceModule)module).Implicit;

    private static int? LayersOf(string network) => network switch { nameof(Nesterov) => 5, nameof(AdamsMoulton) => 3, _ => null };

    private static Module TwoLayer(int k) => Operators.TwoLayer(Width);

    private static Module Contraction(int k) => Contractions.Of(Width);
}
