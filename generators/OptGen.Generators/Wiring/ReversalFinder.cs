using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// Finds out whether what was there before a layer follows from what is there after it, equation by equation: each is solved for an iterate in which it is
/// linear, with a factor that is not zero, once all else in it is known. Where that ends too early it says why, at the term that it ends at.
/// </summary>
internal sealed class ReversalFinder
{
    private readonly Plan _plan;
    private readonly RecurrenceTree _tree;
    private readonly NonZero _nonZero;
    private readonly ProblemList _problems;
    private readonly List<Step> _layer = [];
    private readonly HashSet<EvaluationValue> _evaluated = [];
    private readonly HashSet<TensorValue> _known = [];
    private readonly List<Step> _retrace = [];
    private readonly HashSet<Step> _used = [];
    private readonly HashSet<TensorValue> _explained = [];
    private int[] _depths = [];

    private ReversalFinder(Plan plan, RecurrenceTree tree, NonZero nonZero, ProblemList problems)
    {
        _plan = plan;
        _tree = tree;
        _nonZero = nonZero;
        _problems = problems;
    }

    /// <summary>How the layers are run backwards; null where they cannot be, with a problem that says why.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tree">The text that it was made of.</param>
    /// <param name="nonZero">What may be divided by.</param>
    /// <param name="problems">Receives the reason.</param>
    public static ReversalPlan? Find(Plan plan, RecurrenceTree tree, NonZero nonZero, ProblemList problems) =>
        new ReversalFinder(plan, tree, nonZero, problems).Find();

    private IEnumerable<AssignStep> Lines => _layer.OfType<AssignStep>();

    private ReversalPlan? Find()
    {
        if (!CheckForm() || !ListSteps())
            return null;
        FindDepths();
        if (!CheckStarts() || !CheckOutputs())
            return null;
        var states = Enumerable.Range(0, _plan.States.Count).Where(s => _depths[s] > 0).Select(s => new HeldState(s, _plan.States[s].Newest, _depths[s])).ToList();
        foreach (HeldState state in states)
        {
            for (int j = 0; j < state.Depth; j++)
                _known.Add(new StateValue(state.State, AffineIndex.AtLayer(state.Newest - j)));
        }
        while (Advance())
        {
        }
        if (states.Find(s => !_known.Contains(s.Oldest)) is { } unknown)
            return Explain(unknown.Oldest);
        if (Lines.FirstOrDefault(l => !_known.Contains(Target(l))) is { } open)
            return Explain(Target(open));
        return new ReversalPlan(states.ToEquatableArray(), _layer.ToEquatableArray(), _retrace.ToEquatableArray());
    }

    private static StateValue Target(AssignStep line) => new(line.State, line.Index);

    private bool CheckForm()
    {
        if (_plan.Kind == PlanKind.Equilibrium)
            return Refuse(_tree.Equations[0].Left.Span, "An equilibrium has no layers to go back over, and its solve keeps nothing of its iterations as it is");
        if (_plan.Layer.OfType<SolveStep>().FirstOrDefault() is { } solve)
            return Refuse(EquationOf(solve.Unknowns[0].State)!.Left.Span, $"{Name(solve.Unknowns[0].State, solve.Unknowns[0].Index)} is solved for, and a layer that is solved is not recovered from the one after it");
        Summation? sum = _tree.Equations.Where(IsOfLayer).SelectMany(e => e.Right.WithParts()).OfType<Summation>().FirstOrDefault(s => s.To.Layer != 0);
        if (sum is not null && _plan.Layer.SelectMany(Combinations).SelectMany(c => c.Terms).Any(t => t.Value is SumValue))
            return Refuse(sum.Span, $"{sum.Brief()} reads several earlier layers at once, which would have to be kept");
        return true;
    }

    private static IEnumerable<LinearCombination> Combinations(Step step) => step switch
    {
        AssignStep assign => [assign.Value],
        EvaluateStep evaluate => evaluate.Arguments,
        _ => []
    };

    /// <summary>The equations in their order, each behind the values of operators that it reads.</summary>
    private bool ListSteps()
    {
        foreach (AssignStep line in _plan.Layer.OfType<AssignStep>())
        {
            if (!Evaluate(line.Value, line))
                return false;
            _layer.Add(line);
        }
        return true;
    }

