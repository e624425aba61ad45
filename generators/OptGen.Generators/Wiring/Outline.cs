using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A state and the equations that define it.</summary>
internal sealed class StateOutline(string name, int number)
{
    public string Name { get; } = name;

    public int Number { get; } = number;

    public StateRole Role { get; set; } = StateRole.Fixed;

    /// <summary>The equation of a layer that computes it, by its number in <see cref="Outline.Updates"/>; -1 for a fixed state.</summary>
    public int Update { get; set; } = -1;

    /// <summary>The equations that give its first iterates, by index.</summary>
    public SortedDictionary<int, Equation> Given { get; } = [];

    public List<SourceSpan> Spans { get; } = [];

    /// <summary>Whether its iterates are numbers: it is a scalar line and no state of the network.</summary>
    public bool IsScalar { get; set; }

    /// <summary>Layer k computes the iterate k plus this.</summary>
    public int Newest => Role == StateRole.Carried ? 1 : 0;
}

/// <summary>What the left sides of a recurrence say: the states, who defines them, and when.</summary>
internal sealed class Outline
{
    private readonly Dictionary<string, StateOutline> _byName = [];
    private HashSet<string> _scalarNames = [];

    public PlanKind Kind { get; private set; }

    public List<StateOutline> States { get; } = [];

    /// <summary>The names whose lines compute numbers.</summary>
    public List<StateOutline> Scalars { get; } = [];

    /// <summary>The equations of a layer that compute states, in the order written.</summary>
    public List<(Equation Equation, StateOutline State)> Updates { get; } = [];

    /// <summary>The equations of a layer that compute numbers, in the order written.</summary>
    public List<(Equation Equation, StateOutline State)> ScalarUpdates { get; } = [];

    public Equation? Output { get; private set; }

    public StateOutline Main => States[_main];

    private int _main;

    /// <summary>The state of a name.</summary>
    public StateOutline? Find(string name) => _byName.TryGetValue(name, out StateOutline? state) && !state.IsScalar ? state : null;

    /// <summary>The scalar line of a name.</summary>
    public StateOutline? FindScalar(string name) => _byName.TryGetValue(name, out StateOutline? state) && state.IsScalar ? state : null;

    public static Outline Read(RecurrenceTree tree, WiringOptions options, ProblemList problems)
    {
        var outline = new Outline { _scalarNames = ScalarNames.Of(tree, options.Inputs, options.Coefficients) };
        HashSet<string> indexed = IndexedNames(tree);
        outline.Kind = KindOf(tree);
        bool layered = outline.Kind == PlanKind.Layered;
        foreach (Equation equation in tree.Equations)
        {
            if (equation.Left.IsOutput)
                outline.AddOutput(equation, problems);
            else if (equation.Left.Index is { } index)
                outline.Add(equation, index, problems);
            else if (layered)
                ReportNoIndex(equation.Left, indexed.Contains(equation.Left.Name), outline._scalarNames.Contains(equation.Left.Name), problems);
            else
                outline.AddUpdate(equation, StateRole.Local, problems);
        }
        if (outline.Updates.Count == 0 && !problems.HasErrors)
        {
            Equation first = tree.Equations[0];
            problems.Report(
                ProblemKind.NoUpdate, first.Left.Span,
                outline.ScalarUpdates.Count > 0
                    ? $"No equation computes a tensor, for {outline.ScalarUpdates[0].State.Name} is a number; add one such as x_<k+1> = x_k - T(x_k)."
                    : "No equation computes a state from layer to layer; add one such as x_<k+1> = x_k - T(x_k).");
        }
        if (outline.States.Count > 0)
            outline._main = outline.ChooseMain(tree).Number;
        return outline;
    }

    /// <summary>
    /// Layers where a state has an index anywhere; else an equilibrium, in which z_0 only says where the solve that finds z begins.
    /// </summary>
    public static PlanKind KindOf(RecurrenceTree tree)
    {
        var plain = new HashSet<string>(tree.Equations.Where(e => e.Left is { Index: null, IsOutput: false }).Select(e => e.Left.Name));
        bool isIndexed = tree.Equations.Any(e => e.Left.Index is { } index && !(index is { IsNumber: true, Offset: 0 } && plain.Contains(e.Left.Name)));
        var read = tree.Equations.SelectMany(e => e.Right.WithParts()).OfType<Reference>().Where(r => r.Indices.Count > 0).Select(r => r.Name);
        return isIndexed || plain.Overlaps(read) ? PlanKind.Layered : PlanKind.Equilibrium;
    }

    /// <summary>How many tensors forward returns.</summary>
    public static int OutputsOf(RecurrenceTree tree) => tree.Equations.FirstOrDefault(e => e.Left.IsOutput)?.Right is Several several ? several.Items.Count : 1;

    /// <summary>The index of the iterate that an equation at a number gives. In an equilibrium z_0 stands before the z that is solved for.</summary>
    public int GivenIndex(Target target) => Kind == PlanKind.Equilibrium ? -1 : target.Index!.Offset;

