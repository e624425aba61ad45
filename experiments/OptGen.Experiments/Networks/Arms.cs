using OptGen.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Networks;

/// <summary>A network of the catalogue, as the pages call it.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Create">Makes it from a factory of operators and a number of layers.</param>
/// <param name="OperatorsPerLayer">How many operators a layer has.</param>
internal sealed record Arm(string Name, Func<Func<int, Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> Create, int OperatorsPerLayer = 1);

/// <summary>The explicit networks that are compared.</summary>
internal static class Arms
{
    /// <summary>What the others are compared with.</summary>
    public const string Baseline = "GD (ResNet)";

    /// <summary>All of them, the baseline first.</summary>
    public static IReadOnlyList<Arm> Explicit { get; } =
    [
        Of(Baseline, nameof(GradientDescent)),
        Of("HB", nameof(HeavyBall)),
        Of("AGD", nameof(Agd)),
        Of("AGD-full", nameof(AgdFull)),
        Of("APG1", nameof(Apg1)),
        Of("APG2", nameof(Apg2)),
        Of("LADMM", nameof(Ladmm), 2),
        Of("MomentumNet", nameof(MomentumNet)),
        Of("LM-ResNet", nameof(LmResNet)),
        Of("optimistic GD", nameof(OptimisticGradient)),
        Of("AB2", nameof(AdamsBashforth2))
    ];

    /// <summary>Those that are compared on many tasks: one of each kind.</summary>
    public static IReadOnlyList<Arm> Chosen { get; } = [.. new[] { Baseline, "HB", "AGD", "AGD-full", "APG2", "LADMM", "MomentumNet" }.Select(Find)];

    /// <summary>The arm of a name.</summary>
    public static Arm Find(string name) => Explicit.First(arm => arm.Name == name);

    private static Arm Of(string name, string entry, int operators = 1) => new(name, OptGen.Networks.Catalogue.Find(entry).Create, operators);
}
