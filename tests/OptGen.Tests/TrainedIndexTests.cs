using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Trained coefficients whose index is not just k: each has a value for every index that is read, and the one at position i is that of index i.</summary>
public sealed class TrainedIndexTests
{
    private const int Width = 3;

    public static TheoryData<string> Networks => [.. All.Keys];

    private static Dictionary<string, Func<(Module<Tensor, Tensor> Module, Recurrence Recurrence, int Layers)>> All { get; } = new(StringComparer.Ordinal)
    {
        [nameof(NextCoefficient)] = () => (new NextCoefficient(Width), NextCoefficient.Recurrence, 4),
        [nameof(NextOfAnyDepth)] = () => (new NextOfAnyDepth(Width, 3), NextOfAnyDepth.Recurrence, 3),
        [nameof(ShiftedCoefficients)] = () => (new ShiftedCoefficients(Width), ShiftedCoefficients.Recurrence, 4),
        [nameof(CountedBackwards)] = () => (new CountedBackwards(Width), CountedBackwards.Recurrence, 4),
        [nameof(ShiftedSum)] = () => (new ShiftedSum(Width), ShiftedSum.Recurrence, 4),
        [nameof(ShiftedPairs)] = () => (new ShiftedPairs(Width), ShiftedPairs.Recurrence, 4),
        [nameof(ShiftedStages)] = () => (new ShiftedStages(Width), ShiftedStages.Recurrence, 4),
        [nameof(ShiftedSolve)] = () => (new ShiftedSolve(Width), ShiftedSolve.Recurrence, 3),
        [nameof(ShiftedAfterwards)] = () => (new ShiftedAfterwards(Width), ShiftedAfterwards.Recurrence, 2)
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_EqualsInterpreter_InValueAndEveryGradient(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        (Module<Tensor, Tensor> module, Recurrence recurrence, int layers) = All[network]();
        module.to(float64);
        using (no_grad())
        {
            // Values that all differ, so that no index can stand for another.
            foreach (Parameter parameter in module.parameters(recurse: false))
                parameter.add_(arange(parameter.numel(), dtype: float64).reshape(parameter.shape) * 0.01);
        }

        if (module is ShiftedSolve solved)
            solved.Implicit.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
        InterpreterBindings bindings = Comparison.Bind(module, recurrence, layers, (name, at) => Coefficient(module, name, at));
        if (module is ShiftedStages)
        {
            bindings.Stages.Add(new RecurrenceStage(1, StageHistory.Restart, x => x.mul(1)));
            bindings.Stages.Add(new RecurrenceStage(3, StageHistory.Project, x => x.mul(1)));
        }

        SameNetwork.Verify(
            module, x => module.call(x[0]), x => recurrence.Run(bindings, layers, x[0]), [Comparison.Input(2, Width)], Comparison.ExactOrMissing);
        module.Dispose();
    }

    [Fact]
    public void Parameter_HasAValueForEveryIndexRead()
    {
        using DisposeScope scope = NewDisposeScope();

        Assert.Equal([5L], new NextCoefficient(Width).a.shape);
        Assert.Equal([4L], new NextOfAnyDepth(Width, 3).a.shape);
        Assert.Equal([6L], new ShiftedCoefficients(Width).a.shape);
        Assert.Equal([4L, Width], new ShiftedCoefficients(Width).b.shape);
        Assert.Equal([4L], new ShiftedCoefficients(Width).c.shape);
        Assert.Equal([5L], new CountedBackwards(Width).a.shape);
        Assert.Equal([8L], new CountedBackwards(Width).b.shape);
        Assert.Equal([6L], new ShiftedSum(Width).a.shape);
        Assert.Equal([8L, 8L], new ShiftedPairs(Width).h.shape);
    }

    /// <summary>What a range makes of the parameter is applied here as the attribute says; all others are read as they are.</summary>
    private static Tensor Coefficient(Module module, string name, IReadOnlyList<int> at)
    {
        Parameter parameter = module.get_parameter(name)!;
        Tensor value = at.Count == 2 ? parameter[at[0], at[1]] : parameter[at[0]];
        return (module, name) switch
        {
            (ShiftedCoefficients, "c") or (ShiftedStages, "b") => value.sigmoid(),
            _ => value
        };
    }
}

[Update("x_<k+1> = x_k - a_<k+1>*T(x_k)", Layers = 4)]
public partial class NextCoefficient
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - a_<k+1>*T(x_k)")]
public partial class NextOfAnyDepth
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - a_<k+2>*c_<k-2>*b_<k-1>*T(x_k) + (1 - a_k*c_k)*S(x_<k-1>)", Layers = 4)]
public partial class ShiftedCoefficients
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    [Learnable(0.25, PerLayer = true, Channels = 3)]
    public partial Parameter b { get; }

    [Learnable(0.4, Min = 0, Max = 1, PerLayer = true)]
    public partial Parameter c { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - a_<L-k>*T(x_k) + b_7*S(x_k)", Layers = 4)]
public partial class CountedBackwards
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - sum[j=0..k](a_<j+2>*T(x_j))", Layers = 4)]
public partial class ShiftedSum
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - sum[j=0..k](h_<k+2,j>*T(x_j)) + h_<k,k+4>*x_k", Layers = 4)]
public partial class ShiftedPairs
{
    [Learnable(0.1, PerPair = true)]
    public partial Parameter h { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - a_<k+1>*T(x_k) - b_<k+2>*a_<k-1>*S(x_<k-1>)")]
[Stage(Layers = 1)]
[Stage(Layers = 2)]
[Stage(Layers = 1, History = StageHistory.Project)]
public partial class ShiftedStages
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    [Learnable(0.5, Min = 0, Max = 1, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> D(int stage) => nn.Identity();
}

[Update("x_<k+1> = x_k - a_<k+1>*T(x_<k+1>) - a_<k+2>*a_<k-1>*S(x_k)", Layers = 3)]
public partial class ShiftedSolve
{
    [Learnable(0.3, PerLayer = true)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - a_k*T(x_k); out = a_<L+1>*x_L - T(a_L*x_L)", Layers = 2)]
public partial class ShiftedAfterwards
{
    [Learnable(0.3, PerLayer = true)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}
