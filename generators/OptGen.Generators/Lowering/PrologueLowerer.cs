using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers what is computed before the first layer, and again where the history begins anew.</summary>
internal sealed class PrologueLowerer
{
    private readonly LoweringContext _context;
    private readonly HashSet<Step> _again;
    private readonly Dictionary<Step, EvaluateStep> _direct;
    private readonly HashSet<Step> _shapesOnly;

    public PrologueLowerer(LoweringContext context)
    {
        _context = context;
        _again = context.BeginsAnew ? FindAgain() : [];
        _direct = DirectStarts().ToDictionary(d => d.Start, d => d.Value);
        _shapesOnly = [.. context.Plan.Prologue.OfType<ZeroStep>().Where(OnlyGivesShape)];
    }

    /// <summary>Where the history begins: x_0 of a state that is computed at k+1, x_&lt;-1&gt; of one computed at k.</summary>
    private int MainStart => _context.Plan.States[_context.Plan.MainState].Newest - 1;

    /// <summary>Whether the main state begins with an iterate that a transition can replace.</summary>
    public bool HasMainStart => _context.Plan.Prologue.Any(IsMainStart);

    public void Lower()
    {
        foreach (Family family in _context.Families.All.Where(f => f.Buffer is not null))
            _context.Output.Add(new DeclareBufferStatement(family.Buffer!, family.Storage == Storage.Ring ? family.Places : 0));
        if (_context.Start is { } start)
            _context.Output.Add(new DeclareNumberStatement(start, IndexValue.At(0)));
        _context.Coefficients.Implied = AffineIndex.At(0);
        _context.FirstShape = _context.Inputs.Count > 0 ? new VariablePlace(_context.Inputs[0]) : null;
        foreach (Step step in _context.Plan.Prologue)
            Begin(step, null, declare: true);
        _context.FirstShape = null;
        FillBuffers();
        foreach (Family family in _context.Families.All.Where(_ => !_context.IsEquilibrium))
        {
            foreach (int offset in family.HeldOffsets.Where(o => !family.Starts.Contains(Math.Max(o, family.FirstIndex))))
                _context.Output.Add(new DeclareStatement(family.At(offset), null));
        }
    }

    /// <summary>Lets the history begin anew with another first iterate of the main state.</summary>
    public void LowerAgain(Place begun)
    {
        foreach (Family family in _context.Families.All.Where(f => f.Storage == Storage.List))
            _context.Output.Add(new ClearStatement(family.Buffer!));
        _context.FirstShape = begun;
        foreach (Step step in _context.Plan.Prologue.Where(s => _again.Contains(s) || IsMainStart(s)))
            Begin(step, begun, declare: false);
        _context.FirstShape = null;
        FillBuffers();
    }

    private void Begin(Step step, Place? begun, bool declare)
    {
        if (step is EvaluateStep evaluation && _direct.ContainsValue(evaluation))
            return;
        (Family family, AffineIndex index) = _context.Families.Target(step);
        Variable variable = family.AtNumber(index.Offset);
        if (begun is not null && IsMainStart(step))
            Copy(variable, begun, declare);
        else if (step is AssignStep { Value: var value } && Steps.IsPlain(value) && value.Terms[0].Value is InputValue)
            Copy(variable, _context.Places.Read(value.Terms[0].Value), declare);
        else
            _context.Applications.Write(_direct.TryGetValue(step, out EvaluateStep? source) ? source : step, variable, declare);
        if (_shapesOnly.Contains(step))
            _context.Output.Add(new ReleaseStatement(_context.Places.Read(((ZeroStep)step).Like), null));
        // Below the first index stands the first value: every variable held for such an index begins with it.
        foreach (Variable held in family.HeldOffsets.Where(o => Math.Max(o, family.FirstIndex) == index.Offset).Select(family.At))
            Copy(held, new VariablePlace(variable), declare);
        if (IsMainStart(step))
            _context.FirstShape = new VariablePlace(variable);
    }

    private void Copy(Variable variable, Place value, bool declare)
    {
        if (value != new VariablePlace(variable))
            _context.Applications.Put(variable, new ReadExpression(value), declare);
    }

