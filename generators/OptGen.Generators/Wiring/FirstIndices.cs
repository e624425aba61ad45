using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>The lowest index of every state, and what stands in where no equation gives an iterate.</summary>
internal sealed class FirstIndices
{
    private readonly Dictionary<int, int> _first = [];
    private readonly Dictionary<int, int> _inputs = [];

    public int this[StateOutline state] => _first[state.Number];

    public int Of(int state) => _first[state];

    /// <summary>The input that starts a state, or -1 when zeros do.</summary>
    public int InputOf(int state) => _inputs.TryGetValue(state, out int input) ? input : -1;

    public static FirstIndices Find(NormalSystem system, List<Unit> units, ProblemList problems)
    {
        var starts = new FirstIndices();
        foreach (StateOutline state in system.Outline.States)
            starts._first[state.Number] = FindFirst(system, units, state, problems);
        if (!problems.HasErrors)
            starts.ChooseInputs(system, problems);
        return starts;
    }

    private static int FindFirst(NormalSystem system, List<Unit> units, StateOutline state, ProblemList problems)
    {
        if (system.Outline.Kind == PlanKind.Equilibrium)
            return state.Given.Count > 0 || system.Symbols.Inputs.Any(i => i.Name == state.Name) ? -1 : 0;
        if (state.Role == StateRole.Local && state.Given.TryGetValue(0, out Equation? first))
        {
            problems.Report(
                ProblemKind.InvalidTargetIndex, first.Left.Span,
                $"{state.Name}_0 is computed by layer 0; give {state.Name}_<-1> instead.");
            return 0;
        }
        if (state.Given.Count == 0 || (state.Role == StateRole.Carried && state.Given.Keys.First() == 0))
            return state.Role == StateRole.Local && IsReadBeforeFirst(system, units, state) ? -1 : 0;
        int lowest = state.Given.Keys.First();
        // A carried state's iterate 0 has a default; a fixed state may have any iterates.
        for (int i = lowest; i < 0 && state.Role != StateRole.Fixed; i++)
        {
            if (!state.Given.ContainsKey(i))
            {
                problems.Report(
                    ProblemKind.InitialValueGap, state.Given[lowest].Left.Span,
                    $"{state.Name}_<{lowest}> is given, but {state.Name}_<{i}> is not; first iterates are given without gaps.");
                break;
            }
        }
        ReportDeeperReads(system, state, lowest, problems);
        return lowest;
    }

    /// <summary>Whether layer 0 reads a local state at an index below 0 before it has computed its iterate 0, which could stand in.</summary>
    private static bool IsReadBeforeFirst(NormalSystem system, List<Unit> units, StateOutline state)
    {
        foreach (Unit unit in units)
        {
            if (unit.Members.Any(m => system.Updates[m].Reads.Any(r => r.State == state && !r.InSum && r.Highest is { IsLayer: true, Offset: < 0 })))
                return true;
            if (unit.Members.Contains(state.Update))
                break;
        }
        // A read by number happens in layer 0 too, perhaps before the state has its iterate 0.
        return system.Updates.Concat(system.Given.Values).Any(f => f.Reads.Any(r => r.State == state && r.Highest is { IsNumber: true, Offset: < 0 }));
    }

    private static void ReportDeeperReads(NormalSystem system, StateOutline state, int lowest, ProblemList problems)
    {
        if (state.Role == StateRole.Fixed)
            return;
        foreach (StateRead read in system.Updates.SelectMany(u => u.Reads).Where(r => r.State == state && !r.InSum))
        {
            bool deeper = (read.Highest.IsLayer || read.Highest.IsNumber) && read.Highest.Offset < lowest;
            if (deeper)
            {
                problems.Report(
                    ProblemKind.HistoryDeeperThanInitialValues, read.Span,
                    $"This reads {state.Name}_<{read.Highest.Offset}> in layer 0, but {state.Name} is given down to {state.Name}_<{lowest}> only; give {state.Name}_<{read.Highest.Offset}> too.",
                    related: [state.Given[lowest].Left.Span]);
            }
        }
    }

    /// <summary>An input that bears a state's name starts it. The main state, when nothing else starts it, takes the input nobody reads.</summary>
    private void ChooseInputs(NormalSystem system, ProblemList problems)
    {
        Outline outline = system.Outline;
        Symbols symbols = system.Symbols;
        foreach (StateOutline state in outline.States)
        {
            int named = symbols.Inputs.FindIndex(i => i.Name == state.Name);
            if (named >= 0)
                _inputs[state.Number] = named;
        }
        if (outline.Kind == PlanKind.Equilibrium && !ReadInputs(system))
        {
            problems.Report(
                ProblemKind.NoInitialValue, outline.Updates[0].Equation.Left.Span,
                "An equilibrium depends on an input; read one on the right, such as u in z = T(z, u).");
        }
        if (outline.Main.Role != StateRole.Carried || outline.Main.Given.ContainsKey(0) || _inputs.ContainsKey(outline.Main.Number))
            return;
        int free = symbols.Inputs.FindIndex(i => i.Spans.Count == 0 && outline.Find(i.Name) is null);
        if (free >= 0)
        {
            _inputs[outline.Main.Number] = free;
            return;
        }
        problems.Report(
            ProblemKind.NoInitialValue, outline.Updates[outline.Main.Update].Equation.Left.Span,
            $"Nothing starts {outline.Main.Name}: every input is read elsewhere; write {outline.Main.Name}_0 = … or declare an input named {outline.Main.Name}.");
    }

    /// <summary>Whether a layer's equation reads an input, itself or in an operator's argument.</summary>
    private static bool ReadInputs(NormalSystem system)
    {
        var pending = new Stack<LinearCombination>(system.Updates.Select(u => u.Value));
        var seen = new HashSet<int>();
        while (pending.Count > 0)
        {
            foreach ((TensorValue value, _) in pending.Pop().Values())
            {
                if (value is InputValue)
                    return true;
                if (value is not EvaluationValue { Evaluation: int number } || !seen.Add(number))
                    continue;
                foreach (LinearCombination argument in system.Evaluations[number].Arguments)
                    pending.Push(argument);
            }
        }
        return false;
    }
}
