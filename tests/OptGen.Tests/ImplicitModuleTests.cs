using System.Globalization;
using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>
/// Generated modules whose layers are solved, against the interpreter, which solves the plan's own equations by plain iteration and takes the
/// gradient through all of it: values and every gradient.
/// </summary>
public sealed class ImplicitModuleTests
{
    public const int Width = 4;

    public static TheoryData<string> Networks => [.. All.Keys];

    internal static IEnumerable<string> Names => All.Keys;

    private static Dictionary<string, Func<Sample>> All { get; } = new(StringComparer.Ordinal)
    {
        [nameof(ProximalPoint)] = () => Of(new ProximalPoint(Width), n => n.Implicit, ProximalPoint.Recurrence, 4),
        [nameof(AdamsMoulton)] = () => Of(new AdamsMoulton(Width, 3), n => n.Implicit, AdamsMoulton.Recurrence, 3),
        [nameof(BackwardDifferentiation)] = () => Of(new BackwardDifferentiation(Width), n => n.Implicit, BackwardDifferentiation.Recurrence, 5),
        [nameof(ImplicitProximalGradient)] = () => Of(new ImplicitProximalGradient(Width), n => n.Implicit, ImplicitProximalGradient.Recurrence, 3),
        [nameof(ImplicitFista)] = () => Of(new ImplicitFista(Width), n => n.Implicit, ImplicitFista.Recurrence, 4),
        [nameof(DeepEquilibrium)] = () => Of(new DeepEquilibrium(Width), n => n.Implicit, DeepEquilibrium.Recurrence, 1),
        [nameof(EquilibriumSystem)] = () => Of(new EquilibriumSystem(Width), n => n.Implicit, EquilibriumSystem.Recurrence, 1),
        [nameof(ImplicitLadmm)] = () => Of(new ImplicitLadmm(Width), n => n.Implicit, ImplicitLadmm.Recurrence, 4),
        [nameof(ImplicitPrimalDual)] = () => Of(new ImplicitPrimalDual(Width), n => n.Implicit, ImplicitPrimalDual.Recurrence, 3),
        [nameof(ImplicitStages)] = () => Of(new ImplicitStages(Width), n => n.Implicit, ImplicitStages.Recurrence, 6),
        [nameof(SolvedTwice)] = () => Of(new SolvedTwice(Width), n => n.Implicit, SolvedTwice.Recurrence, 4),
        [nameof(MixedSystem)] = () => Of(new MixedSystem(Width), n => n.Implicit, MixedSystem.Recurrence, 3)
    };

    /// <summary>Plain iteration until nothing changes any more; what it reaches is judged by the comparison.</summary>
    public static SolveOptions Exact(Adjoint adjoint) => new()
    {
        Solver = new PicardSolver(),
        Tolerance = 1e-16,
        RelativeTolerance = 0,
        MaxIterations = 100,
        OnNonConvergence = NonConvergence.Accept,
        Adjoint = adjoint
    };

    public static ImplicitAdjoint ExactAdjoint => new() { Solver = new PicardSolver(), RelativeTolerance = 1e-16, MaxIterations = 100 };

    /// <remarks>Where a solve begins has no gradient at its solution, and one that vanishes through all iterations.</remarks>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_EqualsInterpreter_InValueAndEveryGradient(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        Sample sample = Make(network);
        using Module<Tensor, Tensor> module = sample.Module;
        sample.Implicit.Options = Exact(ExactAdjoint);

