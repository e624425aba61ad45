using System.Globalization;
using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// Writes <c>forward</c>: the prologue, a loop over the layers in which every iterate is released after its last use, the epilogue.
/// </summary>
internal sealed class ForwardWriter
{
    private readonly SourceWriter _output;
    private readonly NetworkModel _model;
    private readonly Plan _plan;
    private readonly ModuleNames _members;
    private readonly NameTable _names;
    private readonly List<string> _inputs;
    private readonly FamilyTable _families;
    private readonly Liveness _liveness;
    private readonly CoefficientReader _coefficients;
    private readonly CallWriter _calls;
    private readonly StepWriter _steps;
    private readonly LayerClock _clock;
    private readonly Dictionary<Step, EvaluateStep> _direct;
    private readonly SolveWriter? _solves;

    public ForwardWriter(SourceWriter output, NetworkModel model, Plan plan, ModuleNames members)
    {
        _output = output;
        _model = model;
        _plan = plan = SolvedLayer.Unfold(plan, model.Stages.Any(s => s.Projects));
        _members = members;
        _clock = new LayerClock(model.Stages.Count > 1);
        var methods = plan.Layer.OfType<SolveStep>().ToDictionary(s => s, _ => members.Members.Take("Equations"));
        _names = members.Members.Inner();
        foreach (string own in new[] { "k", "j", "scope", "start", "stage" })
            _names.Take(own);
        _inputs = plan.Inputs.Select(i => _names.Take(i.Name)).ToList();
        _families = new FamilyTable(plan, _names, _inputs);
        _liveness = new Liveness(plan, _families);
        _coefficients = new CoefficientReader(model, members, members.Layers);
        _calls = new CallWriter(model, plan, members, _coefficients);
        _steps = new StepWriter(output, _families, _coefficients, _calls, _inputs, _names, _clock);
        if (plan.IsImplicit)
            _solves = new SolveWriter(output, model, plan, members, _names, _families, _coefficients, _calls, _steps, methods);
        foreach (Family family in _families.All.Where(f => IsEquilibrium && !f.StartsInLayer && f.HeldOffsets.Any()))
            family.Rename(-1, _names.Take(family.Variable(0) + "Guess"));
        _direct = DirectStarts().ToDictionary(d => d.Start, d => d.Value);
        NameTakenOver();
    }

    private Family Main => _families.State(_plan.MainState);

    private bool IsEquilibrium => _plan.Kind == PlanKind.Equilibrium;

    public void Write()
    {
        string parameters = string.Join(", ", _inputs.Select(i => $"{CSharp.Tensor} {i}"));
        _output.Line("/// <inheritdoc/>");
        using (_output.Block($"public override {CSharp.Tensor} forward({parameters})"))
        {
            if (_solves is not null)
                _output.Line($"{ImplicitWriter.Property}.Begin();");
            if (_model.Coefficients.Any(c => c.IsSetLate))
                _output.Line($"{_members.Numbers.BeLate()}();");
            _output.Line($"using var scope = {CSharp.Torch}.NewDisposeScope();");
            _steps.ShapeSource = _inputs[0];
            _coefficients.Prepare(_output, _plan, _names, _inputs[0]);
            if (_model.Stages.Count > 1)
                _output.Line("int start = 0;");
            _coefficients.ImpliedIndex = "0";
            WritePrologue(declare: true, replacedMain: null);
            if (IsEquilibrium)
            {
                WriteEquilibrium();
            }
            else
            {
                _coefficients.ImpliedIndex = "k";
                WriteLoop();
                _coefficients.ImpliedIndex = _members.Layers + " - 1";
            }
            WriteEpilogue();
        }
        _solves?.WriteMethods();
    }

