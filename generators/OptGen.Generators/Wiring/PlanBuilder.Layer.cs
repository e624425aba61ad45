using OptGen.Notation;

namespace OptGen.Wiring;

internal sealed partial class PlanBuilder
{
    // Layer k computes an evaluation's value at k plus this; null when no layer computes it.
    private readonly int?[] _newest;

    /// <summary>Finds how far ahead each evaluation is read; outer ones first, for they read those inside.</summary>
    private void FindNewest(IEnumerable<LinearCombination> outputs)
    {
        foreach (NormalForm update in _system.Updates)
            Raise(update.Value, 0);
        // What a sum over all layers reads is best computed by the layers, even when only out has the sum.
        foreach ((TensorValue value, SumValue? sum) in outputs.SelectMany(o => o.Values()))
        {
            if (sum is not null && value is EvaluationValue { Index: { IsNumber: false, Variable: not 0 } } evaluation)
                RaiseTo(evaluation.Evaluation, 0);
        }
        for (int e = _evaluations.Count - 1; e >= 0; e--)
        {
            if (_newest[e] is not { } newest)
                continue;
            // A local state has no iterate before layer 0 that could stand in: its value is computed as soon as it is there.
            if (newest < 0 && _firstIndex[e] == 0 && ReadsLocalState(_evaluations[e]))
                _newest[e] = newest = 0;
            foreach (LinearCombination argument in _evaluations[e].Arguments)
                Raise(argument, newest);
        }
    }

    /// <summary>
    /// Whether layer k applies an operator, and none newer, at k-1 to a state that is computed at k and so begins at -1. Layer k then has the module k, as
    /// it has where the same is written at k for a state that is computed at k+1.
    /// </summary>
    private bool BeginsBeforeZero(int number) =>
        _newest[number] == -1 && _firstIndex[number] < 0 && _evaluations[number].Module == AffineIndex.AtLayer(0) && ReadsLocalBeforeZero(_evaluations[number]);

    private bool ReadsLocalBeforeZero(Evaluation evaluation) => evaluation.Arguments.SelectMany(a => a.Values()).Any(r => r.Value switch
    {
        StateValue { Index: { IsLayer: true, Offset: 0 } } state => Outline.States[state.State].Role == StateRole.Local && _starts.Of(state.State) == -1,
        EvaluationValue { Index: { IsLayer: true, Offset: 0 } } inner => ReadsLocalBeforeZero(_evaluations[inner.Evaluation]),
        _ => false
    });

    private void Raise(LinearCombination combination, int shift)
    {
        foreach ((TensorValue value, SumValue? sum) in combination.Values())
        {
            if (value is not EvaluationValue evaluation)
                continue;
            AffineIndex index = evaluation.Index;
            if (sum is not null && index.Variable != 0)
                index = index.WithVariable(index.Variable > 0 ? sum.To : sum.From);
            if (index.IsLayer)
                RaiseTo(evaluation.Evaluation, index.Offset + shift);
        }
    }

    private void RaiseTo(int evaluation, int newest) => _newest[evaluation] = Math.Max(newest, _newest[evaluation] ?? int.MinValue);

    private bool ReadsLocalState(Evaluation evaluation) => evaluation.Arguments.SelectMany(a => a.Values()).Any(r => r.Value switch
    {
        StateValue state => Outline.States[state.State].Role == StateRole.Local,
        EvaluationValue inner => ReadsLocalState(_evaluations[inner.Evaluation]),
        _ => false
    });

    private List<Step> ScheduleLayer()
    {
        var steps = new List<Step>();
        var emitted = new HashSet<int>();
        var computed = new HashSet<int>();
        int[][] needs = new int[_evaluations.Count][];
        for (int e = 0; e < _evaluations.Count; e++)
            needs[e] = Needs(e, needs);
        foreach (Unit unit in _units)
        {
            foreach (int member in unit.Members)
                AddReady(steps, member, n => computed.Contains(n));
            if (unit.IsImplicit)
                steps.Add(Solve(unit, emitted, needs));
            else
                steps.Add(Assign(unit.Members[0]));
            computed.UnionWith(unit.Members);
        }
        for (int e = 0; e < _evaluations.Count; e++)
            AddEvaluation(steps, e);
        return steps;

        void AddReady(List<Step> target, int member, Func<int, bool> ready)
        {
            foreach (int e in Closure(_system.Updates[member].Value))
            {
                if (needs[e].All(ready))
                    AddEvaluation(target, e);
            }
        }

        void AddEvaluation(List<Step> target, int e)
        {
            if (_newest[e] is { } newest && emitted.Add(e))
                target.Add(Evaluate(e, AffineIndex.AtLayer(newest)));
        }
    }