    private bool Evaluate(LinearCombination combination, AssignStep line)
    {
        foreach (EvaluationValue value in combination.Terms.Select(t => t.Value).OfType<EvaluationValue>().Where(v => !v.Index.IsNumber))
        {
            if (_evaluated.Contains(value))
                continue;
            EvaluateStep step = _plan.Layer.OfType<EvaluateStep>().First(s => s.Evaluation == value.Evaluation);
            int shift = value.Index.Offset - step.Index.Offset;
            if (shift != 0 && ChangesBeforeTheFirst(step))
            {
                return Refuse(
                    SpanOfApplication(step, line),
                    $"{NameOf(step)} is kept from an earlier layer and cannot be computed again as it was: it reads a local state, or k itself");
            }
            EvaluateStep own = Shift(step, shift);
            foreach (LinearCombination argument in own.Arguments)
            {
                if (!Evaluate(argument, line))
                    return false;
            }
            _evaluated.Add(value);
            _layer.Add(own);
        }
        return true;
    }

    /// <summary>Whether a value at an index below the first is not what the first iterates in place of earlier ones would give.</summary>
    private bool ChangesBeforeTheFirst(EvaluateStep step) =>
        step.Parameters.Concat(step.Arguments.SelectMany(a => a.Terms).Select(t => t.Coefficient)).Any(s => s.DependsOnLayer)
        || step.Arguments.SelectMany(a => a.Values()).Any(v => v.Value is StateValue { State: var state } && _plan.States[state].Role == StateRole.Local);

    private static EvaluateStep Shift(EvaluateStep step, int shift) => step with
    {
        FromLayer = 0,
        Index = step.Index.Plus(shift),
        Module = step.Module.IsLayer ? step.Module.Plus(shift) : step.Module,
        Arguments = step.Arguments.Select(a => a.Map(
            v => v switch
            {
                StateValue { Index.IsLayer: true } state => state with { Index = state.Index.Plus(shift) },
                EvaluationValue { Index.IsLayer: true } inner => inner with { Index = inner.Index.Plus(shift) },
                _ => v
            },
            s => s)).ToEquatableArray()
    };

    private void FindDepths()
    {
        _depths = new int[_plan.States.Count];
        foreach (StateValue read in _layer.SelectMany(Combinations).SelectMany(c => c.Values()).Select(v => v.Value).OfType<StateValue>().Where(v => v.Index.IsLayer))
            _depths[read.State] = Math.Max(_depths[read.State], _plan.States[read.State].Newest - read.Index.Offset);
    }

    /// <summary>Before layer 0 there must be iterates to begin with.</summary>
    private bool CheckStarts()
    {
        for (int s = 0; s < _depths.Length; s++)
        {
            StatePlan state = _plan.States[s];
            bool begins = _plan.Prologue.Any(p => p is AssignStep assign && assign.State == s || p is ZeroStep zero && zero.State == s);
            if (_depths[s] > 0 && !begins)
            {
                StateValue read = new(s, AffineIndex.AtLayer(state.Newest - 1));
                return Refuse(SpanOf(read) ?? state.Spans.First, $"In layer 0 {Name(read)} is the iterate that layer 0 itself computes, since none is given");
            }
        }
        return true;
    }

    /// <summary>After the last layer there is what it leaves, and nothing else.</summary>
    private bool CheckOutputs()
    {
        var afterwards = _plan.Epilogue.OfType<EvaluateStep>().Select(e => new EvaluationValue(e.Evaluation, e.Index)).ToList();
        foreach (TensorValue value in _plan.Epilogue.SelectMany(Combinations).Concat(_plan.Outputs).SelectMany(c => c.Values()).Select(v => v.Value))
        {
            bool isThere = value switch
            {
                StateValue { Index: { IsEnd: true, Offset: var offset } } state => _plan.States[state.State].Newest - 1 - offset < _depths[state.State],
                EvaluationValue { Index.IsEnd: true } evaluation => afterwards.Contains(evaluation),
                _ => true
            };
            if (!isThere)
            {
                string name = value is StateValue read ? Name(read) : "an operator's value of a layer";
                return Refuse(OutputSpan(value), $"out reads {name}, which the last layer does not leave to another one");
            }
        }
        return true;
    }

    /// <summary>Learns one more value.</summary>
    private bool Advance()
    {
        foreach (EvaluateStep step in _layer.OfType<EvaluateStep>())
        {
            if (!_used.Contains(step) && step.Arguments.All(a => a.Terms.All(t => IsKnown(t.Value))))
                return Learn(step, step, new EvaluationValue(step.Evaluation, step.Index));
        }
        foreach (AssignStep line in Lines.Where(l => !_used.Contains(l) && !_known.Contains(Target(l))))
        {
            if (line.Value.Terms.All(t => IsKnown(t.Value)))
                return Learn(line, line, Target(line));
        }
        foreach (AssignStep line in Lines.Where(l => !_used.Contains(l) && _known.Contains(Target(l))))
        {
            var open = line.Value.Terms.Where(t => !IsKnown(t.Value)).ToList();
            if (open.Count != 1 || open[0].Value is not StateValue sought)
                continue;
            int from = FirstLayer(sought);
            if (_nonZero.Check(open[0].Coefficient, from) == ZeroStatus.NonZero)
                return Learn(line, Solve(line, open[0], sought) with { FromLayer = from }, sought);
        }
        return false;
    }

