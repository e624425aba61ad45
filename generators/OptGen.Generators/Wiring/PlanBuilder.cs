using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Lays out what is computed when, and what must be kept for it.</summary>
internal sealed partial class PlanBuilder
{
    private readonly NormalSystem _system;
    private readonly List<Unit> _units;
    private readonly FirstIndices _starts;
    private readonly ProblemList _problems;
    private readonly EvaluationTable _evaluations;
    private readonly int[] _firstIndex;

    public PlanBuilder(NormalSystem system, List<Unit> units, FirstIndices starts, ProblemList problems)
    {
        _system = system;
        _units = units;
        _starts = starts;
        _problems = problems;
        _evaluations = system.Evaluations;
        _firstIndex = new int[_evaluations.Count];
        _newest = new int?[_evaluations.Count];
        int[] lowest = FindLowestReads();
        int[] ahead = new int[_evaluations.Count];
        for (int e = 0; e < _evaluations.Count; e++)
        {
            ahead[e] = FindAhead(_evaluations[e], lowest[e], ahead);
            _firstIndex[e] = FindFirstIndex(_evaluations[e], ahead[e]);
        }
    }

    private Outline Outline => _system.Outline;

    /// <summary>The plan, or null when a first iterate cannot be computed.</summary>
    public Plan? Build()
    {
        LinearCombination[] outputs = [.. OutputValues().Select(AtNumbers)];
        FindNewest(outputs);
        List<Step> layer = ScheduleLayer();
        if (Outline.Kind == PlanKind.Equilibrium)
            CheckGuesses(layer);
        List<Step> epilogue = ScheduleEpilogue(outputs);
        var reads = new ReadRanges(_evaluations, Outline.States.Count);
        reads.AddLayer(layer);
        reads.AddEnd(epilogue, outputs);
        EquatableArray<StatePlan> states = Outline.States.Select(s => PlanState(s, reads)).ToEquatableArray();
        List<Step>? prologue = SchedulePrologue(states, reads);
        if (prologue is null)
            return null;
        EquatableArray<Step> steps = layer.Select(WithFromLayer).ToEquatableArray();
        return new Plan(
            Outline.Kind,
            states,
            Outline.Main.Number,
            _system.Symbols.Inputs.Select(i => new InputPlan(i.Name, new Places(i.Spans.ToEquatableArray()))).ToEquatableArray(),
            OperatorPlans.Make(_system, prologue, steps, epilogue),
            _system.Symbols.Coefficients.Select(c => new CoefficientPlan(c.Name, c.IndexCount, c.Last.ToEquatableArray(), new Places(c.Spans.ToEquatableArray()))).ToEquatableArray(),
            Enumerable.Range(0, _evaluations.Count).Select(e => PlanEvaluation(e, reads)).ToEquatableArray(),
            prologue.ToEquatableArray(),
            steps,
            epilogue.ToEquatableArray(),
            outputs[0],
            MinimumLayers.Find(_system, _starts).Count)
        {
            MoreOutputs = outputs.Skip(1).ToEquatableArray(),
            Scalars = _system.Scalars.Plan(),
            ScalarNames = Outline.Scalars.Select(s => s.Name).ToEquatableArray()
        };
    }

    /// <summary>Only what is solved for has a place where the solve begins.</summary>
    private void CheckGuesses(List<Step> layer)
    {
        var unknowns = new HashSet<int>(layer.OfType<SolveStep>().SelectMany(s => s.Unknowns).Select(u => u.State));
        foreach (StateOutline state in Outline.States.Where(s => !unknowns.Contains(s.Number) && _starts[s] < 0))
        {
            Target target = (state.Given.Count > 0 ? state.Given.Values.First() : Outline.Updates[state.Update].Equation).Left;
            string start = state.Given.Count > 0 ? $"{state.Name}_0" : $"the input {state.Name}";
            _problems.Report(
                ProblemKind.InvalidTargetIndex, target.Span,
                $"{state.Name} is computed from other states and not solved for, so {start} would have no effect; remove it.");
        }
    }

    private IEnumerable<LinearCombination> OutputValues() => _system.Output is { } output
        ? output.More.Prepend(output.Value)
        : [LinearCombination.Of(new StateValue(Outline.Main.Number, AffineIndex.AtEnd(Outline.Main.Newest - 1)))];

    private StatePlan PlanState(StateOutline state, ReadRanges reads) => new(
        state.Name, state.Role, _starts[state],
        reads.State(state.Number).ToHistory(state.Role == StateRole.Fixed ? int.MinValue : state.Newest),
        new Places(state.Spans.OrderBy(s => s.Start).ToEquatableArray()));

    private EvaluationPlan PlanEvaluation(int number, ReadRanges reads) =>
        new(_evaluations[number], _newest[number], _firstIndex[number], reads.Evaluation(number).ToHistory(_newest[number] ?? int.MinValue));

