using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Puts a verdict into words and problems.</summary>
internal static class VerdictText
{
    public static Verdict Complete(Plan plan, Verdict verdict)
    {
        verdict = verdict with { Text = Describe(verdict) };
        return verdict with { Problems = Report(plan, verdict) };
    }

    private static string Describe(Verdict verdict)
    {
        if (verdict.Stability == Stability.NotApplicable)
            return Describe(verdict.Reason) + (verdict.Consistent == true ? " It is consistent whatever their values." : "");
        string consistency = verdict.Consistent switch
        {
            true => "Consistent",
            false => "Not consistent",
            _ => "Consistent for some coefficients only"
        };
        string sentence = $"{consistency}{(verdict.Consistent == true ? " and " : ", but ")}{Describe(verdict.Stability, verdict)}";
        if (verdict.Consistent != true && verdict.Stability is not (Stability.Stable or Stability.StableInRange))
            sentence = $"{consistency} and {Describe(verdict.Stability, verdict)}";
        if (verdict.Order is { } order)
            sentence += $", of order {order}";
        if (verdict.Steps.Count > 0)
            sentence += ", with the effective step " + string.Join(", ", verdict.Steps.Select(s => $"{s.Size} for {s.Operator}"));
        return sentence + ".";
    }

    private static string Describe(Stability stability, Verdict verdict) => stability switch
    {
        Stability.Stable => "zero-stable",
        Stability.StableInRange => "zero-stable for every coefficient in its range",
        Stability.Unstable => $"not zero-stable ({verdict.Offending})",
        Stability.UnstableInRange => $"not zero-stable at {Where(verdict)} ({verdict.Offending})",
        _ => "perhaps not zero-stable: neither a proof nor a counterexample was found"
    };

    private static string Where(Verdict verdict) => string.Join(", ", verdict.Witness.Select(w => $"{w.Name} = {w.Value}"));

    private static string Describe(NoVerdictReason reason) => reason switch
    {
        NoVerdictReason.Equilibrium => "An equilibrium has no layers, so zero-stability does not apply.",
        NoVerdictReason.Learned => "Coefficients are learned without bounds, so no condition is needed.",
        NoVerdictReason.DependsOnLayer => "Coefficients change from layer to layer, so no condition on constant coefficients applies.",
        NoVerdictReason.DenseHistory => "A sum over all layers reads iterates, so no condition on constant coefficients applies.",
        NoVerdictReason.PinnedIterate => "A first iterate is read in every layer, so no condition on constant coefficients applies.",
        NoVerdictReason.NotLinear => "A product of tensors holds an iterate, so the recurrence is not linear in its iterates and zero-stability was not judged.",
        NoVerdictReason.LinearlyImplicit => "A state stands on both sides outside of operators, so zero-stability was not judged.",
        _ => "Too many iterates are tied together, so zero-stability was not judged."
    };

    private static EquatableArray<Problem> Report(Plan plan, Verdict verdict)
    {
        var problems = new List<Problem>();
        SourceSpan span = plan.States[plan.MainState].Spans.First;
        if (verdict.Consistent == false)
        {
            string value = verdict.Polynomial.Aggregate(Scalar.Zero, (sum, c) => sum + c).ToString();
            Add(ProblemKind.NotConsistent,
                $"Not consistent: rho(1) is {value}, not 0, so a constant is not kept when the operators vanish; make the factors of the states add up to 1 unless an operator contains the identity.");
        }
        else if (verdict.Consistent is null && verdict.Stability != Stability.NotApplicable)
        {
            Add(ProblemKind.NotConsistent, "Consistent for some values in the coefficients' ranges only; make the factors of the states add up to 1, as 1 - a and a do.");
        }
        switch (verdict.Stability)
        {
            case Stability.Unstable:
                Add(ProblemKind.NotZeroStable, $"Not zero-stable: {verdict.Offending} of rho makes what the layers add up grow with depth; choose other coefficients or learn them.");
                break;
            case Stability.UnstableInRange:
                Add(ProblemKind.UnstableInRange, $"Not zero-stable for all coefficients in range: at {Where(verdict)} there is a {verdict.Offending} of rho; narrow the range.");
                break;
            case Stability.Undecided when !verdict.IsExact:
                Add(ProblemKind.StabilityUndecided, "Zero-stability was neither proved nor refuted: rho may have a multiple root on the unit circle, which only fractions tell; write fractions in place of functions.");
                break;
            case Stability.Undecided:
                Add(ProblemKind.StabilityUndecided, "Zero-stability over the coefficients' ranges was neither proved nor refuted; narrow the ranges.");
                break;
            case Stability.NotApplicable when verdict.Reason is not (NoVerdictReason.Learned or NoVerdictReason.Equilibrium):
                Add(ProblemKind.NoConstantVerdict, Describe(verdict.Reason));
                break;
        }
        return problems.ToEquatableArray();

        void Add(ProblemKind kind, string message) => problems.Add(new Problem(kind, span, message));
    }
}
