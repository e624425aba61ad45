using System.Numerics;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen;

/// <summary>Whether a recurrence is zero-stable: its iterates stay bounded when the operators are dropped.</summary>
public enum ZeroStability
{
    /// <summary>There is nothing to judge: a coefficient is learned without bounds or follows a schedule, or there are no layers.</summary>
    NotApplicable = 0,

    /// <summary>Every root of the characteristic polynomial lies in the closed unit disc, and those on the circle are simple.</summary>
    Stable,

    /// <summary>A root lies outside the unit disc, or a multiple one on the circle.</summary>
    Unstable,

    /// <summary>Stable for every value of the bounded coefficients.</summary>
    StableInRange,

    /// <summary>Unstable for some value of the bounded coefficients.</summary>
    UnstableInRange,

    /// <summary>The search over the ranges of the coefficients ended without a proof or a counterexample.</summary>
    Undecided
}

/// <summary>
/// What is known of a recurrence without its operators. A network whose recurrence is consistent and zero-stable approximates any continuous
/// function; published networks break the condition, so it is a verdict and not an error.
/// </summary>
/// <param name="IsConsistent">Whether constants are kept, rho(1) = 0; null when that depends on values not known.</param>
/// <param name="Stability">Whether it is zero-stable.</param>
/// <param name="Order">The order of accuracy as a multistep method; null when it was not determined.</param>
/// <param name="Roots">The roots of the characteristic polynomial, those of greatest modulus first; empty when coefficients are not numbers.</param>
/// <param name="EffectiveSteps">For each operator, how far a layer moves along it: b/(1 - a) for the heavy ball.</param>
/// <param name="Text">All that in a sentence or two.</param>
public sealed record RecurrenceVerdict(
    bool? IsConsistent,
    ZeroStability Stability,
    int? Order,
    IReadOnlyList<Complex> Roots,
    IReadOnlyDictionary<string, string> EffectiveSteps,
    string Text)
{
    /// <summary>
    /// The operators that are said to contain a two-layer network, by <see cref="ContainsTwoLayerAttribute"/> on the member or on its type; what the universal
    /// approximation theorem asks of an operator besides consistency and zero-stability. Of one that is not here nothing is known: its member may be declared with a type
    /// that hides what it makes. A recurrence read at run time has none, for its operators have no types.
    /// </summary>
    public IReadOnlyList<string> TwoLayerOperators { get; init; } = [];

    internal static RecurrenceVerdict Of(Verdict verdict) =>
        new(
            verdict.Consistent,
            (ZeroStability)verdict.Stability,
            verdict.Order,
            verdict.Roots.Select(r => new Complex(r.Real, r.Imaginary)).ToArray(),
            verdict.Steps.ToDictionary(s => s.Operator, s => s.Size.ToString(), StringComparer.Ordinal),
            verdict.Text);

    /// <summary>What the compiler's half calls the same knowledge.</summary>
    internal static Wiring.CoefficientKnowledge Translate(CoefficientKnowledge knowledge) => knowledge switch
    {
        { VariesByLayer: true } => new ScheduledCoefficient(),
        { IsLearned: false, Range: { } range } => Wiring.CoefficientKnowledge.Of(range.Minimum),
        { Range: { } range } when Rational.TryFromDouble(range.Minimum, out Rational minimum) && Rational.TryFromDouble(range.Maximum, out Rational maximum) =>
            new BoundedCoefficient(minimum, maximum, Open: true),
        _ => new LearnedCoefficient()
    };
}
