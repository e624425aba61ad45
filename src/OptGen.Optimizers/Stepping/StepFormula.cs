using System.Runtime.CompilerServices;

namespace OptGen.Optimizers;

/// <summary>
/// How gradient, mean, decay and recurrence meet, for whatever they are calculated with. Terms whose factor is 0 (the decays) or 1
/// (the shrinking) are left out.
/// </summary>
/// <remarks>
/// With s the sign, λ and μ = ηλ the decays, R the rule, and means over a row:
/// <code>
/// gradient:  x = (s·g - mean) + λw     mean of s·g, or of s·g + λw where the decay is inside; no mean, no centralization
///            w = shrink·w - (R(x) + μw)
/// update:    x = s·g + λw;  u = R(x) + μw
///            w = shrink·w - (u - mean(u))
/// </code>
/// </remarks>
internal static class StepFormula<Q, TRule, TFrame>
    where Q : struct, IQuantity<Q>
    where TRule : struct, IRule
    where TFrame : struct, IFrame
{
    /// <summary>What enters the recurrence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Input(in Coefficients<Q> k, Q weight, Q gradient, Q mean)
    {
        var x = k.Sign * gradient - mean;
        return TFrame.Decays && k.IsCoupled ? x + k.Coupled * weight : x;
    }

    /// <summary>What the weight shall lose: the recurrence's step, with the decay that is part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Step(in Coefficients<Q> k, Q weight, Q x, Q a, Q b, Q c)
    {
        var step = TRule.Direction(k, x, a, b, c);
        return TFrame.Decays && k.HasInside ? step + k.Inside * weight : step;
    }

    /// <summary>The new weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Changed(in Coefficients<Q> k, Q weight, Q step) => (TFrame.Decays && k.Shrinks ? k.Shrink * weight : weight) - step;
}
