using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>The families of a plan, with names that tell what they hold: x, xPrevious, xNext, Tx, stemU.</summary>
internal sealed class Families
{
    private readonly Plan _plan;
    private readonly Family[] _states;
    private readonly Family[] _evaluations;

    /// <param name="plan">The plan.</param>
    /// <param name="names">Where names come from.</param>
    /// <param name="inputs">The variables of the inputs.</param>
    /// <param name="hasStages">Whether first iterates may be computed again, or replaced, at a layer.</param>
    /// <param name="keepsMain">Whether the main state's newest iterate is wanted when a layer begins, whoever reads it.</param>
    public Families(Plan plan, NameTable names, IReadOnlyList<Variable> inputs, bool hasStages, bool keepsMain)
    {
        _plan = plan;
        Dictionary<TensorValue, int> oldest = OldestReadsAfterLayers(plan);
        _states = new Family[plan.States.Count];
        for (int i = 0; i < _states.Length; i++)
        {
            StatePlan state = plan.States[i];
            History history = Extend(state.History, state.Newest, oldest, new StateValue(i, default));
            if (keepsMain && i == plan.MainState)
                history = history with { Kept = Math.Max(1, history.Kept) };
            _states[i] = new Family(
                state.Name, state.Role == StateRole.Fixed ? null : state.Newest, state.FirstIndex, history, Starts(plan, new StateValue(i, default)), 0, names);
            if (CallersStart(plan, i) is { } start)
                _states[i].BindCallers(start.Index, inputs[start.Input], IsReused(plan, i, start, hasStages), hasStages);
            _states[i].TakeNames();
        }
        _evaluations = new Family[plan.Evaluations.Count];
        for (int i = 0; i < _evaluations.Length; i++)
        {
            EvaluationPlan evaluation = plan.Evaluations[i];
            _evaluations[i] = new Family(
                Stem(evaluation.Evaluation), evaluation.Newest, evaluation.FirstIndex,
                Extend(evaluation.History, evaluation.Newest ?? 0, oldest, new EvaluationValue(i, default)), Starts(plan, new EvaluationValue(i, default)), FromLayer(plan, i), names);
            _evaluations[i].TakeNames();
        }
    }

    public IEnumerable<Family> All => _states.Concat(_evaluations);

    public Family State(int number) => _states[number];

    public Family Evaluation(int number) => _evaluations[number];

    /// <summary>What a step gives a value, and the index of that value.</summary>
    public (Family Family, AffineIndex Index) Target(Step step) => Find(Steps.TargetOf(step))!.Value;

    /// <summary>The families to which a step gives a value.</summary>
    public IEnumerable<Family> Targets(Step step) => step is SolveStep solve ? solve.Unknowns.Select(u => _states[u.State]) : [Target(step).Family];

    /// <summary>The family of a value and the index it is read at; null for an input or a sum.</summary>
    public (Family Family, AffineIndex Index)? Find(TensorValue value) => value switch
    {
        StateValue state => (_states[state.State], state.Index),
        EvaluationValue evaluation => (_evaluations[evaluation.Evaluation], evaluation.Index),
        _ => null
    };

    /// <summary>Whether a sum is a loop: all that it reads by its variable is kept in lists or rings.</summary>
    public bool IsLoop(SumValue sum) => sum.Body.Values().All(v => Find(v.Value) is not { } found || found.Index.Variable == 0 || found.Family.Buffer is not null);

    /// <summary>The oldest value of each family that is read after the last layer, as an offset from L.</summary>
    private static Dictionary<TensorValue, int> OldestReadsAfterLayers(Plan plan)
    {
        var oldest = new Dictionary<TensorValue, int>();
        foreach ((TensorValue value, SumValue? sum) in plan.Epilogue.SelectMany(Steps.ReadsWithSums).Concat(plan.Outputs.SelectMany(o => o.Values())))
        {
            (TensorValue? key, AffineIndex index) = value switch
            {
                StateValue state => ((TensorValue?)new StateValue(state.State, default), state.Index),
                EvaluationValue evaluation => (new EvaluationValue(evaluation.Evaluation, default), evaluation.Index),
                _ => (null, default)
            };
            if (sum is not null && index.Variable != 0)
                index = index.WithVariable(index.Variable > 0 ? sum.From : sum.To);
            if (key is not null && index.IsEnd)
                oldest[key] = Math.Min(index.Offset, oldest.TryGetValue(key, out int known) ? known : index.Offset);
        }
        return oldest;
    }