    /// <summary>The circle's equations in order, each evaluation right before the first that reads it.</summary>
    private SolveStep Solve(Unit unit, HashSet<int> emitted, int[][] needs)
    {
        var body = new List<Step>();
        var unknowns = new List<Unknown>();
        var defined = new HashSet<int>();
        foreach (int member in unit.Members)
        {
            foreach (StateRead read in _system.Updates[member].Reads.Where(r => r.IsOfThisLayer && unit.Members.Contains(r.State.Update)))
            {
                CheckSum(read);
                bool known = defined.Contains(read.State.Update) || unknowns.Exists(u => u.State == read.State.Number);
                if (!known)
                    unknowns.Add(MakeUnknown(read.State));
            }
            foreach (int e in NewestClosure(_system.Updates[member].Value).Where(e => needs[e].Any(unit.Members.Contains) && emitted.Add(e)))
                body.Add(Evaluate(e, AffineIndex.AtLayer(_newest[e]!.Value)));
            body.Add(Assign(member));
            defined.Add(member);
        }
        return new SolveStep(unknowns.OrderBy(u => u.State).ToEquatableArray(), body.ToEquatableArray());
    }

    /// <summary>
    /// The evaluations whose newest value an equation reads, and those inside their arguments, inner ones first. Older values are there already,
    /// and what only later lines read has no place in a solve.
    /// </summary>
    private SortedSet<int> NewestClosure(LinearCombination combination)
    {
        var found = new SortedSet<int>();
        var pending = new Stack<(LinearCombination Combination, int Shift)>([(combination, 0)]);
        while (pending.Count > 0)
        {
            (LinearCombination next, int shift) = pending.Pop();
            foreach ((TensorValue value, SumValue? sum) in next.Values())
            {
                if (value is not EvaluationValue { Evaluation: int number } evaluation || _newest[number] is not { } newest)
                    continue;
                AffineIndex index = evaluation.Index;
                if (sum is not null && index.Variable != 0)
                    index = index.WithVariable(index.Variable > 0 ? sum.To : sum.From);
                if (!index.IsLayer || index.Offset + shift != newest || !found.Add(number))
                    continue;
                foreach (LinearCombination argument in _evaluations[number].Arguments)
                    pending.Push((argument, newest));
            }
        }
        return found;
    }

    /// <summary>What is solved for stands in its equation in every layer; a sum that is too short for it in the first one will not do.</summary>
    private void CheckSum(StateRead read)
    {
        if (read.IsInLayerZero)
            return;
        string unknown = read.State.Name + Printer.Subscript([Outline.Updates[read.State.Update].Equation.Left.Index!]);
        _problems.Report(
            ProblemKind.InvalidSumRange, read.Span,
            $"This layer is solved for {unknown}, which the sum does not reach in layer 0; let the sum begin at 0, or write the term with {unknown} on its own.");
    }

    /// <summary>A solve begins at the iterate before; a local state has one when the text gives it, else zeros stand in.</summary>
    private Unknown MakeUnknown(StateOutline state) => new(
        state.Number, AffineIndex.AtLayer(state.Newest),
        state.Role == StateRole.Carried || _starts[state] < 0 ? new StateValue(state.Number, AffineIndex.AtLayer(state.Newest - 1)) : null);

    private AssignStep Assign(int update)
    {
        StateOutline state = Outline.Updates[update].State;
        return new AssignStep(state.Number, AffineIndex.AtLayer(state.Newest), AtNumbers(_system.Updates[update].Value));
    }

    /// <summary>The equations of the same layer whose results an evaluation reads.</summary>
    private int[] Needs(int number, int[][] inner)
    {
        if (_newest[number] is not { } newest)
            return [];
        var needs = new SortedSet<int>();
        foreach ((TensorValue value, SumValue? sum) in _evaluations[number].Arguments.SelectMany(a => a.Values()))
        {
            AffineIndex index = value switch { StateValue state => state.Index, EvaluationValue evaluation => evaluation.Index, _ => default };
            if (sum is not null && index.Variable != 0)
                index = index.WithVariable(index.Variable > 0 ? sum.To : sum.From);
            if (!index.IsLayer)
                continue;
            int offset = index.Offset + newest;
            if (value is StateValue { State: int read } && Outline.States[read] is { Role: not StateRole.Fixed } outline && outline.Newest == offset)
                needs.Add(outline.Update);
            else if (value is EvaluationValue { Evaluation: int e } && _newest[e] == offset)
                needs.UnionWith(inner[e]);
        }
        return [.. needs];
    }

    /// <summary>
    /// Where the prologue has computed what layer 0 would, the first layers do not compute it again: all those that read this one value.
    /// </summary>
    private Step WithFromLayer(Step step)
    {
        if (step is SolveStep solve)
            return solve with { Body = solve.Body.Select(WithFromLayer).ToEquatableArray() };
        if (step is not EvaluateStep { Evaluation: int number, Index.Offset: int newest } evaluate)
            return step;
        int first = Math.Max(newest, _firstIndex[number]);
        return _evaluated.Contains((number, first)) ? evaluate with { FromLayer = first + 1 - newest } : evaluate;
    }
}
