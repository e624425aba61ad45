using System.Numerics;
using TorchSharp;

namespace OptGen.Networks.Tests;

/// <summary>
/// The verdict of every network is what the literature says of it: rho (by its roots), zero-stability, order, effective step. The table is that of the methods
/// themselves; none of it is copied from a verdict.
/// </summary>
public sealed class VerdictTests
{
    private const ZeroStability Stable = ZeroStability.Stable, Always = ZeroStability.StableInRange, Unjudged = ZeroStability.NotApplicable;

    /// <summary>Name, consistency, stability, order, roots where the coefficients are numbers, effective steps.</summary>
    public static TheoryData<string, bool?, ZeroStability, int?, string, string> Table => new()
    {
        { "GradientDescent", true, Stable, 1, "1", "T: b" },
        { "HeavyBall", true, Always, 1, "", "T: b/(1 - a)" },
        { "Agd", true, Unjudged, null, "", "" },
        { "AgdConstant", true, Stable, 1, "1 0.5", "T: 2*b" },
        { "AgdStronglyConvex", true, Stable, 1, "1 0.5", "T: 2*b" },
        { "Apg1", true, Always, 1, "", "T: b/(1 - a)" },
        { "Apg2", true, Always, 1, "", "T: b/(1 - a)" },
        { "AgdFull", true, Stable, null, "1", "" },
        { "Ladmm", true, Stable, 1, "1 0.25+0.433i 0.25-0.433i", "T1: 1/3, T2: 1/3" },
        { "LmResNet", true, Unjudged, null, "", "" },
        { "MomentumNet", true, Always, 1, "", "T: 1" },
        { "OptimisticGradient", true, Stable, 1, "1 0", "T: b" },
        { "AdamsBashforth2", true, Stable, 2, "1 0", "T: b" },
        { "Leapfrog", true, Stable, 2, "1 -1", "T: b" },
        { "Extragradient", true, Stable, 1, "1", "T: b" },
        { "PrimalDualHybridGradient", true, Stable, null, "1 1 0", "" },
        { "DouglasRachford", true, Stable, 1, "1", "first: b, second: b" },
        { "DavisYin", true, Stable, 1, "1", "T: b, first: b, second: b" },
        { "Lista", true, Stable, null, "1", "W: 1, soft: s_k" },
        { "HbNet", false, Stable, null, "0.5+0.866i 0.5-0.866i", "" },
        { "AgdNet", null, Unjudged, null, "", "" },
        { "DmrNet", true, Stable, 1, "1 0", "T1: 0.5, T2: 0.5" },
        { "ProximalPoint", true, Stable, 1, "1", "T: b" },
        { "ProximalGradient", true, Stable, 1, "1", "T1: b, T2: b" },
        { "Fista", true, Unjudged, null, "", "" },
        { "AdamsMoulton2", true, Stable, 2, "1", "T: b" },
        { "Bdf2", true, Stable, 2, "1 0.3333", "T: b" },
        { "IsotropicConvNeXt", true, Stable, 1, "1", "T: 1" },
        { "IsotropicConvNeXtApg2", true, Always, 1, "", "T: b/(1 - a)" },
        { "VisionTransformer", true, Stable, 1, "1", "T: 1" },
        { "VisionTransformerApg2", true, Always, 1, "", "T: b/(1 - a)" }
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Verdict_OfEveryNetwork_IsThatOfTheMethod(string name, bool? consistent, ZeroStability stability, int? order, string roots, string steps)
    {
        RecurrenceVerdict verdict = Everything.RecurrenceOf(Everything.Declared.Single(t => t.Name == name)).Verdict;

        Assert.Equal(
            $"{consistent} {stability} {order} [{roots}] {steps}",
            $"{verdict.IsConsistent} {verdict.Stability} {verdict.Order} [{string.Join(' ', verdict.Roots.Select(Show))}] {string.Join(", ", verdict.EffectiveSteps.Select(s => $"{s.Key}: {s.Value}"))}");
    }

    [Fact]
    public void Table_HasEveryNetwork() =>
        Assert.Equal(Everything.Declared.Select(t => t.Name), Table.Select(r => (string)((object[])r)[0]).Order(StringComparer.Ordinal));

    /// <summary>The whole models say which of their operators contain a two-layer network: their types are known.</summary>
    [Fact]
    public void Verdict_OfWholeModels_SaysThatTheOperatorContainsATwoLayerNetwork()
    {
        foreach (Recurrence recurrence in new[] { IsotropicConvNeXt.Recurrence, IsotropicConvNeXtApg2.Recurrence, VisionTransformer.Recurrence, VisionTransformerApg2.Recurrence })
        {
            Assert.Equal(["T"], recurrence.Verdict.TwoLayerOperators);
            Assert.EndsWith("T contains a two-layer network.", recurrence.Verdict.Text, StringComparison.Ordinal);
        }
        Assert.Empty(GradientDescent.Recurrence.Verdict.TwoLayerOperators);
    }

    private static string Show(Complex root)
    {
        string real = Math.Round(root.Real, 4).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
        double imaginary = Math.Round(root.Imaginary, 3);
        return imaginary == 0 ? real : $"{real}{(imaginary > 0 ? "+" : "-")}{Math.Abs(imaginary).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}i";
    }
}