    /// <summary>
    /// The plan keeps what layers read of earlier ones. What is read after the last layer must also outlive the end of that layer, where
    /// the values move on by one.
    /// </summary>
    private static History Extend(History history, int newest, Dictionary<TensorValue, int> oldest, TensorValue key) =>
        oldest.TryGetValue(key, out int offset) && newest - offset > history.Kept ? history with { Kept = newest - offset } : history;

    private static List<int> Starts(Plan plan, TensorValue family) => plan.Prologue.Select(Steps.TargetOf).Where(t => (t, family) switch
    {
        (StateValue a, StateValue b) => a.State == b.State,
        (EvaluationValue a, EvaluationValue b) => a.Evaluation == b.Evaluation,
        _ => false
    }).Select(Steps.IndexOf).Select(i => i.Offset).ToList();

    private static int FromLayer(Plan plan, int evaluation) => plan.Layer.SelectMany(s => s is SolveStep solve ? solve.Body.AsEnumerable() : [s])
        .OfType<EvaluateStep>().Where(s => s.Evaluation == evaluation).Select(s => s.FromLayer).DefaultIfEmpty(0).Max();

    /// <summary>The index at which a state begins with an input as it is, and that input; null when it does not.</summary>
    private static (int Index, int Input)? CallersStart(Plan plan, int state)
    {
        foreach (AssignStep step in plan.Prologue.OfType<AssignStep>())
        {
            if (step.State == state && Steps.IsPlain(step.Value) && step.Value.Terms[0].Value is InputValue input)
                return (step.Index.Offset, input.Input);
        }
        return null;
    }

    /// <summary>
    /// A parameter that bears its state's name goes on as that state's variable, unless it is read later, as the input or as the first iterate.
    /// </summary>
    private static bool IsReused(Plan plan, int state, (int Index, int Input) start, bool hasStages)
    {
        StatePlan info = plan.States[state];
        if (info.Role != StateRole.Carried || start.Index != 0 || info.History.Dense || info.History.Pinned.Count > 0 || plan.Inputs[start.Input].Name != info.Name)
            return false;
        IEnumerable<Step> again = hasStages ? plan.Prologue.Where(s => !(s is AssignStep own && own.State == state && own.Index.Offset == 0 && state == plan.MainState)) : [];
        return !again.Concat(plan.Layer).Concat(plan.Epilogue).SelectMany(Steps.Reads).Concat(plan.OutputReads)
            .Contains(new InputValue(start.Input));
    }

    /// <summary>Tx for T(x_k), stemU for stem(u), TValue for what has no short name.</summary>
    private string Stem(Evaluation evaluation)
    {
        string callee = evaluation.Callee switch
        {
            OperatorCallee op => _plan.Operators[op.Operator].Name + (op.Adjoint ? "Adjoint" : ""),
            FunctionCallee function => Vocabulary.NameOf(function.Function),
            _ => "product"
        };
        string argument = evaluation.Arguments.Count == 1 && Steps.IsPlain(evaluation.Arguments[0])
            ? evaluation.Arguments[0].Terms[0].Value switch
            {
                StateValue state => _plan.States[state.State].Name,
                InputValue input => _plan.Inputs[input.Input].Name,
                _ => ""
            }
            : "";
        return evaluation.Callee is ProductCallee ? callee : argument.Length == 0 ? callee + "Value" : callee.Length == 1 ? callee + argument : callee + char.ToUpperInvariant(argument[0]) + argument.Substring(1);
    }
}