    /// <summary>
    /// The values that are there when the first layer begins. Where a stage begins, the main state's first iterate is the one that the
    /// transition has made.
    /// </summary>
    private void WritePrologue(bool declare, string? replacedMain)
    {
        foreach (Family family in _families.All.Where(f => f.List is not null))
            _output.Line(declare ? $"var {family.List} = new global::System.Collections.Generic.List<{CSharp.Tensor}>();" : $"{family.List}.Clear();");
        _steps.IsBeforeLayers = true;
        foreach (Step step in _plan.Prologue)
        {
            (Family family, AffineIndex index) = Target(step);
            if (_direct.ContainsValue((step as EvaluateStep)!) || (replacedMain is not null && !NeededInStage(step)))
                continue;
            if (replacedMain is not null && ReferenceEquals(family, Main) && index.Offset == 0)
                Start(family, index.Offset, replacedMain, declare);
            else if (step is AssignStep { Value: var value } && StepWriter.IsPlain(value) && value.Terms[0].Value is InputValue && family.BeginsWithInput)
                Start(family, index.Offset, _steps.Read(value.Terms[0].Value), declare);
            else
                Start(family, index.Offset, _direct.TryGetValue(step, out EvaluateStep? source) ? source : step, declare);
            if (ReferenceEquals(family, Main) && !IsEquilibrium)
                _steps.ShapeSource = family.List is null || family.StartsUnordered ? family.AtNumber(0) : $"{family.List}[0]";
        }
        _steps.IsBeforeLayers = false;
        foreach (Family family in _families.All.Where(f => f.StartsUnordered))
        {
            foreach (int index in _plan.Prologue.Select(Target).Where(t => ReferenceEquals(t.Family, family)).Select(t => t.Index.Offset).OrderBy(i => i))
                _output.Line($"{family.List}.Add({family.AtNumber(index)});");
        }
        foreach (Family family in _families.All.Where(f => declare && f.StartsInLayer && !IsEquilibrium))
        {
            foreach (int offset in family.HeldOffsets)
                _output.Line($"{CSharp.Tensor} {family.Variable(offset)} = null!;");
        }
    }

    /// <summary>
    /// The first iterates that are the value of an operator which nothing else reads, such as x_0 = stem(u), with that operator's step:
    /// they need no tensor beside it. Where stages begin, only the main state's first iterate is not asked for again.
    /// </summary>
    private IEnumerable<(Step Start, EvaluateStep Value)> DirectStarts()
    {
        var reads = _plan.Prologue.Concat(_plan.Layer).Concat(_plan.Epilogue).SelectMany(Liveness.Reads).Concat(_plan.Output.Values().Select(v => v.Value))
            .OfType<EvaluationValue>().ToList();
        foreach (AssignStep step in _plan.Prologue.OfType<AssignStep>().Where(s => StepWriter.IsPlain(s.Value)))
        {
            if (step.Value.Terms[0].Value is not EvaluationValue value || _families.Evaluation(value.Evaluation).Newest is not null)
                continue;
            bool isAskedOnce = _model.Stages.Count < 2 || (step.State == _plan.MainState && step.Index.Offset == 0);
            var sources = _plan.Prologue.OfType<EvaluateStep>().Where(e => e.Evaluation == value.Evaluation).ToList();
            if (isAskedOnce && sources.Count == 1 && reads.Count(r => r.Evaluation == value.Evaluation) == 1)
                yield return (step, sources[0]);
        }
    }

    /// <summary>The value that becomes an iterate as it is bears that iterate's name from the start.</summary>
    private void NameTakenOver()
    {
        for (int i = 0; i < _plan.Layer.Count; i++)
        {
            if (_plan.Layer[i] is AssignStep step && TakesOver(step, i, out _))
            {
                Family family = _families.Evaluation(((EvaluationValue)step.Value.Terms[0].Value).Evaluation);
                family.Rename(family.Newest!.Value, Target(step).Family.Variable(step.Index.Offset));
            }
        }
    }

    /// <summary>A stage starts its states anew but does not compute again what no layer changes, such as stem(u).</summary>
    private bool NeededInStage(Step step) =>
        Target(step).Family.Newest is not null && Liveness.Reads(step).All(v => v is not InputValue || ReferenceEquals(Target(step).Family, Main));

    private void Start(Family family, int index, Step step, bool declare)
    {
        if (family.List is not null)
        {
            string variable = family.AtNumber(index);
            _steps.Write(step, variable, declare);
            if (!family.StartsUnordered)
                _output.Line($"{family.List}.Add({variable});");
            return;
        }
        string first = family.AtNumber(index);
        _steps.Write(step, first, declare);
        CopyToHeld(family, index, first, declare);
    }

    private void Start(Family family, int index, string expression, bool declare)
    {
        if (family.List is not null)
        {
            _output.Line(family.StartsUnordered ? $"{(declare ? "var " : "")}{family.AtNumber(index)} = {expression};" : $"{family.List}.Add({expression});");
            return;
        }
        string first = family.AtNumber(index);
        if (first != expression)
            _output.Line($"{(declare ? "var " : "")}{first} = {expression};");
        CopyToHeld(family, index, first, declare);
    }

    /// <summary>Below the first index stands the first value: every variable held for such an index starts with it.</summary>
    private void CopyToHeld(Family family, int index, string first, bool declare)
    {
        foreach (int offset in family.HeldOffsets)
        {
            string held = family.Variable(offset);
            if (held != first && Math.Max(offset, family.FirstIndex) == index)
                _output.Line($"{(declare ? "var " : "")}{held} = {first};");
        }
    }

