using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Diagnostics;

/// <summary>What is to be said of the layers of a class that are solved, or of <c>[Implicit]</c> where none is.</summary>
internal static class ImplicitAnalysis
{
    public static IEnumerable<Finding> Of(BoundNetwork network, Plan plan)
    {
        if (plan.IsImplicit)
            return SharedInputs(network, plan).Concat(NoBounds(network, plan));
        return network.ImplicitLocation is not { } location ? [] :
        [
            new Finding(
                (int)DeclarationKind.NothingToSolve,
                $"No equation of {network.Model.Type.Declaration.Name} reads what it computes, so there is nothing to solve and [Implicit] has no effect; remove it.")
            {
                Location = location
            }
        ];
    }

    /// <summary>What is said to be shared and is no input, or one that no equation reads.</summary>
    private static IEnumerable<Finding> SharedInputs(BoundNetwork network, Plan plan)
    {
        foreach (string name in network.Model.Implicit?.Shared ?? [])
        {
            InputPlan? input = plan.Inputs.FirstOrDefault(i => i.Name == name);
            if (input is { Spans.Spans.Count: > 0 } || network.SharedLocation is not { } location)
                continue;
            yield return new Finding(
                (int)(input is null ? DeclarationKind.ImplicitSetting : DeclarationKind.ImplicitSettingWithoutEffect),
                input is null
                    ? $"Shared names {name}, which is no input; the inputs are {string.Join(", ", plan.Inputs.Select(i => i.Name))}."
                    : $"Shared names {name}, which only begins a state and so has a row for each sample; remove it.")
            {
                Location = location
            };
        }
    }

    /// <summary>
    /// Operators that are evaluated again and again while a layer is solved, and of which nothing says how far they stretch. Functions with
    /// parameters count as resolvents, which stretch nothing.
    /// </summary>
    private static IEnumerable<Finding> NoBounds(BoundNetwork network, Plan plan)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (SolveStep solve in plan.Layer.OfType<SolveStep>())
        {
            foreach (EvaluateStep step in solve.Body.OfType<EvaluateStep>())
            {
                if (plan.Evaluations[step.Evaluation].Evaluation.Callee is not OperatorCallee callee || step.Parameters.Count > 0)
                    continue;
                string name = plan.Operators[callee.Operator].Name;
                if (!told.Add(name) || network.IsBounded(name))
                    continue;
                yield return new Finding(
                    (int)DeclarationKind.NoLipschitzBound,
                    $"{name} is evaluated on what its own layer solves for, and no Lipschitz bound of {name} is stated, so nothing shows that there is one solution; "
                    + $"write [Lipschitz(…)] on {name}, or let its type implement IBoundedModule.")
                {
                    Span = UseOf(name, network.Parsed.Tree, solve, plan) ?? plan.Operators[callee.Operator].Spans.First
                };
            }
        }
    }

    /// <summary>Where the operator is applied to something that the layer computes while it is solved.</summary>
    private static SourceSpan? UseOf(string name, RecurrenceTree tree, SolveStep solve, Plan plan)
    {
        var computed = solve.Body.OfType<AssignStep>().Select(s => plan.States[s.State]).ToDictionary(s => s.Name, StringComparer.Ordinal);
        return tree.Equations.Where(e => computed.ContainsKey(e.Left.Name)).SelectMany(e => e.Right.WithParts()).OfType<Application>()
            .FirstOrDefault(a => a.Name == name && a.Arguments.SelectMany(x => x.WithParts()).OfType<Reference>().Any(IsComputed))?.NameSpan;

        bool IsComputed(Reference read) => computed.TryGetValue(read.Name, out StatePlan? state)
            && (plan.Kind == PlanKind.Equilibrium || (read.Indices.Count == 1 && read.Indices[0].IsLayer && read.Indices[0].Offset == state.Newest));
    }
}
