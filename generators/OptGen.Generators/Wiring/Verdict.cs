using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Whether a recurrence is zero-stable: no root of its characteristic polynomial outside the unit circle, and those on it harmless.</summary>
internal enum Stability
{
    /// <summary>There is no polynomial with constant coefficients to judge; <see cref="Verdict.Reason"/> says why.</summary>
    NotApplicable,
    Stable,
    Unstable,

    /// <summary>Stable for every value of the bounded coefficients, each the same in all layers.</summary>
    StableInRange,

    /// <summary>Unstable at the values in <see cref="Verdict.Witness"/>.</summary>
    UnstableInRange,

    /// <summary>The search over the ranges ended without a proof or a counterexample.</summary>
    Undecided
}

/// <summary>Why there is no verdict on stability.</summary>
internal enum NoVerdictReason
{
    None,

    /// <summary>An equilibrium has no layers.</summary>
    Equilibrium,

    /// <summary>A coefficient is learned without bounds; then no condition is needed.</summary>
    Learned,

    /// <summary>A coefficient changes from layer to layer.</summary>
    DependsOnLayer,

    /// <summary>A sum over all layers reads states themselves.</summary>
    DenseHistory,

    /// <summary>A first iterate is read in every layer.</summary>
    PinnedIterate,

    /// <summary>A state stands on both sides outside of operators.</summary>
    LinearlyImplicit,

    /// <summary>A product of tensors holds an iterate.</summary>
    NotLinear,

    /// <summary>More iterates are tied together than are judged.</summary>
    TooLarge
}

/// <summary>A root of the characteristic polynomial, to double precision.</summary>
internal readonly record struct Root(double Real, double Imaginary)
{
    public double Modulus => Math.Sqrt((Real * Real) + (Imaginary * Imaginary));

    public override string ToString()
    {
        string real = Show(Real);
        string imaginary = Show(Math.Abs(Imaginary));
        if (imaginary == "0")
            return real;
        return (real == "0" ? Imaginary < 0 ? "-" : "" : real + (Imaginary < 0 ? " - " : " + ")) + imaginary + "i";
    }

    private static string Show(double value)
    {
        double rounded = Math.Round(value, 4);
        return rounded == 0 ? "0" : rounded.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The root that breaks stability: outside the unit circle, or on it and there more than once.</summary>
internal readonly record struct OffendingRoot(Root Root, bool IsMultiple)
{
    public override string ToString() => (IsMultiple ? "multiple root " : "root ") + Root;
}

/// <summary>
/// How far the network moves along an operator in one layer: it discretises x' = sum of <paramref name="Flow"/>*T(x). For the heavy ball
/// Flow is -b/(1 - a).
/// </summary>
/// <param name="Operator">The operator's name.</param>
/// <param name="Flow">The factor of the operator.</param>
/// <param name="Size">The step: the flow without the sign of descent, b/(1 - a). Where one operator descends, all steps are against their flows, so that
/// an operator which acts the other way has a step of the other sign.</param>
internal sealed record EffectiveStep(string Operator, Scalar Flow, Scalar Size);

/// <summary>A value of a bounded coefficient.</summary>
internal sealed record CoefficientValue(string Name, Rational Value);

/// <summary>
/// The verdict on a recurrence: drop the operators, and a linear recurrence of the states remains. A function with parameters in brackets,
/// soft and relu count as resolvents, which are the identity as their parameter goes to 0.
/// </summary>
/// <param name="Consistent">Whether constants are kept: the characteristic polynomial vanishes at 1; null when that depends on values not known.</param>
/// <param name="Stability">Whether it is zero-stable.</param>
/// <param name="Reason">Why stability was not judged.</param>
/// <param name="Polynomial">The characteristic polynomial rho, its constant coefficient first; empty when there is none.</param>
/// <param name="Roots">Its roots where its coefficients are numbers, those of greatest modulus first.</param>
/// <param name="Offending">The root that breaks stability.</param>
/// <param name="Witness">Where in the ranges it does.</param>
/// <param name="Order">The order of accuracy; null when it was not determined.</param>
/// <param name="Steps">The effective step along each operator; empty when there is none.</param>
/// <param name="IsExact">Whether it rests on fractions alone; otherwise numbers closer than 1e-9 count as equal.</param>
/// <param name="Text">All that in a sentence or two.</param>
/// <param name="Problems">What is to be reported.</param>
internal sealed record Verdict(
    bool? Consistent,
    Stability Stability,
    NoVerdictReason Reason,
    EquatableArray<Scalar> Polynomial,
    EquatableArray<Root> Roots,
    OffendingRoot? Offending,
    EquatableArray<CoefficientValue> Witness,
    int? Order,
    EquatableArray<EffectiveStep> Steps,
    bool IsExact,
    string Text,
    EquatableArray<Problem> Problems);