    private void WriteLoop()
    {
        using (_output.Block($"for (int k = 0; k < {_members.Layers}; k++)"))
        {
            if (_model.Stages.Count > 1)
                WriteBorders();
            WriteLayer();
            foreach (Family family in _families.All.Where(f => f.HeldOffsets.Any()))
                Rotate(family);
        }
    }

    /// <summary>One layer, without a loop around it: what it has computed keeps its variables until the end.</summary>
    private void WriteEquilibrium()
    {
        _coefficients.Scalars.Layer = "0";
        WriteLayer();
        foreach (Family family in _families.All)
        {
            foreach (int offset in family.HeldOffsets.Reverse())
                family.Rename(offset, family.Variable(offset + 1));
        }
    }

    private void WriteLayer()
    {
        for (int i = 0; i < _plan.Layer.Count; i++)
        {
            Step step = _plan.Layer[i];
            if (step is SolveStep solve)
                WriteSolve(solve);
            else
                WriteLayerStep(step, i);
            foreach (Family family in _families.All)
                ReleaseAfter(family, i, step);
        }
    }

    private void WriteSolve(SolveStep step)
    {
        _solves!.Write(step);
        foreach (Unknown unknown in step.Unknowns)
            Keep(_families.State(unknown.State), unknown.Index.Offset, fromLayer: 0);
    }

    private void WriteLayerStep(Step step, int number)
    {
        (Family family, AffineIndex index) = Target(step);
        string variable = family.Variable(index.Offset);
        bool isThere = step is AssignStep assignment && TakesOver(assignment, number, out string? taken) && taken == variable;
        if (step is EvaluateStep evaluation)
            _steps.WriteInLayer(evaluation, family, variable);
        else if (!isThere)
            _steps.Write(step, variable, declare: true);
        Keep(family, index.Offset, step is EvaluateStep { FromLayer: var from } ? from : 0);
    }

    /// <summary>Puts a layer's value where later layers look for it, besides its variable.</summary>
    private void Keep(Family family, int offset, int fromLayer)
    {
        string variable = family.Variable(offset);
        if (family.StartsInLayer && family.HeldOffsets.Any() && !IsEquilibrium)
        {
            // Below the first value, which this layer computes, stands that value.
            string held = string.Concat(family.HeldOffsets.Select(o => family.Variable(o) + " = "));
            _output.Line($"if ({_clock.Is(family.FirstIndex - family.Newest!.Value)})");
            using (_output.Indented())
                _output.Line($"{held}{variable};");
        }
        if (family.List is null)
            return;
        _output.Line($"{(fromLayer > 0 ? $"if ({_clock.AtOrAfter(fromLayer)}) " : "")}{family.List}.Add({variable});");
    }

    /// <summary>x_&lt;k+1&gt; = T(x_k) needs no tensor of its own when nothing else reads T(x_k).</summary>
    private bool TakesOver(AssignStep step, int number, out string? variable)
    {
        variable = null;
        if (!StepWriter.IsPlain(step.Value) || step.Value.Terms[0].Value is not EvaluationValue value)
            return false;
        Family family = _families.Evaluation(value.Evaluation);
        bool isOnlyReader = family.Newest == value.Index.Offset && value.Index.IsLayer && family.History.Kept == 0 && family.List is null
            && family.History.Pinned.Count == 0 && _liveness.LastRead(family, value.Index.Offset) == number
            && _plan.Layer.OfType<EvaluateStep>().All(e => e.Evaluation != value.Evaluation || e.FromLayer == 0)
            && !EpilogueReads(family);
        if (isOnlyReader)
            variable = family.Variable(value.Index.Offset);
        return isOnlyReader;
    }

    private bool EpilogueReads(Family family) =>
        _plan.Epilogue.SelectMany(Liveness.Reads).Concat(_plan.Output.Values().Select(v => v.Value))
            .Any(v => _families.Find(v) is { } found && ReferenceEquals(found.Family, family));

    private void ReleaseAfter(Family family, int number, Step step)
    {
        if (family.Newest is not { } newest || family.List is not null)
            return;
        int released = family.OldestOffset;
        int lastUse = _liveness.LastRead(family, released);
        if (lastUse < 0)
            lastUse = family.History.Kept == 0 ? Number(family) : _plan.Layer.Count - 1;
        if (lastUse != number || (family.History.Kept == 0 && EpilogueReads(family)))
            return;
        if (family.History.Kept == 0 && step is AssignStep assignment && TakesOver(assignment, number, out string? taken) && taken == family.Variable(newest))
            return;
        int from = family.FirstReleased - released;
        // An equilibrium has one layer: nothing of layers before it is there but guesses.
        if (IsEquilibrium && (from > 0 || (family.StartsInLayer && released < newest)))
            return;
        _output.Line($"{(from <= 0 ? "" : $"if ({_clock.AtOrAfter(from)}) ")}{family.Variable(released)}.Dispose();");
    }