    private bool Learn(Step used, Step step, TensorValue value)
    {
        _used.Add(used);
        _retrace.Add(step);
        _known.Add(value);
        return true;
    }

    /// <summary>Below this layer an iterate is one of the first ones, which are kept.</summary>
    private int FirstLayer(StateValue sought) => sought.Index.Offset < _plan.States[sought.State].Newest ? _depths[sought.State] : 0;

    private static RecoverStep Solve(AssignStep line, Term open, StateValue sought)
    {
        Scalar inverse = open.Coefficient.Reciprocal();
        var terms = line.Value.Terms.Where(t => !ReferenceEquals(t, open)).Select(t => new Term(-t.Coefficient * inverse, t.Value));
        return new RecoverStep(sought.State, sought.Index, LinearCombination.Collect(terms.Prepend(new Term(inverse, Target(line)))));
    }

    private bool IsKnown(TensorValue value) => value switch
    {
        StateValue { Index.IsLayer: true } or EvaluationValue { Index.IsLayer: true } => _known.Contains(value),
        _ => true
    };

    /// <summary>Says why an iterate stays unknown.</summary>
    private ReversalPlan? Explain(StateValue unknown)
    {
        string name = Name(unknown);
        // Its line might be solved for it if what the line itself defines were known.
        if (Lines.FirstOrDefault(l => !_used.Contains(l) && !_known.Contains(Target(l)) && Target(l) != unknown && l.Value.Terms.Any(t => t.Value == unknown)) is { } other && _explained.Add(Target(other)))
            return Explain(Target(other));
        foreach (AssignStep line in Lines.Where(l => !_used.Contains(l) && _known.Contains(Target(l))))
        {
            if (line.Value.Terms.FirstOrDefault(t => t.Value == unknown) is not { } term)
                continue;
            SourceSpan span = SpanOf(unknown, line) ?? EquationOf(line.State)!.Left.Span;
            if (line.Value.Terms.FirstOrDefault(t => t.Value is EvaluationValue value && !IsKnown(value) && Reads(value, unknown)) is { Value: EvaluationValue inside })
            {
                EvaluateStep step = StepOf(inside);
                Refuse(SpanOfApplication(step, line, unknown), $"{name} cannot be recovered from layer k: {NameOf(step)} reads it too, so its line cannot be solved for it");
                return null;
            }
            if (line.Value.Terms.FirstOrDefault(t => t.Value != unknown && !IsKnown(t.Value)) is { } open)
            {
                string what = open.Value is StateValue state ? Name(state) : $"{NameOf(StepOf((EvaluationValue)open.Value))} of what is not known yet";
                Refuse(span, $"{name} cannot be recovered from layer k: the line of {Name(Target(line))} reads {what} as well, which is not known either");
                return null;
            }
            Blame(unknown, term.Coefficient, line, span);
            return null;
        }
        EvaluateStep? reader = _layer.OfType<EvaluateStep>().FirstOrDefault(s => Reads(new EvaluationValue(s.Evaluation, s.Index), unknown));
        if (reader is not null)
        {
            AssignStep? line = Lines.FirstOrDefault(l => l.Value.Terms.Any(t => t.Value is EvaluationValue v && Reads(v, unknown)));
            Refuse(SpanOfApplication(reader, line, unknown), $"{name} cannot be recovered from layer k: it is read only inside {NameOf(reader)}");
            return null;
        }
        Refuse(SpanOf(unknown) ?? EquationOf(unknown.State)!.Left.Span, $"{name} cannot be recovered from layer k: no line that is left over can be solved for it");
        return null;
    }

    private void Blame(StateValue unknown, Scalar coefficient, AssignStep line, SourceSpan span)
    {
        ZeroStatus status = _nonZero.Check(coefficient, FirstLayer(unknown));
        string factor = coefficient.Terms.Count > 0 && coefficient.Terms[0].Factor.Sign < 0 ? (-coefficient).ToString() : coefficient.ToString();
        string name = Name(unknown);
        if (status == ZeroStatus.Zero)
        {
            Refuse(span, $"{name} cannot be recovered from layer k: its factor {factor} is 0 there");
            return;
        }
        string advice = _nonZero.Culprit is { } culprit ? $"give {culprit} a Min above 0, or a Max below 0" : "give the coefficients in it bounds that keep it away from 0";
        _problems.Report(
            ProblemKind.NotReversible, FactorSpan(line, coefficient) ?? span,
            $"{name} is recovered from layer k by a division by {factor}, which may be 0; {advice}, or use Memory.Store.");
    }