    /// <summary>The lowest index at which layer 0 reads each evaluation, at most 0; outer ones first, for they read those inside.</summary>
    private int[] FindLowestReads()
    {
        int[] lowest = new int[_evaluations.Count];
        foreach (NormalForm update in _system.Updates)
            Lower(update.Value, 0);
        for (int e = _evaluations.Count - 1; e >= 0; e--)
        {
            foreach (LinearCombination argument in _evaluations[e].Arguments)
                Lower(argument, lowest[e]);
        }
        return lowest;

        void Lower(LinearCombination combination, int shift)
        {
            // What a sum reads is never below 0.
            foreach ((TensorValue value, SumValue? sum) in combination.Values())
            {
                if (sum is null && value is EvaluationValue { Evaluation: int e, Index: { IsLayer: true } index })
                    lowest[e] = Math.Min(lowest[e], index.Offset + shift);
            }
        }
    }

    /// <summary>The lowest index below which everything stays the same: arguments, and what is asked for by a layer's number.</summary>
    private int FindFirstIndex(Evaluation evaluation, int ahead)
    {
        int? first = null;
        foreach ((TensorValue value, SumValue? sum) in evaluation.Arguments.SelectMany(a => a.Values()))
        {
            int? own = value switch
            {
                _ when sum is not null => 0,
                StateValue { Index.IsLayer: true } state => _starts.Of(state.State) - state.Index.Offset,
                EvaluationValue { Index.IsLayer: true } inner => _firstIndex[inner.Evaluation] - inner.Index.Offset,
                _ => null
            };
            first = own is null ? first : first is null ? own : Math.Min(own.Value, first.Value);
        }
        int least = Math.Min(first ?? 0, -ahead);
        // Before layer 0 there is no iterate of such a local state to compute a value from: the value at 0 stands in.
        return ahead <= 0 && ReadsLocalFromZero(evaluation) ? Math.Max(least, 0) : least;
    }

    /// <summary>
    /// How far below 0 an evaluation differs from layer to layer though all its iterates are the first. What is read by a layer's number does so down to the number 0; where k
    /// itself or a sum up to a layer takes part, down to the lowest index that is read.
    /// </summary>
    private int FindAhead(Evaluation evaluation, int lowestRead, int[] aheadOf)
    {
        List<Atom> atoms = [.. evaluation.Parameters.Concat(evaluation.Arguments.SelectMany(a => a.Terms).Select(t => t.Coefficient)).SelectMany(s => s.Atoms())];
        int ahead = atoms.OfType<CoefficientAtom>().SelectMany(c => c.Indices.Select(i => i.Plus(-_system.Scalars.FirstOf(c.Name)))).Append(evaluation.Module)
            .Where(i => i.IsLayer).Select(i => i.Offset).DefaultIfEmpty(0).Max();
        foreach ((TensorValue value, SumValue? sum) in evaluation.Arguments.SelectMany(a => a.Values()))
        {
            if (sum is null && value is EvaluationValue { Evaluation: int inner, Index: { IsLayer: true } index } && aheadOf[inner] > 0)
                ahead = Math.Max(ahead, aheadOf[inner] + index.Offset);
        }
        bool isOfOneLayer = atoms.Contains(SymbolAtom.Layer) || evaluation.Arguments.SelectMany(a => a.Terms).Any(t => t.Value is SumValue { To.Layer: not 0 });
        return isOfOneLayer ? Math.Max(ahead, -lowestRead) : ahead;
    }

    private bool ReadsLocalFromZero(Evaluation evaluation) => evaluation.Arguments.SelectMany(a => a.Values()).Any(r => r.Value switch
    {
        StateValue { State: int state } => Outline.States[state].Role == StateRole.Local && _starts.Of(state) == 0,
        EvaluationValue inner => ReadsLocalFromZero(_evaluations[inner.Evaluation]),
        _ => false
    });

    private int FirstIndexOf(TensorValue value) => value switch
    {
        StateValue state => _starts.Of(state.State),
        EvaluationValue evaluation => _firstIndex[evaluation.Evaluation],
        _ => 0
    };

    private IndexShift Shift(AffineIndex index) => new(index, FirstIndexOf, _evaluations);

    /// <summary>The same combination, reading first iterates in place of those before them.</summary>
    private LinearCombination AtNumbers(LinearCombination combination) => Shift(AffineIndex.AtLayer(0)).Of(combination);

    private EvaluateStep Evaluate(int number, AffineIndex index)
    {
        Evaluation evaluation = _evaluations[number];
        IndexShift shift = Shift(index);
        return new EvaluateStep(
            number, index, 0, AtLeastZero(shift.Of(evaluation.Module).Plus(BeginsBeforeZero(number) ? 1 : 0)),
            evaluation.Parameters.Select(shift.Of).ToEquatableArray(), evaluation.Arguments.Select(shift.Of).ToEquatableArray());
    }

    private static AffineIndex AtLeastZero(AffineIndex index) => index.IsNumber ? AffineIndex.At(Math.Max(0, index.Offset)) : index;

    /// <summary>The evaluations a combination reads and those inside their arguments, inner ones first.</summary>
    private SortedSet<int> Closure(LinearCombination combination)
    {
        var found = new SortedSet<int>();
        var pending = new Stack<LinearCombination>([combination]);
        while (pending.Count > 0)
        {
            foreach ((TensorValue value, _) in pending.Pop().Values())
            {
                if (value is EvaluationValue { Evaluation: int number } && found.Add(number))
                {
                    foreach (LinearCombination argument in _evaluations[number].Arguments)
                        pending.Push(argument);
                }
            }
        }
        return found;
    }
}
