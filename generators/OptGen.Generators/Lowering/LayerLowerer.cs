using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers the layers: a loop in which every value is released after its last use, or the one layer of an equilibrium.</summary>
internal sealed class LayerLowerer
{
    private readonly LoweringContext _context;
    private readonly PrologueLowerer _prologue;
    private readonly Liveness _liveness;
    private readonly HashSet<Family> _readAtEnd;
    private readonly SolveLowerer _solves;
    private readonly int _onlyHandedOut;
    private readonly int _needless;

    /// <param name="context">What is lowered.</param>
    /// <param name="prologue">What is computed before, and again where a stage begins.</param>
    /// <param name="onlyHandedOut">How many steps before those the last layer leaves out, unless the caller asks for iterates.</param>
    /// <param name="needless">How many steps at the end of a layer the last one leaves out.</param>
    public LayerLowerer(LoweringContext context, PrologueLowerer prologue, int onlyHandedOut, int needless)
    {
        _onlyHandedOut = onlyHandedOut;
        _needless = needless;
        _context = context;
        _prologue = prologue;
        _liveness = new Liveness(context.Plan, context.Families);
        _readAtEnd = [.. context.Plan.Epilogue.SelectMany(Steps.Reads).Concat(context.Plan.OutputReads)
            .Select(v => context.Families.Find(v)?.Family).OfType<Family>()];
        _solves = new SolveLowerer(context);
        NameTakenOver();
        if (context.IsEquilibrium)
            NameGuesses();
    }

    private EquatableArray<Step> Layer => _context.Plan.Layer;

    public void Lower()
    {
        if (_context.IsEquilibrium)
        {
            LowerSteps(0, Layer.Count);
            return;
        }
        List<Statement> body = _context.Inside(() =>
        {
            new BorderLowerer(_context, _prologue).Lower();
            _context.Places.BeginLayer();
            int inEvery = Layer.Count - _needless - _onlyHandedOut;
            LowerSteps(0, inEvery);
            // What not even iterates ask for may read what they ask for.
            LowerForNext(inEvery, _onlyHandedOut, _context.Clock.IsBeforeLast with { OrIterates = true }, () =>
                LowerForNext(inEvery + _onlyHandedOut, _needless, _context.Clock.IsBeforeLast));
            foreach (Family family in _context.Families.All.Except(Layer.Skip(inEvery).SelectMany(_context.Families.Targets)))
                Rotate(family);
        });
        _context.Output.Add(new LayersStatement(body.ToEquatableArray()));
    }

    /// <summary>Steps whose values only the next layer reads, and perhaps who asks for iterates.</summary>
    private void LowerForNext(int from, int count, Condition condition, Action? lowerRest = null)
    {
        if (count == 0)
        {
            lowerRest?.Invoke();
            return;
        }
        List<Statement> forNext = _context.Inside(() =>
        {
            LowerSteps(from, from + count);
            lowerRest?.Invoke();
            Layer.Skip(from).Take(count).SelectMany(_context.Families.Targets).ToList().ForEach(Rotate);
        });
        _context.Output.Add(new IfStatement(condition, forNext.ToEquatableArray(), []));
    }