        SameNetwork.Verify(
            module, x => module.call(x[0]), x => sample.Recurrence.Run(Bind(sample, new UnrolledAdjoint()), sample.Layers, x[0]), [Comparison.Input(3, Width)],
            Comparison.ExactOrMissing);
        Assert.All(sample.Implicit.Reports, r => Assert.InRange(r.Residual, 0, 1e-14));
        Assert.NotEmpty(sample.Implicit.Reports);
    }

    /// <summary>The interpreter with the implicit gradient: what its bindings name in Parameters gets one.</summary>
    [Theory]
    [InlineData(nameof(AdamsMoulton))]
    [InlineData(nameof(EquilibriumSystem))]
    [InlineData(nameof(ImplicitStages))]
    public void Interpreter_ImplicitGradient_EqualsUnrolled(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        Sample sample = Make(network);
        using Module<Tensor, Tensor> module = sample.Module;
        InterpreterBindings bindings = Bind(sample, ExactAdjoint);
        bindings.Parameters.AddRange(module.parameters());

        SameNetwork.Verify(
            module, x => sample.Recurrence.Run(bindings, sample.Layers, x[0]),
            x => sample.Recurrence.Run(Bind(sample, new UnrolledAdjoint()), sample.Layers, x[0]), [Comparison.Input(3, Width)], Comparison.ExactOrMissing);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_LeavesNothingButItsResult(string network)
    {
        Sample sample = Make(network);
        using Module<Tensor, Tensor> module = sample.Module;
        using Tensor input = randn([3, Width], dtype: float64);
        // The first pass makes what the module holds from then on.
        using (no_grad())
            module.call(input).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (no_grad())
        {
            using Tensor result = module.call(input);
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.False(input.IsInvalid);
    }

    /// <summary>Forward is over, and its scope gone, when the equations are evaluated again for the gradient; another pass may lie between.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Backward_AfterAnotherForward_IsThatOfItsOwn(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        Sample sample = Make(network);
        using Module<Tensor, Tensor> module = sample.Module;
        Tensor input = Comparison.Input(3, Width);
        Tensor wanted = autograd.grad([module.call(input).sum()], [input])[0];

        Tensor first = module.call(input).sum();
        module.call(input.detach().neg());
        Tensor found = autograd.grad([first], [input])[0];

        Assert.InRange((wanted - found).abs().max().item<double>(), 0, 1e-12);
    }

    [Fact]
    public void Reports_NameEachLayerAndWhatItSolvesFor()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new SolvedTwice(Width);

        module.call(randn(2, Width));

        Assert.Equal(
            ["0 y_k", "0 x_<k+1>", "1 y_k", "1 x_<k+1>", "2 y_k", "2 x_<k+1>", "3 y_k", "3 x_<k+1>"],
            module.Implicit.Reports.Select(r => $"{r.Layer.ToString(CultureInfo.InvariantCulture)} {r.Unknowns}"));
    }

    [Fact]
    public void Reports_OfASystem_NameAllUnknowns()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new EquilibriumSystem(Width);

        module.call(randn(2, Width));

        Assert.Equal("z, y", Assert.Single(module.Implicit.Reports).Unknowns);
    }

    private static Sample Make(string network)
    {
        Sample sample = All[network]();
        sample.Module.to(float64);
        return sample;
    }

    /// <summary>A network with exact solves, and the bindings of the interpreter to what it holds.</summary>
    internal static (Module<Tensor, Tensor> Module, Recurrence Recurrence, InterpreterBindings Bindings, int Layers) MakeBound(string network)
    {
        Sample sample = Make(network);
        sample.Implicit.Options = Exact(ExactAdjoint);
        return (sample.Module, sample.Recurrence, Bind(sample, new UnrolledAdjoint()), sample.Layers);
    }

    private static Sample Of<T>(T module, Func<T, ImplicitSolve> solves, Recurrence recurrence, int layers)
        where T : Module<Tensor, Tensor> => new(module, solves(module), recurrence, layers);

    private static InterpreterBindings Bind(Sample sample, Adjoint adjoint)
    {
        (Module<Tensor, Tensor> module, Recurrence recurrence) = (sample.Module, sample.Recurrence);
        Dictionary<string, Module> children = module.named_children().ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
        var bindings = new InterpreterBindings { Implicit = Exact(adjoint) };
        foreach ((string name, Module child) in children)
        {
            int first = child is ModuleList<Module<Tensor, Tensor>> && recurrence.Operators.Contains(name) ? recurrence.FirstModule(name, sample.Layers) : 0;
            bindings.Operators[name] = (number, x) => child switch
            {
                ModuleList<Module<Tensor, Tensor>> list => list[number - first].call(x[0]),
                Module<Tensor, Tensor, Tensor> two => two.call(x[0], x[1]),
                _ => ((Module<Tensor, Tensor>)child).call(x[0])
            };
            if (child is Linear linear)
                bindings.Adjoints[name] = (_, x) => x[0].matmul(linear.weight!);
        }

        bindings.Functions["proxF"] = (x, s) => x[0].clamp(-1 - s[0].item<double>(), 1 + s[0].item<double>());
        bindings.Functions["proxG"] = (x, t) => (x[0] - (module.get_parameter("shift")! * t[0])) / (1 + t[0]);
        foreach (string name in recurrence.Coefficients)
            bindings.Coefficients[name] = indices => Coefficient(module, name, indices);
        if (module is ImplicitStages)
        {
            var transitions = (ModuleList<Module<Tensor, Tensor>>)children["D"];
            bindings.Stages.Add(new RecurrenceStage(2, StageHistory.Restart, x => transitions[0].call(x)));
            bindings.Stages.Add(new RecurrenceStage(4, StageHistory.Project, x => transitions[1].call(x)));
        }

        return bindings;
    }

    private static Tensor Coefficient(Module module, string name, IReadOnlyList<int> indices) => (module, name) switch
    {
        (AdamsMoulton, "b") => module.get_parameter("b")!.sigmoid(),
        (BackwardDifferentiation or ImplicitFista, "b") => module.get_parameter("b")![indices[0]],
        (ImplicitProximalGradient, "b") => module.get_parameter("b")!,
        (EquilibriumSystem, "a") => module.get_parameter("a")!,
        (SolvedTwice, "a") => module.get_parameter("a")![indices[0]],
        (SolvedTwice, "h") => Comparison.Number(0.1 / (indices[0] + indices[1] + 1)),
        (ImplicitPrimalDual, "t") => functional.softplus(module.get_parameter("t")!),
        (ImplicitPrimalDual, "s") => Comparison.Number(0.25),
        _ => Comparison.Number(0.5)
    };

    private sealed record Sample(Module<Tensor, Tensor> Module, ImplicitSolve Implicit, Recurrence Recurrence, int Layers);
}
