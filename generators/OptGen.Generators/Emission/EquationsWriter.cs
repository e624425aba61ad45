using System.Text.RegularExpressions;
using OptGen.Binding;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// Writes the equations of a layer that is solved as a method of its own, which solvers call, forward and backward. It reads nothing but its
/// parameters and the class's members, so it means the same whenever it is called: what forward has computed comes in as parameters.
/// </summary>
internal sealed class EquationsWriter
{
    private readonly Plan _plan;
    private readonly FamilyTable _families;
    private readonly StepWriter _forward;
    private readonly NameTable _forwardNames;
    private readonly NameTable _names;
    private readonly CoefficientReader _coefficients;
    private readonly CallWriter _calls;
    private readonly CombinationWriter _combinations;
    private readonly SourceWriter _body = new();
    private readonly SolvedValues _values;
    private readonly Dictionary<TensorValue, string> _variables = [];
    private readonly List<(string Argument, string Parameter)> _given = [];
    private readonly List<(string Argument, string Parameter)> _shared = [];
    private readonly Dictionary<LinearCombination, string> _known = [];

    /// <param name="model">The class.</param>
    /// <param name="plan">What is emitted.</param>
    /// <param name="members">The names of the class's members.</param>
    /// <param name="families">The variables of forward.</param>
    /// <param name="forward">Writes into forward.</param>
    /// <param name="forwardNames">The names of forward.</param>
    /// <param name="coefficients">Reads coefficients in forward.</param>
    /// <param name="step">What is solved.</param>
    public EquationsWriter(
        NetworkModel model, Plan plan, ModuleNames members, FamilyTable families, StepWriter forward, NameTable forwardNames,
        CoefficientReader coefficients, SolveStep step)
    {
        _plan = plan;
        _families = families;
        _forward = forward;
        _forwardNames = forwardNames;
        _names = members.Members.Inner();
        foreach (string own in new[] { "k", "scope", LayerClock.Start })
            _names.Take(own);
        _coefficients = coefficients.Inside(Share);
        _calls = new CallWriter(model, plan, members, _coefficients);
        _combinations = new CombinationWriter(_body, _coefficients, new LayerClock(hasStages: false), Read, _ => false);
        _values = new SolvedValues(step);
        foreach (Unknown unknown in step.Unknowns)
            _variables[new StateValue(unknown.State, unknown.Index)] = _names.Take(CSharp.Bare(families.State(unknown.State).Variable(unknown.Index.Offset)));
        Unknowns = [.. _variables.Values];
        Results = Write(step);
        _given.RemoveAll(g => !IsMentioned(g.Parameter));
        _shared.RemoveAll(s => !IsMentioned(s.Parameter));
    }

    /// <summary>The parameters that stand for the unknowns, in order.</summary>
    public IReadOnlyList<string> Unknowns { get; }

    /// <summary>For each unknown an expression with what the equations give for it.</summary>
    public IReadOnlyList<string> Results { get; }

    /// <summary>The tensors of forward that have a row for each sample, and the parameters they are passed to.</summary>
    public IReadOnlyList<(string Argument, string Parameter)> Given => _given;

    /// <summary>The coefficients of forward, and the parameters they are passed to.</summary>
    public IReadOnlyList<(string Argument, string Parameter)> Shared => _shared;

    /// <summary>The variables made in forward for parts that stay the same during a solve.</summary>
    public IEnumerable<string> Temporaries => _known.Values;

    /// <summary>The statements before the results.</summary>
    public string Body => _body.ToString();

    /// <summary>The numbers of forward that are read: the layer's, and that of the stage's first layer.</summary>
    public IEnumerable<string> Numbers => new[] { "k", LayerClock.Start }.Where(IsMentioned);

    private bool IsMentioned(string name) => s_words.Matches(Body + string.Join(" ", Results)).Cast<Match>().Any(m => m.Value == name);

    private List<string> Write(SolveStep step)
    {
        var unknowns = new HashSet<TensorValue>(step.Unknowns.Select(u => new StateValue(u.State, u.Index)));
        var results = new Dictionary<TensorValue, string>();
        for (int i = 0; i < step.Body.Count; i++)
        {
            TensorValue target = SolvedValues.TargetOf(step.Body[i]);
            bool isUnknown = unknowns.Contains(target);
            switch (step.Body[i])
            {
                case EvaluateStep evaluation when IsResult(step, i):
                    // What is returned as it is needs no name.
                    _variables[target] = Call(evaluation);
                    break;
                case EvaluateStep evaluation:
                    string call = Call(evaluation);
                    _variables[target] = _names.Take(CSharp.Bare(_families.Target(evaluation).Family.Variable(evaluation.Index.Offset)));
                    _body.Line($"var {_variables[target]} = {call};");
                    break;
                case AssignStep assignment:
                    LinearCombination value = Prepare(assignment.Value, CSharp.Bare(_plan.States[assignment.State].Name));
                    _variables[target] = Assign(assignment, value, isUnknown, isLast: i == step.Body.Count - 1);
                    if (isUnknown)
                        results[target] = _variables[target];
                    break;
            }
        }
        return Distinct([.. step.Unknowns.Select(u => results[new StateValue(u.State, u.Index)])]);
    }