    private void LowerSteps(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (Layer[i] is SolveStep solve)
                LowerSolve(solve);
            else
                LowerStep(Layer[i], i);
            _context.Iterates?.HandOut(Layer[i]);
            foreach (Family family in _context.Families.All)
                ReleaseAfter(family, i);
        }
    }

    private void LowerSolve(SolveStep step)
    {
        _solves.Lower(step);
        foreach (Unknown unknown in step.Unknowns)
            Keep(_context.Families.State(unknown.State), fromLayer: 0);
    }

    private void LowerStep(Step step, int number)
    {
        (Family family, AffineIndex index) = _context.Families.Target(step);
        Variable variable = family.At(index.Offset);
        int fromLayer = step is EvaluateStep { FromLayer: var from } ? from : 0;
        if (step is EvaluateStep evaluation && Known(family, fromLayer).ToList() is { Count: > 0 } known)
            LowerKnown(evaluation, variable, known);
        else if (!(step is AssignStep assignment && TakesOver(assignment, number)))
            _context.Applications.Write(step, variable, declare: true);
        Keep(family, fromLayer);
    }

    /// <summary>The layers whose value the prologue has computed already, and where it is.</summary>
    private IEnumerable<(Condition When, ReadExpression Value)> Known(Family family, int fromLayer)
    {
        int newest = family.Newest!.Value;
        if (fromLayer > 0)
            yield return (_context.Clock.Before(fromLayer), Read(newest));
        // Above a given x_<-1>, x_0 comes later than with the first layer; S(x_0) is kept where every layer reads it by number.
        foreach (int index in family.Pinned.Where(i => family.ComputedEarly.Contains(i) && i - newest >= Math.Max(1, fromLayer)))
            yield return (_context.Clock.Is(index - newest), Read(index));

        ReadExpression Read(int index) => new(new VariablePlace(family.AtNumber(index)));
    }

    /// <summary>An evaluation of which the prologue has computed what some layers ask for.</summary>
    private void LowerKnown(EvaluateStep step, Variable variable, List<(Condition When, ReadExpression Value)> known)
    {
        _context.Coefficients.FirstLayer = step.FromLayer;
        if (step.Arguments.All(Steps.IsPlain))
        {
            TensorExpression value = _context.Applications.Plain(step, step.FromLayer);
            foreach ((Condition when, ReadExpression early) in Enumerable.Reverse(known))
                value = new ChoiceExpression(when, early, value);
            _context.Applications.Put(variable, value, declare: true);
            _context.Coefficients.FirstLayer = 0;
            return;
        }
        _context.Output.Add(new DeclareStatement(variable, null));
        List<Statement> computed = _context.Inside(() => _context.Applications.Write(step, variable, declare: false, step.FromLayer));
        _context.Coefficients.FirstLayer = 0;
        foreach ((Condition when, ReadExpression early) in Enumerable.Reverse(known))
            computed = [new IfStatement(when, [new SetStatement(new VariablePlace(variable), early)], computed.ToEquatableArray())];
        _context.Output.AddRange(computed);
    }

    /// <summary>Puts a layer's value where later layers look for it, besides its variable.</summary>
    private void Keep(Family family, int fromLayer)
    {
        var place = new VariablePlace(family.At(family.Newest!.Value));
        if (family.Storage == Storage.List)
        {
            var append = new AppendStatement(family.Buffer!, place);
            _context.Output.Add(fromLayer > 0 ? new IfStatement(_context.Clock.AtOrAfter(fromLayer), [append], []) : append);
        }
        else if (family.Storage == Storage.Ring)
        {
            var set = new SetStatement(_context.Places.Element(family, AffineIndex.AtLayer(family.Newest.Value)), new ReadExpression(place));
            _context.Output.Add(family.StartsInLayer ? new IfStatement(_context.Clock.Is(0), [new FillStatement(family.Buffer!, place)], [set]) : set);
        }
        else if (family.StartsInLayer && family.HeldOffsets.Any() && !_context.IsEquilibrium)
        {
            // Below the first value, which this layer computes, stands that value.
            _context.Output.Add(new IfStatement(
                _context.Clock.Is(0), family.HeldOffsets.Select(o => (Statement)new SetStatement(new VariablePlace(family.At(o)), new ReadExpression(place))).ToEquatableArray(), []));
        }
        _context.Places.Computed(family);
    }

    /// <summary>x_&lt;k+1&gt; = T(x_k) needs no tensor of its own when nothing else reads T(x_k).</summary>
    private bool TakesOver(AssignStep step, int number)
    {
        if (!Steps.IsPlain(step.Value) || step.Value.Terms[0].Value is not EvaluationValue value)
            return false;
        Family family = _context.Families.Evaluation(value.Evaluation);
        return family.Newest == value.Index.Offset && value.Index.IsLayer && family is { Kept: 0, Buffer: null, Pinned.Count: 0 }
            && _liveness.LastRead(family, value.Index.Offset) == number && Layer.Take(number).SelectMany(Steps.Reads).All(v => v != value)
            && Layer.OfType<EvaluateStep>().All(e => e.Evaluation != value.Evaluation || e.FromLayer == 0)
            && !_readAtEnd.Contains(family);
    }

    /// <summary>The value that becomes an iterate as it is bears that iterate's name from the start.</summary>
    private void NameTakenOver()
    {
        for (int i = 0; i < Layer.Count; i++)
        {
            if (Layer[i] is not AssignStep step || !TakesOver(step, i))
                continue;
            Family family = _context.Families.Evaluation(((EvaluationValue)step.Value.Terms[0].Value).Evaluation);
            family.Bind(family.Newest!.Value, _context.Families.Target(step).Family.At(step.Index.Offset));
        }
    }

    /// <summary>What an equilibrium's solve begins with.</summary>
    private void NameGuesses()
    {
        foreach (Family family in _context.Families.All.Where(f => !f.StartsInLayer && f.HeldOffsets.Any()))
            family.Bind(-1, new Variable(_context.Names.Take(family.At(0).Name + "Guess"), VariableKind.Tensor));
    }

    private void ReleaseAfter(Family family, int number)
    {
        if (family.Newest is not { } newest || family.Storage == Storage.List)
            return;
        int released = family.OldestOffset;
        int lastUse = _liveness.LastRead(family, released);
        if (lastUse < 0)
            lastUse = family.Kept == 0 ? Number(family) : Layer.Count - 1;
        if (lastUse != number || (family.Kept == 0 && _readAtEnd.Contains(family)))
            return;
        if (family.Kept == 0 && Layer[number] is AssignStep assignment && TakesOver(assignment, number)
            && assignment.Value.Terms[0].Value is EvaluationValue taken && ReferenceEquals(_context.Families.Evaluation(taken.Evaluation), family))
            return;
        int from = family.FirstReleased - released;
        // An equilibrium has one layer: nothing of layers before it is there but guesses.
        if (_context.IsEquilibrium && (from > 0 || (family.StartsInLayer && released < newest)))
            return;
        Place place = _context.Places.Read(Value(family, released));
        _context.Output.Add(new ReleaseStatement(place, from <= 0 ? null : _context.Clock.AtOrAfter(from)));
    }

    private TensorValue Value(Family family, int offset)
    {
        for (int i = 0; i < _context.Plan.States.Count; i++)
        {
            if (ReferenceEquals(_context.Families.State(i), family))
                return new StateValue(i, AffineIndex.AtLayer(offset));
        }
        return new EvaluationValue(Enumerable.Range(0, _context.Plan.Evaluations.Count).First(e => ReferenceEquals(_context.Families.Evaluation(e), family)), AffineIndex.AtLayer(offset));
    }

    /// <summary>The number of the step that computes a family's newest value.</summary>
    private int Number(Family family)
    {
        for (int i = 0; i < Layer.Count; i++)
        {
            if (_context.Families.Targets(Layer[i]).Any(t => ReferenceEquals(t, family)))
                return i;
        }
        return -1;
    }

    private void Rotate(Family family)
    {
        foreach (int offset in family.HeldOffsets.Reverse())
            _context.Output.Add(new SetStatement(new VariablePlace(family.At(offset)), new ReadExpression(new VariablePlace(family.At(offset + 1)))));
    }
}
