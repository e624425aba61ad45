using System.Globalization;
using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Diagnostics;

/// <summary>Brings together what notation, binding, wiring and the verdict find in one class.</summary>
internal static class Analysis
{
    private static readonly string[] UsualMomenta = ["0.9", "0.5", "0.0"];

    public static IReadOnlyList<Finding> Of(BoundNetwork network)
    {
        var findings = new FindingList();
        foreach (Problem problem in network.Parsed.Problems)
            findings.Add(Finding.Of(problem));
        foreach (Finding finding in network.Findings.Where(f => !FollowsFromMisreading(f, network.Parsed)))
            findings.Add(finding);
        if (!network.Parsed.HasErrors && network.CanBeCompleted)
            AddWiring(network, findings);
        return findings.Items;
    }

    /// <summary>What was misread has the wrong names in it, and lacks others.</summary>
    private static bool FollowsFromMisreading(Finding finding, ParseResult parsed) =>
        parsed.HasErrors
        && (finding.Number == (int)DeclarationKind.LearnableUnused
            || (finding.Span is { } span && parsed.Problems.Any(p => Overlap(p.Span, span))));

    private static void AddWiring(BoundNetwork network, FindingList findings)
    {
        // What wiring makes of a name that nothing binds is a guess: the name is reported, not the guess's consequences.
        var unbound = findings.Items.Where(f => f.Span is not null).Select(f => f.Span!.Value).ToList();
        RecurrenceAnalysis analysis = network.Model.Analysis;
        foreach (Problem problem in analysis.Wired.Problems.Where(p => !unbound.Exists(s => Overlap(s, p.Span))))
            findings.Add(problem.Kind == ProblemKind.UnusedInput ? OfInput(problem, network) : Finding.Of(problem));
        if (analysis.Plan is not { } plan)
            return;
        if (!findings.HasErrors)
        {
            foreach (Problem problem in new ValueCheck(network.Model.Layers, network.Model.Knowledge, plan.ScalarNames).Check(network.Parsed.Tree))
                findings.Add(Finding.Of(problem));
        }
        HashSet<string> applied = AppliedIn(plan);
        foreach (NamedGroup<Application> group in RecurrenceNames.Of(network.Parsed.Tree).Operators.Where(g => !applied.Contains(g.Name)))
        {
            findings.At(
                group.First.Span, DeclarationKind.UnusedOperator,
                $"{group.Name} is multiplied by 0 wherever it is applied, so the network never uses it; mend the factor, or remove the term.");
        }
        foreach (Finding finding in ImplicitAnalysis.Of(network, plan))
            findings.Add(finding);
        if (network.Model.IsReversible && !findings.HasErrors)
        {
            var reasons = new ProblemList();
            network.Model.FindReversal(reasons);
            foreach (Problem problem in reasons.ToArray())
                findings.Add(Finding.Of(problem));
        }
        foreach (Problem problem in findings.HasErrors ? [] : analysis.Verdict!.Problems)
            findings.Add(problem.Kind == ProblemKind.NotZeroStable ? Finding.Of(problem) with { StableConstant = StableConstant(network.Model, plan) } : Finding.Of(problem));
    }

    /// <summary>The operators that some step applies.</summary>
    private static HashSet<string> AppliedIn(Plan plan)
    {
        IEnumerable<Step> steps = plan.Prologue.Concat(plan.Layer).Concat(plan.Epilogue).SelectMany(s => s is SolveStep solve ? solve.Body : [s]);
        return [.. steps.OfType<EvaluateStep>().Select(s => plan.Evaluations[s.Evaluation].Evaluation.Callee).OfType<OperatorCallee>().Select(c => plan.Operators[c.Operator].Name)];
    }

    /// <summary>The first constant that one of the usual values of a momentum would make the recurrence zero-stable and consistent with.</summary>
    private static (string Identifier, string Value)? StableConstant(NetworkModel model, Plan plan)
    {
        foreach (CoefficientModel constant in model.Coefficients.Where(c => c.Form == CoefficientForm.Constant && c.Value is not null))
        {
            foreach (string value in UsualMomenta)
            {
                var known = model.Knowledge.ToDictionary(k => k.Key, k => k.Value);
                known[constant.Name] = CoefficientKnowledge.Of(double.Parse(value, CultureInfo.InvariantCulture));
                Verdict verdict = VerdictMaker.Judge(plan, known);
                if (verdict.Stability == Stability.Stable && verdict.Consistent != false)
                    return (constant.Identifier, value);
            }
        }
        return null;
    }

    /// <summary>An input that nothing reads stands in no equation, but in the list of inputs.</summary>
    private static Finding OfInput(Problem problem, BoundNetwork network)
    {
        RecurrenceNames names = RecurrenceNames.Of(network.Parsed.Tree);
        string? unread = network.Model.Inputs?.FirstOrDefault(i => !names.States.Contains(i) && !names.References.Any(r => r.Name == i));
        return unread is null ? Finding.Of(problem) : Finding.Of(problem) with { Span = null, Input = unread };
    }

    private static bool Overlap(SourceSpan a, SourceSpan b) => a.Start < b.End && b.Start < a.End;
}
