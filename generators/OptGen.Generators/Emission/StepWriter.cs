using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the steps of a plan as statements on the variables of its families.</summary>
internal sealed class StepWriter
{
    private readonly SourceWriter _output;
    private readonly FamilyTable _families;
    private readonly CoefficientReader _coefficients;
    private readonly CallWriter _calls;
    private readonly CombinationWriter _combinations;
    private readonly IReadOnlyList<string> _inputs;
    private readonly NameTable _names;
    private readonly LayerClock _clock;

    public StepWriter(
        SourceWriter output, FamilyTable families, CoefficientReader coefficients, CallWriter calls, IReadOnlyList<string> inputs, NameTable names, LayerClock clock)
    {
        _output = output;
        _families = families;
        _coefficients = coefficients;
        _calls = calls;
        _inputs = inputs;
        _names = names;
        _clock = clock;
        _combinations = new CombinationWriter(output, coefficients, clock, Read, families.IsWindow);
    }

    /// <summary>A variable with the shape of the states.</summary>
    public string ShapeSource { get; set; } = "";

    /// <summary>Whether lists may lack some of the first values, which are read from their variables then.</summary>
    public bool IsBeforeLayers { get; set; }

    /// <summary>The expression that reads a tensor.</summary>
    public string Read(TensorValue value)
    {
        if (value is InputValue input)
            return _inputs[input.Input];
        (Family family, AffineIndex index) = _families.Find(value)!.Value;
        if (family.List is not null && !(IsBeforeLayers && family.StartsUnordered))
            return $"{family.List}[{_clock.Position(index, family)}]";
        return index.IsNumber ? family.AtNumber(index.Offset) : family.Variable(index.Offset);
    }

    /// <summary>Writes a step whose value goes to a variable; <paramref name="declare"/> says whether it is a new one.</summary>
    public void Write(Step step, string variable, bool declare)
    {
        string target = declare ? "var " + variable : variable;
        switch (step)
        {
            case ZeroStep zero:
                _output.Line($"{target} = {CSharp.Torch}.zeros_like({Read(zero.Like)});");
                break;
            case AssignStep assignment:
                Assign(target, variable, assignment.Value);
                break;
            case EvaluateStep evaluation:
                Evaluate(evaluation, target);
                break;
            default:
                throw new InvalidOperationException($"The emitter does not write {step.GetType().Name}.");
        }
    }

    /// <summary>Writes an evaluation of a layer, some of whose values the prologue has computed.</summary>
    public void WriteInLayer(EvaluateStep step, Family family, string variable)
    {
        if (step.FromLayer == 0)
        {
            Evaluate(step, "var " + variable);
            return;
        }
        List<string> known = Enumerable.Range(0, step.FromLayer).Select(k => Known(family, k)).ToList();
        // Below the first index stands one value for several layers.
        bool isOne = known.Distinct().Count() == 1;
        string choice = isOne
            ? known[0]
            : string.Concat(known.Take(known.Count - 1).Select((value, k) => $"{_clock.Is(k)} ? {value} : ")) + known[known.Count - 1];
        if (step.Arguments.All(IsPlain))
        {
            string call = _calls.Call(step, step.Arguments.Select(a => Read(a.Terms[0].Value)).ToList());
            string guarded = isOne
                ? $"{_clock.Before(step.FromLayer)} ? {choice} : {call}"
                : string.Concat(known.Select((value, k) => $"{_clock.Is(k)} ? {value} : ")) + call;
            _output.Line($"var {variable} = {guarded};");
            return;
        }
        _output.Line($"{CSharp.Tensor} {variable};");
        using (_output.Block($"if ({_clock.Before(step.FromLayer)})"))
            _output.Line($"{variable} = {choice};");
        _coefficients.FirstLayer = step.FromLayer;
        using (_output.Block("else"))
            Evaluate(step, variable);
        _coefficients.FirstLayer = 0;
    }

    /// <summary>The value of layer k that the prologue has computed.</summary>
    private static string Known(Family family, int layer)
    {
        int index = layer + family.Newest!.Value;
        return family.List is null
            ? family.AtNumber(index)
            : $"{family.List}[{Math.Max(0, index - family.ListBase).ToString(System.Globalization.CultureInfo.InvariantCulture)}]";
    }

    /// <summary>Writes a combination into a new variable.</summary>
    public void WriteCombination(string variable, LinearCombination combination) =>
        _combinations.Assign("var " + variable, variable, combination, ShapeSource);

    private void Evaluate(EvaluateStep step, string target)
    {
        var arguments = new List<string>();
        var temporary = new List<string>();
        NameTable inner = _names.Inner();
        foreach (LinearCombination argument in step.Arguments)
        {
            if (IsPlain(argument))
            {
                arguments.Add(Read(argument.Terms[0].Value));
                continue;
            }
            string name = inner.Take("argument");
            _combinations.Assign("var " + name, name, argument, ShapeSource);
            arguments.Add(name);
            temporary.Add(name);
        }
        // A function of several layers may need several arguments at once, so the names stay unique in the method.
        foreach (string name in temporary)
            _names.Take(name);
        _output.Line($"{target} = {_calls.Call(step, arguments)};");
        foreach (string name in temporary)
            _output.Line($"{name}.Dispose();");
    }

    private void Assign(string target, string variable, LinearCombination value)
    {
        if (!IsPlain(value))
        {
            _combinations.Assign(target, variable, value, ShapeSource);
            return;
        }
        // Another name for the same tensor needs a handle of its own, so that both can be released.
        _output.Line($"{target} = {Read(value.Terms[0].Value)}.alias();");
    }

    public static bool IsPlain(LinearCombination combination) =>
        combination.Terms.Count == 1 && combination.Terms[0].Coefficient.IsOne && combination.Terms[0].Value is not SumValue;
}
