using OptGen.Notation;

namespace OptGen.Wiring;

internal sealed partial class PlanBuilder
{
    private readonly List<Step> _prologue = [];
    private readonly Dictionary<(int State, int Index), bool> _started = [];
    private readonly HashSet<(int Evaluation, int Index)> _evaluated = [];

    /// <summary>Evaluations that out reads and no layer has computed.</summary>
    private List<Step> ScheduleEpilogue(IEnumerable<LinearCombination> outputs)
    {
        var steps = new List<Step>();
        var done = new HashSet<(int, int)>();
        foreach (LinearCombination output in outputs)
            EnsureAtEnd(output, steps, done);
        return steps;
    }

    private void EnsureAtEnd(LinearCombination combination, List<Step> steps, HashSet<(int Evaluation, int Offset)> done)
    {
        foreach ((TensorValue value, SumValue? sum) in combination.Values())
        {
            if (value is not EvaluationValue { Evaluation: int number } evaluation)
                continue;
            // What has a number for an index is there since the prologue.
            if (evaluation.Index.IsNumber)
                continue;
            AffineIndex highest = evaluation.Index;
            AffineIndex lowest = highest;
            if (sum is not null && highest.Variable != 0)
            {
                lowest = highest.WithVariable(highest.Variable > 0 ? sum.From : sum.To);
                highest = highest.WithVariable(highest.Variable > 0 ? sum.To : sum.From);
            }
            // In the last layer, k = L-1, the layers have computed it up to L-1 plus its newest offset.
            int from = Math.Max(lowest.IsEnd ? lowest.Offset : int.MinValue, _newest[number] ?? (lowest.IsEnd ? lowest.Offset : highest.Offset));
            for (int offset = from; highest.IsEnd && offset <= highest.Offset; offset++)
                EnsureAtEnd(number, AffineIndex.AtEnd(offset), steps, done);
        }
    }

    private void EnsureAtEnd(int number, AffineIndex index, List<Step> steps, HashSet<(int, int)> done)
    {
        if (!done.Add((number, index.Offset)))
            return;
        EvaluateStep step = Evaluate(number, index);
        foreach (LinearCombination argument in step.Arguments)
            EnsureAtEnd(argument, steps, done);
        steps.Add(step);
    }

    /// <summary>The first iterates and what is read of evaluations before any layer computes them; null when they need each other.</summary>
    private List<Step>? SchedulePrologue(EquatableArray<StatePlan> states, ReadRanges reads)
    {
        if (Outline.Main.Role == StateRole.Carried)
            EnsureState(Outline.Main.Number, 0);
        foreach ((int state, int index) in _system.Given.Keys)
            EnsureState(state, index);
        for (int s = 0; s < states.Count; s++)
        {
            StatePlan state = states[s];
            int oldest = state.Newest - state.History.Kept;
            if (state.History.Dense)
                oldest = Math.Min(0, oldest);
            // A local state without an iterate before layer 0 begins with the one layer 0 computes.
            for (int index = Math.Max(oldest, state.FirstIndex); index < state.Newest && state.Role != StateRole.Fixed; index++)
                EnsureState(s, index);
            foreach (int pinned in state.History.Pinned)
                EnsureState(s, pinned);
        }
        for (int e = 0; e < _evaluations.Count; e++)
            EnsureEvaluations(e, reads.Evaluation(e));
        return _problems.HasErrors ? null : _prologue;
    }

    private void EnsureEvaluations(int number, ReadRange range)
    {
        foreach (int pinned in range.Numbers)
            EnsureEvaluation(number, pinned);
        if (_newest[number] is not { } newest)
            return;
        int first = _firstIndex[number];
        int oldest = Math.Max(first, Math.Min(range.Oldest ?? newest, range.IsDense ? range.DenseFrom : newest));
        for (int index = oldest; index < newest; index++)
            EnsureEvaluation(number, index);
        if (newest < first)
            EnsureEvaluation(number, first);
    }

    private void EnsureState(int number, int index)
    {
        index = Math.Max(index, _starts.Of(number));
        StateOutline state = Outline.States[number];
        if (state.Role == StateRole.Local && index >= 0)
        {
            Target target = Outline.Updates[state.Update].Equation.Left;
            _problems.Report(
                ProblemKind.NoInitialValue, target.Span,
                $"{state.Name}_0 is needed before layer 0 computes it; give {state.Name}_<-1> a value, such as {state.Name}_<-1> = 0.");
            return;
        }
        if (_started.TryGetValue((number, index), out bool done))
        {
            if (!done)
            {
                _problems.Report(
                    ProblemKind.ReadBeforeDefinition, state.Given[index].Left.Span,
                    $"{state.Name}_{(index < 0 ? $"<{index}>" : index.ToString())} is given in terms of itself; begin it from an input.");
            }
            return;
        }
        _started[(number, index)] = false;
        _prologue.Add(Start(state, index));
        _started[(number, index)] = true;
    }

    private Step Start(StateOutline state, int index)
    {
        AffineIndex at = AffineIndex.At(index);
        if (_system.Given.TryGetValue((state.Number, index), out NormalForm? given))
        {
            if (given.IsZeroLiteral)
                return Zeros(state, at);
            if (given.Shape is { } shape)
            {
                LinearCombination like = AtNumbers(LinearCombination.Of(shape));
                EnsureRead(like);
                return new ZeroStep(state.Number, at, like.Terms[0].Value);
            }
            LinearCombination value = AtNumbers(given.Value);
            EnsureRead(value);
            return new AssignStep(state.Number, at, value);
        }
        int input = _starts.InputOf(state.Number);
        return input >= 0 ? new AssignStep(state.Number, at, LinearCombination.Of(new InputValue(input))) : Zeros(state, at);
    }

    /// <summary>Zeros have the shape of the main state's first iterate; the main state's own zeros that of the first input.</summary>
    private ZeroStep Zeros(StateOutline state, AffineIndex at)
    {
        if (state != Outline.Main && Outline.Main.Role == StateRole.Carried)
        {
            EnsureState(Outline.Main.Number, 0);
            return new ZeroStep(state.Number, at, new StateValue(Outline.Main.Number, AffineIndex.At(0)));
        }
        if (_system.Symbols.Inputs.Count == 0)
        {
            SourceSpan span = (state.Given.Count > 0 ? state.Given.Values.First() : Outline.Updates[state.Update].Equation).Left.Span;
            _problems.Report(
                ProblemKind.NoInitialValue, span, $"The zeros that start {state.Name} take their shape from an input, but there is none; give {state.Name} in terms of one.");
        }
        return new ZeroStep(state.Number, at, new InputValue(0));
    }

    private void EnsureRead(LinearCombination combination)
    {
        foreach ((TensorValue value, _) in combination.Values())
        {
            if (value is StateValue state)
                EnsureState(state.State, state.Index.Offset);
            else if (value is EvaluationValue evaluation)
                EnsureEvaluation(evaluation.Evaluation, evaluation.Index.Offset);
        }
    }

    private void EnsureEvaluation(int number, int index)
    {
        index = _evaluations[number].IsConstant ? 0 : Math.Max(index, _firstIndex[number]);
        if (!_evaluated.Add((number, index)))
            return;
        EvaluateStep step = Evaluate(number, AffineIndex.At(index));
        foreach (LinearCombination argument in step.Arguments)
            EnsureRead(argument);
        _prologue.Add(step);
    }
}