    /// <summary>The number of the step that computes a family's newest value.</summary>
    private int Number(Family family)
    {
        for (int i = 0; i < _plan.Layer.Count; i++)
        {
            if (_families.Targets(_plan.Layer[i]).Any(t => ReferenceEquals(t, family)))
                return i;
        }
        return -1;
    }

    private void Rotate(Family family)
    {
        foreach (int offset in family.HeldOffsets.Reverse())
            _output.Line($"{family.Variable(offset)} = {family.Variable(offset + 1)};");
    }

    private void WriteBorders()
    {
        int layer = 0;
        for (int stage = 1; stage < _model.Stages.Count; stage++)
        {
            layer += _model.Stages[stage - 1].Layers;
            if (_model.Stages[stage].Projects && _model.Transition is null)
                continue;
            using (_output.Block($"if (k == {layer.ToString(CultureInfo.InvariantCulture)})"))
                WriteBorder(stage);
        }
    }

    private void WriteBorder(int stage)
    {
        if (_model.Stages[stage].Projects)
        {
            foreach (string variable in Projected(stage))
                _output.Line($"{variable} = {Transition(stage, variable)};");
            foreach (Family family in _families.All.Where(f => f.List is not null))
            {
                _output.Line($"for (int i = 0; i < {family.List}.Count; i++)");
                using (_output.Indented())
                    _output.Line($"{family.List}[i] = {Transition(stage, family.List + "[i]")};");
            }
            return;
        }
        string newest = Main.List is null ? Main.Variable(Main.HeldOffsets.First()) : Main.List + "[^1]";
        string begun = newest;
        // The list is emptied before its newest iterate is read.
        if (_model.Transition is not null || Main.List is not null)
        {
            begun = _names.Take("begun");
            _output.Line($"var {begun} = {Transition(stage, newest)};");
        }
        _output.Line("start = k;");
        _calls.CountsFromStart = true;
        WritePrologue(declare: false, replacedMain: begun);
        _calls.CountsFromStart = false;
    }

    /// <summary>Without a transition the shapes stay as they are, and so do the values: where the history is projected, nothing is to be done.</summary>
    private string Transition(int stage, string variable) => _model.Transition is { } transition
        ? $"{_members.Field(transition.Name)}[{(stage - 1).ToString(CultureInfo.InvariantCulture)}].call({variable})"
        : variable;

    /// <summary>The variables whose values are still read when a stage begins.</summary>
    private IEnumerable<string> Projected(int stage)
    {
        int layersSinceStart = _model.Stages.Take(stage).Reverse().TakeWhile((s, i) => i == 0 || _model.Stages[stage - i].Projects).Sum(s => s.Layers);
        foreach (Family family in _families.All.Where(f => f.Newest is not null && f.List is null))
        {
            foreach (int offset in family.HeldOffsets)
                yield return family.Variable(offset);
            int fromLayer = _plan.Layer.OfType<EvaluateStep>().Where(s => ReferenceEquals(Target(s).Family, family)).Select(s => s.FromLayer).FirstOrDefault();
            foreach (KeyValuePair<int, string> own in family.OwnVariables.Where(o => family.IsPinned(o.Key) || layersSinceStart < fromLayer))
                yield return own.Value;
        }
    }

    private void WriteEpilogue()
    {
        foreach (Step step in _plan.Epilogue)
        {
            (Family family, AffineIndex index) = Target(step);
            if (family.Newest is not null && !index.IsNumber)
                family.Rename(index.Offset);
            else if (IsEquilibrium && !index.IsNumber)
                family.Rename(index.Offset, family.Variable(0));
            _steps.Write(step, index.IsNumber ? family.AtNumber(index.Offset) : family.Variable(index.Offset), declare: true);
        }
        if (StepWriter.IsPlain(_plan.Output))
        {
            TensorValue value = _plan.Output.Terms[0].Value;
            string text = _steps.Read(value);
            bool isCallers = value is InputValue || (_families.Find(value) is { } found && found.Family.BeginsWithInput && found.Index.IsNumber);
            _output.Line($"return {text}{(isCallers ? ".alias()" : "")}.MoveToOuterDisposeScope();");
            return;
        }
        string result = _names.Take("result");
        _steps.WriteCombination(result, _plan.Output);
        _output.Line($"return {result}.MoveToOuterDisposeScope();");
    }

    private (Family Family, AffineIndex Index) Target(Step step) => _families.Target(step);
}
