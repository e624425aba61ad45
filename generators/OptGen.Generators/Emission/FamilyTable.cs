using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>The families of a plan, with names that tell what they hold: x, xPrevious, xNext, Tx, stemU.</summary>
internal sealed class FamilyTable
{
    private readonly Family[] _states;
    private readonly Family[] _evaluations;

    public FamilyTable(Plan plan, NameTable names, IReadOnlyList<string> inputs)
    {
        Plan = plan;
        Dictionary<TensorValue, int> oldest = OldestReadsAfterLayers(plan);
        _states = plan.States
            .Select((s, i) => new Family(
                CSharp.Bare(s.Name), s.Role == StateRole.Fixed ? null : s.Newest, s.FirstIndex,
                Extend(s.History, s.Newest, oldest, new StateValue(i, default)), names, GivenVariable(plan, i, inputs)))
            .ToArray();
        _evaluations = plan.Evaluations
            .Select((e, i) => new Family(
                Stem(e.Evaluation), e.Newest, e.FirstIndex, Extend(e.History, e.Newest ?? 0, oldest, new EvaluationValue(i, default)), names))
            .ToArray();
        foreach (Family family in All.Where(f => f.Newest is not null))
        {
            family.SetStarts(plan.Prologue.Select(Target).Where(t => ReferenceEquals(t.Family, family)).Select(t => t.Index.Offset).ToList());
        }
        for (int i = 0; i < _states.Length; i++)
            _states[i].BeginsWithInput = FirstInput(plan, i) is not null;
    }

    public Plan Plan { get; }

    /// <summary>What a step gives a value, and the index of that value.</summary>
    public (Family Family, AffineIndex Index) Target(Step step) => step switch
    {
        AssignStep assignment => (_states[assignment.State], assignment.Index),
        ZeroStep zero => (_states[zero.State], zero.Index),
        EvaluateStep evaluation => (_evaluations[evaluation.Evaluation], evaluation.Index),
        _ => throw new InvalidOperationException($"The emitter does not write {step.GetType().Name}.")
    };

    /// <summary>The families to which a step gives a value.</summary>
    public IEnumerable<Family> Targets(Step step) => step is SolveStep solve ? solve.Unknowns.Select(u => _states[u.State]) : [Target(step).Family];

    public IEnumerable<Family> All => _states.Concat(_evaluations);

    public Family State(int number) => _states[number];

    public Family Evaluation(int number) => _evaluations[number];

    /// <summary>The family of a value and the index it is read at; null for an input or a sum.</summary>
    public (Family Family, AffineIndex Index)? Find(TensorValue value) => value switch
    {
        StateValue state => (_states[state.State], state.Index),
        EvaluationValue evaluation => (_evaluations[evaluation.Evaluation], evaluation.Index),
        _ => null
    };

    /// <summary>The oldest value of each family that is read after the last layer, as an offset from L.</summary>
    private static Dictionary<TensorValue, int> OldestReadsAfterLayers(Plan plan)
    {
        var oldest = new Dictionary<TensorValue, int>();
        foreach (TensorValue value in plan.Epilogue.SelectMany(Liveness.Reads).Concat(plan.Output.Values().Select(v => v.Value)))
        {
            (TensorValue? key, AffineIndex index) = value switch
            {
                StateValue state => ((TensorValue?)new StateValue(state.State, default), state.Index),
                EvaluationValue evaluation => (new EvaluationValue(evaluation.Evaluation, default), evaluation.Index),
                _ => (null, default)
            };
            if (key is not null && index.IsEnd)
                oldest[key] = Math.Min(index.Offset, oldest.TryGetValue(key, out int known) ? known : index.Offset);
        }
        return oldest;
    }

    /// <summary>
    /// The plan keeps what layers read of earlier ones. What is read after the last layer must also outlive the end of that layer, where
    /// the variables move on by one.
    /// </summary>
    private static History Extend(History history, int newest, Dictionary<TensorValue, int> oldest, TensorValue key) =>
        oldest.TryGetValue(key, out int offset) && newest - offset > history.Kept ? history with { Kept = newest - offset } : history;

    /// <summary>The number of the input that is a state's first iterate; null when none is.</summary>
    private static int? FirstInput(Plan plan, int state)
    {
        foreach (AssignStep step in plan.Prologue.OfType<AssignStep>())
        {
            if (step.State == state && step.Index.Offset == plan.States[state].FirstIndex && step.Value.Terms.Count == 1
                && step.Value.Terms[0] is { Coefficient.IsOne: true, Value: InputValue input })
                return input.Input;
        }
        return null;
    }

    /// <summary>A parameter that bears its state's name goes on as that state's variable, unless its first value is read later.</summary>
    private static string? GivenVariable(Plan plan, int state, IReadOnlyList<string> inputs)
    {
        StatePlan info = plan.States[state];
        bool isPlain = info.Role == StateRole.Carried && info.FirstIndex == 0 && !info.History.Dense && info.History.Pinned.Count == 0 && info.History.Kept > 0;
        return isPlain && FirstInput(plan, state) is { } input && plan.Inputs[input].Name == info.Name ? inputs[input] : null;
    }

    /// <summary>Whether a sum goes over variables, because not all values of what it reads are kept.</summary>
    public bool IsWindow(SumValue sum) => sum.Body.Values().Any(v => Find(v.Value) is { } found && found.Index.Variable != 0 && found.Family.List is null);

    /// <summary>Tx for T(x_k), stemU for stem(u), T1 for what has no short name.</summary>
    private string Stem(Evaluation evaluation)
    {
        string callee = evaluation.Callee switch
        {
            OperatorCallee op => CSharp.Bare(Plan.Operators[op.Operator].Name) + (op.Adjoint ? "Adjoint" : ""),
            FunctionCallee function => Vocabulary.NameOf(function.Function),
            _ => "value"
        };
        string argument = evaluation.Arguments.Count == 1 && evaluation.Arguments[0].Terms.Count == 1 && evaluation.Arguments[0].Terms[0].Coefficient.IsOne
            ? evaluation.Arguments[0].Terms[0].Value switch
            {
                StateValue state => CSharp.Bare(Plan.States[state.State].Name),
                InputValue input => CSharp.Bare(Plan.Inputs[input.Input].Name),
                _ => ""
            }
            : "";
        return argument.Length == 0 ? callee + "Value" : callee.Length == 1 ? callee + argument : callee + char.ToUpperInvariant(argument[0]) + argument.Substring(1);
    }
}
