using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>The generated modules of the gallery against the interpreter: values and every gradient.</summary>
public sealed class GeneratedModuleTests
{
    public const int Width = 4;

    internal static readonly string[] Names =
    [
        nameof(GradientDescent), nameof(HeavyBall), nameof(Nesterov), nameof(AcceleratedProximalGradient), nameof(FullAccelerated),
        nameof(AdamsBashforth), nameof(LinearizedAlternatingDirections), nameof(MomentumNet), nameof(LinearMultistep), nameof(Extragradient),
        nameof(PrimalDual), nameof(LearnedShrinkage), nameof(LearnedTable), nameof(Staged),
        nameof(DualOfOtherShape), nameof(Fista), nameof(TrainedNumbers),
        nameof(Gated)
    ];

    public static TheoryData<string> Networks => [.. Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_EqualsInterpreter_InValueAndEveryGradient(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> module, Recurrence recurrence, InterpreterBindings bindings, int layers) = Make(network);

        SameNetworkReport report = SameNetwork.Verify(
            module, x => module.call(x[0]), x => recurrence.Run(bindings, layers, x[0]), [randn([3, Width], dtype: float64)], Comparison.Exact);

        // The last multiplier update of a network may reach no output, but something is trained in each.
        Assert.Contains(report.Gradients, name => name != "the input");
        module.Dispose();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_LeavesNothingButItsResult(string network)
    {
        (Module<Tensor, Tensor> module, _, _, _) = Make(network);
        using Tensor input = randn([3, Width], dtype: float64);
        // The first pass makes what the module holds from then on.
        module.call(input).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (no_grad())
        {
            using Tensor result = module.call(input);
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.False(input.IsInvalid);
        module.Dispose();
    }

    internal static (Module<Tensor, Tensor> Module, Recurrence Recurrence, InterpreterBindings Bindings, int Layers) Make(string network)
    {
        (Module<Tensor, Tensor> module, Recurrence recurrence, int layers) = network switch
        {
            nameof(GradientDescent) => ((Module<Tensor, Tensor>)new GradientDescent(Width), GradientDescent.Recurrence, 5),
            nameof(HeavyBall) => (new HeavyBall(Width), HeavyBall.Recurrence, 6),
            nameof(Nesterov) => (new Nesterov(Width, 5), Nesterov.Recurrence, 5),
            nameof(AcceleratedProximalGradient) => (new AcceleratedProximalGradient(Width), AcceleratedProximalGradient.Recurrence, 5),
            nameof(FullAccelerated) => (new FullAccelerated(Width), FullAccelerated.Recurrence, 5),
            nameof(AdamsBashforth) => (new AdamsBashforth(Width), AdamsBashforth.Recurrence, 5),
            nameof(LinearizedAlternatingDirections) => (new LinearizedAlternatingDirections(Width), LinearizedAlternatingDirections.Recurrence, 4),
            nameof(MomentumNet) => (new MomentumNet(Width), MomentumNet.Recurrence, 5),
            nameof(LinearMultistep) => (new LinearMultistep(Width), LinearMultistep.Recurrence, 5),
            nameof(Extragradient) => (new Extragradient(Width), Extragradient.Recurrence, 3),
            nameof(PrimalDual) => (new PrimalDual(Width), PrimalDual.Recurrence, 4),
            nameof(LearnedShrinkage) => (new LearnedShrinkage(Width), LearnedShrinkage.Recurrence, 4),
            nameof(LearnedTable) => (new LearnedTable(Width), LearnedTable.Recurrence, 5),
            nameof(Staged) => (new Staged(Width), Staged.Recurrence, 7),
            nameof(DualOfOtherShape) => (new DualOfOtherShape(Width), DualOfOtherShape.Recurrence, 4),
            nameof(Fista) => (new Fista(Width), Fista.Recurrence, 6),
            nameof(Gated) => (new Gated(Width), Gated.Recurrence, 4),
            nameof(TrainedNumbers) => (new TrainedNumbers(Width), TrainedNumbers.Recurrence, 5),
            _ => throw new ArgumentOutOfRangeException(nameof(network))
        };
        // The numbers that a module holds come into being in float32, and lose no digit when it moves.
        using (Tensor small = randn(3, Width))
            module.call(small).Dispose();
        module.to(float64);
        return (module, recurrence, Bind(network, module, recurrence), layers);
    }

    private static InterpreterBindings Bind(string network, Module<Tensor, Tensor> module, Recurrence recurrence)
    {
        var bindings = new InterpreterBindings();
        Dictionary<string, Module> children = module.named_children().ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
        foreach ((string name, Module child) in children)
        {
            bindings.Operators[name] = (number, arguments) =>
                child is ModuleList<Module<Tensor, Tensor>> list ? list[number].call(arguments[0]) : ((Module<Tensor, Tensor>)child).call(arguments[0]);
            if (child is Linear linear)
                bindings.Adjoints[name] = (_, arguments) => arguments[0].matmul(linear.weight);
        }

        bindings.Functions["proxF"] = (tensors, scalars) => tensors[0].clamp(-1 - scalars[0].item<double>(), 1 + scalars[0].item<double>());
        bindings.Functions["proxG"] = (tensors, scalars) => tensors[0] / (1 + scalars[0]);
        foreach (string name in recurrence.Coefficients)
            bindings.Coefficients[name] = indices => Coefficient(network, name, indices, module);
        if (network == nameof(Staged))
        {
            var transitions = (ModuleList<Module<Tensor, Tensor>>)children["D"];
            bindings.Stages.Add(new RecurrenceStage(2, StageHistory.Restart, x => transitions[0].call(x)));
            bindings.Stages.Add(new RecurrenceStage(5, StageHistory.Project, x => transitions[1].call(x)));
        }

        return bindings;
    }

    private static Tensor Coefficient(string network, string name, IReadOnlyList<int> indices, Module<Tensor, Tensor> module) => (network, name) switch
    {
        (nameof(HeavyBall), "b") => Parameter(module, "b")[indices[0]],
        (nameof(AdamsBashforth), "b") => Parameter(module, "b").sigmoid(),
        (nameof(MomentumNet), "g") => Parameter(module, "g")[indices[0]].sigmoid(),
        (nameof(LinearMultistep), "c") => Parameter(module, "c")[indices[0]],
        (nameof(LearnedTable), "h") => functional.softplus(Parameter(module, "h")[indices[0], indices[1]]),
        (nameof(LearnedTable), "c") => Parameter(module, "c")[indices[0], indices[1]],
        (nameof(LearnedShrinkage), "s") => Parameter(module, "s")[indices[0]],
        (nameof(FullAccelerated), "h") => Number(1.0 / (indices[0] + indices[1] + 1)),
        (nameof(Staged), "a") => Number(indices[0] / (indices[0] + 3.0)),
        (nameof(Gated), "a") => Number(1),
        (nameof(Gated), "b") => Parameter(module, "b")[indices[0]],
        (nameof(Gated), "g") => Parameter(module, "g"),
        (nameof(Gated), "c") => Number(1.0 / (indices[0] + 2)),
        (nameof(TrainedNumbers), "g") => Parameter(module, "g").sigmoid(),
        (nameof(TrainedNumbers), "b") => Parameter(module, "b")[indices[0]],
        (nameof(TrainedNumbers), "d") => Number(1.0 / (indices[0] + 1)),
        (nameof(TrainedNumbers), "n") => Number(2),
        (nameof(DualOfOtherShape), "t") or (nameof(Fista), "b") or (nameof(PrimalDual), "s") or (nameof(GradientDescent), "b") or (nameof(AcceleratedProximalGradient), "b") => Number(0.25),
        (nameof(PrimalDual), "w") => Number(1),
        _ => Number(0.5)
    };

    private static Parameter Parameter(Module module, string name) => module.get_parameter(name)!;

    private static Tensor Number(double value) => tensor(value, dtype: float64);
}
