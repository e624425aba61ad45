using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Finds what a recurrence defines and does not use, and layers too few to use it.</summary>
internal static class Usage
{
    public static void Check(NormalSystem system, FirstIndices starts, WiringOptions options, Plan plan, ProblemList problems)
    {
        ReportUndetermined(system, plan, problems);
        ReportUnusedStates(system, problems);
        ReportUnusedNumbers(system, problems);
        ReportUnusedInputs(system, starts, options, problems);
        (int needed, StateRead? deepest) = MinimumLayers.Find(system, starts);
        if (deepest is not null && plan.Kind == PlanKind.Layered && options.Layers is { } layers && layers < needed)
        {
            problems.Report(
                ProblemKind.FewerLayersThanHistory, deepest.Span,
                $"With {(layers == 1 ? "1 layer" : layers + " layers")} this always reads a first iterate of {deepest.State.Name}; it takes {needed} layers to read a computed one.");
        }
    }

    /// <summary>x = x + …, where no operator reads the x sought: it cancels, and whatever remains does not determine it.</summary>
    private static void ReportUndetermined(NormalSystem system, Plan plan, ProblemList problems)
    {
        foreach (SolveStep solve in plan.Layer.OfType<SolveStep>().Where(s => s.Unknowns.Count == 1 && s.Body.Count == 1))
        {
            Unknown unknown = solve.Unknowns[0];
            StateOutline state = system.Outline.States[unknown.State];
            if (solve.Body[0] is not AssignStep assignment || !assignment.Value.Terms.Any(t => t.Coefficient.IsOne && t.Value is StateValue value
                && value.State == unknown.State && value.Index == unknown.Index))
                continue;
            StateRead read = system.Updates[state.Update].Reads.First(r => r.IsOfThisLayer && r.State == state);
            Target target = system.Outline.Updates[state.Update].Equation.Left;
            string sought = plan.Kind == PlanKind.Equilibrium ? target.Name : target.Name + Printer.Subscript([target.Index!]);
            problems.Report(
                ProblemKind.Undetermined, read.Span,
                $"{sought} stands on both sides and cancels, so the equation does not determine it; write an earlier iterate here, or an operator of {sought}.");
        }
    }

    private static void ReportUnusedStates(NormalSystem system, ProblemList problems)
    {
        var used = new HashSet<StateOutline>();
        var pending = new Stack<StateOutline>(system.Output?.Reads.Select(r => r.State) ?? [system.Outline.Main]);
        ILookup<int, NormalForm> given = system.Given.ToLookup(g => g.Key.State, g => g.Value);
        while (pending.Count > 0)
        {
            StateOutline state = pending.Pop();
            if (!used.Add(state))
                continue;
            IEnumerable<NormalForm> forms = given[state.Number];
            if (state.Update >= 0)
                forms = forms.Append(system.Updates[state.Update]);
            foreach (StateRead read in forms.SelectMany(f => f.Reads))
                pending.Push(read.State);
        }
        foreach (StateOutline state in system.Outline.States.Where(s => !used.Contains(s)))
        {
            Target target = (state.Update >= 0 ? system.Outline.Updates[state.Update].Equation : state.Given.Values.First()).Left;
            problems.Report(
                ProblemKind.UnusedState, target.Span, $"{state.Name} is computed, but what forward returns does not depend on it; read it or remove it.");
        }
    }

    private static void ReportUnusedNumbers(NormalSystem system, ProblemList problems)
    {
        foreach (StateOutline line in system.Scalars.Unused(system.Outline))
        {
            Target target = (line.Update >= 0 ? system.Outline.ScalarUpdates[line.Update].Equation : line.Given.Values.First()).Left;
            problems.Report(ProblemKind.UnusedState, target.Span, $"{line.Name} is computed, but no line of tensors depends on it; read it or remove it.");
        }
    }

    private static void ReportUnusedInputs(NormalSystem system, FirstIndices starts, WiringOptions options, ProblemList problems)
    {
        if (options.Inputs is null)
            return;
        for (int i = 0; i < system.Symbols.Inputs.Count; i++)
        {
            (string name, List<SourceSpan> spans) = system.Symbols.Inputs[i];
            bool starting = system.Outline.States.Any(s => starts.InputOf(s.Number) == i && !s.Given.ContainsKey(starts[s]));
            if (spans.Count == 0 && !starting)
            {
                problems.Report(
                    ProblemKind.UnusedInput, system.Outline.States[0].Spans[0],
                    $"The input {name} is declared, but no line reads it and no state starts from it; read it or remove it.");
            }
        }
    }
}