    private SourceSpan? FactorSpan(AssignStep line, Scalar coefficient) =>
        _nonZero.Culprit is { } culprit && EquationOf(line.State) is { } equation && coefficient.Atoms().OfType<CoefficientAtom>().Any(c => c.Name == culprit)
            ? equation.Right.WithParts().OfType<Reference>().FirstOrDefault(r => r.Name == culprit)?.Span
            : null;

    /// <summary>Whether an operator's value depends on an iterate, by its arguments or by those of an operator inside.</summary>
    private bool Reads(EvaluationValue value, StateValue sought) =>
        _layer.OfType<EvaluateStep>().FirstOrDefault(s => s.Evaluation == value.Evaluation && s.Index == value.Index) is { } step
        && step.Arguments.SelectMany(a => a.Terms).Any(t => t.Value == sought || (t.Value is EvaluationValue inner && Reads(inner, sought)));

    private EvaluateStep StepOf(EvaluationValue value) => _layer.OfType<EvaluateStep>().First(s => s.Evaluation == value.Evaluation && s.Index == value.Index);

    private bool Refuse(SourceSpan span, string reason)
    {
        _problems.Report(ProblemKind.NotReversible, span, reason + "; use Memory.Store.");
        return false;
    }

    private string Name(int state, AffineIndex index) => PlanText.Iterate(_plan, state, index);

    private string Name(StateValue value) => Name(value.State, value.Index);

    private string NameOf(EvaluateStep step) => _plan.Evaluations[step.Evaluation].Evaluation.Callee switch
    {
        OperatorCallee callee => _plan.Operators[callee.Operator].Name + (callee.Adjoint ? "^T" : ""),
        FunctionCallee function => Vocabulary.NameOf(function.Function),
        _ => "a product"
    };

    private static bool IsOfLayer(Equation equation) => equation.Left is { IsOutput: false, Index.IsLayer: true };

    private Equation? EquationOf(int state) => _tree.Equations.FirstOrDefault(e => e.Left.Name == _plan.States[state].Name && (IsOfLayer(e) || _plan.Kind == PlanKind.Equilibrium));

    /// <summary>Where an iterate is read, in a line or in any.</summary>
    private SourceSpan? SpanOf(StateValue value, AssignStep? line = null) =>
        _tree.Equations.Where(e => IsOfLayer(e) && (line is null || e.Left.Name == _plan.States[line.State].Name))
            .SelectMany(e => e.Right.WithParts()).OfType<Reference>().FirstOrDefault(r => Is(r, value))?.Span;

    private bool Is(Reference reference, StateValue value) =>
        reference.Name == _plan.States[value.State].Name && reference.Indices.Count == 1 && reference.Indices[0].IsLayer && reference.Indices[0].Offset == value.Index.Offset;

    /// <summary>Where an operator is applied to an iterate, or applied at all.</summary>
    private SourceSpan SpanOfApplication(EvaluateStep step, AssignStep? line, StateValue? argument = null)
    {
        string name = NameOf(step).Replace("^T", "");
        var all = _tree.Equations.Where(e => IsOfLayer(e) && (line is null || e.Left.Name == _plan.States[line.State].Name)).SelectMany(e => e.Right.WithParts())
            .Where(e => e is Application a ? a.Name == name : e is TensorCall c && Vocabulary.NameOf(c.Function) == name).ToList();
        Expression? found = all.Find(a => argument is not null && a.WithParts().OfType<Reference>().Any(r => Is(r, argument))) ?? all.FirstOrDefault();
        // A product of tensors has no name.
        return found?.Span ?? (argument is null ? null : SpanOf(argument, line) ?? SpanOf(argument)) ?? _tree.Equations.First(IsOfLayer).Left.Span;
    }

    private SourceSpan OutputSpan(TensorValue value)
    {
        Equation? output = _tree.Equations.FirstOrDefault(e => e.Left.IsOutput);
        if (output is null)
            return EquationOf(_plan.MainState)!.Left.Span;
        return output.Right.WithParts().OfType<Reference>().FirstOrDefault(r => value is StateValue state && r.Name == _plan.States[state.State].Name
            && r.Indices.Count == 1 && r.Indices[0].IsEnd && r.Indices[0].Offset == state.Index.Offset)?.Span ?? output.Right.Span;
    }
}