    private static HashSet<string> IndexedNames(RecurrenceTree tree) => new(
        tree.Equations.SelectMany(e => e.Right.WithParts()).OfType<Reference>().Where(r => r.Indices.Count > 0).Select(r => r.Name)
            .Concat(tree.Equations.Where(e => e.Left.Index is not null).Select(e => e.Left.Name)));

    private static void ReportNoIndex(Target target, bool indexedElsewhere, bool isScalar, ProblemList problems)
    {
        if (isScalar)
        {
            problems.Report(
                ProblemKind.MissingIndex, target.Span, $"{target.Name} is a number that layers compute and needs an index: write {target.Name}_k, here and where it is read.",
                new Correction(target.Span, target.Name + "_k"));
        }
        else if (indexedElsewhere)
        {
            problems.Report(
                ProblemKind.MissingIndex, target.Span, $"{target.Name} is a state and needs an index: write {target.Name}_<k+1>.",
                new Correction(target.Span, target.Name + "_<k+1>"));
        }
        else
        {
            problems.Report(
                ProblemKind.MixedIndexing, target.Span,
                $"{target.Name} has no index, but other states have: a system has layers, with indices, or is an equilibrium, without any.");
        }
    }

    private void AddOutput(Equation equation, ProblemList problems)
    {
        if (Output is not null)
            ReportDuplicate(equation, Output, "out is defined twice; keep one of the lines.", problems);
        else
            Output = equation;
    }

    private void Add(Equation equation, IndexExpression index, ProblemList problems)
    {
        string name = equation.Left.Name;
        if (index.IsLayer && index.Offset is 0 or 1)
            AddUpdate(equation, index.Offset == 1 ? StateRole.Carried : StateRole.Local, problems);
        else if (index.IsNumber && index.Offset <= 0)
            AddGiven(equation, GivenIndex(equation.Left), problems);
        else
            problems.Report(ProblemKind.InvalidTargetIndex, equation.Left.Span, true switch
            {
                _ when index.IsLayer => $"A line defines a state at k or k+1; shift this one so that it begins with {name}_<k+1>.",
                _ when index.IsNumber => $"Only the first iterates are given by number, at 0 or below; {name}_{index.Offset} is computed by layer {index.Offset - 1}.",
                _ when index.IsEnd => "What the last layer computes cannot be set; define what forward returns with out = ….",
                _ => $"A line defines a state at k, k+1 or a number that is 0 or below, not at {index}."
            });
    }

    private void AddUpdate(Equation equation, StateRole role, ProblemList problems)
    {
        StateOutline state = Get(equation.Left);
        if (state.Update >= 0)
        {
            ReportDuplicate(
                equation, UpdatesOf(state)[state.Update].Equation, $"{state.Name} is already defined by another line; a state has one equation.", problems);
            return;
        }
        state.Role = role;
        state.Update = UpdatesOf(state).Count;
        UpdatesOf(state).Add((equation, state));
    }

    private void AddGiven(Equation equation, int index, ProblemList problems)
    {
        StateOutline state = Get(equation.Left);
        if (state.Given.TryGetValue(index, out Equation? first))
            ReportDuplicate(equation, first, $"{equation.Left.Name}{Printer.Subscript([equation.Left.Index!])} is given twice; keep one of the lines.", problems);
        else
            state.Given.Add(index, equation);
    }

    private List<(Equation Equation, StateOutline State)> UpdatesOf(StateOutline state) => state.IsScalar ? ScalarUpdates : Updates;

    private StateOutline Get(Target target)
    {
        if (!_byName.TryGetValue(target.Name, out StateOutline? state))
        {
            bool isScalar = _scalarNames.Contains(target.Name);
            List<StateOutline> all = isScalar ? Scalars : States;
            state = new StateOutline(target.Name, all.Count) { IsScalar = isScalar };
            _byName.Add(target.Name, state);
            all.Add(state);
        }
        state.Spans.Add(target.NameSpan);
        return state;
    }

    private static void ReportDuplicate(Equation second, Equation first, string message, ProblemList problems) =>
        problems.Report(ProblemKind.DuplicateEquation, second.Left.Span, message, related: [first.Left.Span]);

    /// <summary>
    /// x where a line computes x_&lt;k+1&gt;; else the first state so computed to which an operator is applied; else the first so computed;
    /// else the first. In v_&lt;k+1&gt; = …, x_&lt;k+1&gt; = x_k + v_&lt;k+1&gt; the network is about x, whatever comes first.
    /// </summary>
    private StateOutline ChooseMain(RecurrenceTree tree)
    {
        var carried = States.Where(s => s.Role == StateRole.Carried).ToList();
        var arguments = new HashSet<string>(
            tree.Equations.SelectMany(e => e.Right.WithParts()).OfType<Application>()
                .SelectMany(a => a.Arguments).SelectMany(a => a.WithParts()).OfType<Reference>().Select(r => r.Name));
        return carried.Find(s => s.Name == "x")
            ?? carried.Find(s => arguments.Contains(s.Name))
            ?? carried.FirstOrDefault()
            ?? (Kind == PlanKind.Equilibrium && Updates.Count > 0 ? Updates[0].State : null)
            ?? States.Find(s => s.Role == StateRole.Local)
            ?? States[0];
    }
}