    private void FillBuffers()
    {
        foreach (Family family in _context.Families.All.Where(f => f.Buffer is not null && f.Starts.Count > 0))
        {
            bool isFirst = true;
            foreach (int index in family.Starts.Distinct().OrderBy(i => i))
            {
                var value = new VariablePlace(family.AtNumber(index));
                if (family.Storage == Storage.List)
                    _context.Output.Add(new AppendStatement(family.Buffer!, value));
                else if (isFirst)
                    _context.Output.Add(new FillStatement(family.Buffer!, value));
                else
                    _context.Output.Add(new SetStatement(_context.Places.Element(family, AffineIndex.At(index)), new ReadExpression(value)));
                isFirst = false;
            }
        }
    }

    /// <summary>Whether the zeros are all that reads an operator's value, so that it is released at once, and is there again where they are made again.</summary>
    private bool OnlyGivesShape(ZeroStep step)
    {
        if (step.Like is not EvaluationValue value || _context.Families.Evaluation(value.Evaluation).Newest is not null)
            return false;
        Plan plan = _context.Plan;
        int reads = plan.Prologue.Concat(plan.Layer).Concat(plan.Epilogue).SelectMany(Steps.Reads).Concat(plan.OutputReads)
            .Count(v => v is EvaluationValue read && read.Evaluation == value.Evaluation);
        Step source = plan.Prologue.First(s => s is EvaluateStep evaluate && evaluate.Evaluation == value.Evaluation);
        return reads == 1 && (!_again.Contains(step) || _again.Contains(source));
    }

    private bool IsMainStart(Step step) => step switch
    {
        AssignStep assignment => assignment.State == _context.Plan.MainState && assignment.Index.Offset == MainStart,
        ZeroStep zero => zero.State == _context.Plan.MainState && zero.Index.Offset == MainStart,
        _ => false
    };

    /// <summary>
    /// The steps that are run again where the history begins anew: those that give layers' states their first iterates, evaluations that layers go on
    /// with, and all that depends on the main state's first iterate. What comes from inputs alone stays as it is.
    /// </summary>
    private HashSet<Step> FindAgain()
    {
        var again = new HashSet<Step>();
        var changed = new HashSet<TensorValue>();
        foreach (Step step in _context.Plan.Prologue)
        {
            bool isChanged = IsMainStart(step) || Steps.Reads(step).Any(changed.Contains);
            bool goesOn = _context.Families.Target(step).Family.Newest is not null;
            if (isChanged || (goesOn && step is EvaluateStep))
                changed.Add(Steps.TargetOf(step));
            if (isChanged || goesOn)
                again.Add(step);
        }
        return again;
    }

    /// <summary>
    /// The first iterates that are the value of an operator which nothing else reads, such as x_0 = stem(u), with that operator's step:
    /// they need no tensor beside it.
    /// </summary>
    private IEnumerable<(Step Start, EvaluateStep Value)> DirectStarts()
    {
        Plan plan = _context.Plan;
        var reads = plan.Prologue.Concat(plan.Layer).Concat(plan.Epilogue).SelectMany(Steps.Reads).Concat(plan.OutputReads)
            .OfType<EvaluationValue>().ToList();
        foreach (AssignStep step in plan.Prologue.OfType<AssignStep>().Where(s => Steps.IsPlain(s.Value)))
        {
            if (step.Value.Terms[0].Value is not EvaluationValue value || _context.Families.Evaluation(value.Evaluation).Newest is not null)
                continue;
            var sources = plan.Prologue.OfType<EvaluateStep>().Where(e => e.Evaluation == value.Evaluation).ToList();
            if (sources.Count != 1 || reads.Count(r => r.Evaluation == value.Evaluation) != 1)
                continue;
            // What begins anew with a value that stays as it is reads it again.
            bool isReadAgain = _again.Contains(step) && !_again.Contains(sources[0]) && !IsMainStart(step);
            if (!isReadAgain)
                yield return (step, sources[0]);
        }
    }
}