    /// <summary>Whether a step's value is what the last equation gives, and nothing else reads it.</summary>
    private static bool IsResult(SolveStep step, int number) =>
        number == step.Body.Count - 2 && step.Body[number + 1] is AssignStep { Value: var value } && StepWriter.IsPlain(value)
        && value.Terms[0].Value == SolvedValues.TargetOf(step.Body[number]);

    /// <summary>The expression that stands for a state from here on.</summary>
    private string Assign(AssignStep step, LinearCombination value, bool isUnknown, bool isLast)
    {
        if (StepWriter.IsPlain(value))
            return Read(value.Terms[0].Value);
        string expression = _combinations.Expression(value);
        if (isUnknown && isLast)
            return expression;
        Family family = _families.State(step.State);
        string name = _names.Take(isUnknown ? CSharp.Bare(_plan.States[step.State].Name) + "Result" : CSharp.Bare(family.Variable(step.Index.Offset)));
        _body.Line($"var {name} = {expression};");
        return name;
    }

    private string Call(EvaluateStep step)
    {
        var arguments = new List<string>();
        foreach (LinearCombination argument in step.Arguments)
        {
            LinearCombination value = Prepare(argument, "argument");
            if (StepWriter.IsPlain(value))
            {
                arguments.Add(Read(value.Terms[0].Value));
                continue;
            }
            string name = _names.Take("argument");
            _body.Line($"var {name} = {_combinations.Expression(value)};");
            arguments.Add(name);
        }
        return _calls.Call(step, arguments);
    }

    /// <summary>
    /// The combination with all that stays the same in one tensor, which forward computes once, before it solves. A single tensor with a
    /// number before it stays where it is, for it takes one operation either way.
    /// </summary>
    private LinearCombination Prepare(LinearCombination combination, string hint)
    {
        (LinearCombination changing, LinearCombination known) = _values.Split(combination);
        bool isOne = known.Terms.Count == 1 && known.Terms[0].Value is not SumValue && !_coefficients.IsTensor(known.Terms[0].Coefficient);
        if (known.Terms.Count == 0 || isOne)
            return known.Plus(changing);
        if (!_known.TryGetValue(known, out string? name))
        {
            _known.Add(known, name = _forwardNames.Take(hint + "Known"));
            _forward.WriteCombination(name, known);
        }
        return LinearCombination.Of(new KnownValue(name)).Plus(changing);
    }

    private string Read(TensorValue value)
    {
        if (_variables.TryGetValue(value, out string? variable))
            return variable;
        string argument = value is KnownValue known ? known.Variable : _forward.Read(value);
        return Pass(_given, argument, value is KnownValue or InputValue || IsName(argument) ? argument : NameOf(value));
    }

    private string NameOf(TensorValue value)
    {
        (Family family, AffineIndex index) = _families.Find(value)!.Value;
        return index.IsLayer ? CSharp.Bare(family.Variable(index.Offset)) : CSharp.Bare(family.List ?? "value");
    }

    private string Share(string argument)
    {
        int bracket = argument.IndexOf('[');
        string stem = bracket > 0 ? argument.Substring(0, bracket) : argument;
        string wish = !IsName(stem) ? "coefficient" : stem[0] == '_' ? stem.Substring(1) + "Value" : stem;
        return Pass(_shared, argument, wish);
    }

    private string Pass(List<(string Argument, string Parameter)> list, string argument, string wish)
    {
        int known = list.FindIndex(p => p.Argument == argument);
        if (known >= 0)
            return list[known].Parameter;
        string name = _names.Take(wish);
        list.Add((argument, name));
        return name;
    }

    /// <summary>A tensor is returned once, and what came in as a parameter under a handle of its own.</summary>
    private List<string> Distinct(List<string> results)
    {
        for (int i = 0; i < results.Count; i++)
        {
            bool isParameter = Unknowns.Contains(results[i]) || _given.Exists(g => g.Parameter == results[i]);
            if (isParameter || results.Take(i).Contains(results[i]))
                results[i] += ".alias()";
        }
        return results;
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '@');

    private static readonly Regex s_words = new(@"@?[\p{L}_][\p{L}\p{Nd}_]*", RegexOptions.CultureInvariant);

    /// <summary>A tensor that forward has computed because it stays the same during a solve.</summary>
    private sealed record KnownValue(string Variable) : TensorValue;
}
