using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>What the parts of lowering share: the plan, the names, where values are, and the statements so far.</summary>
internal sealed class LoweringContext
{
    private Variable? _layerCopy;
    private Variable? _startCopy;

    public LoweringContext(Plan plan, LoweringOptions options, NameTable members)
    {
        Plan = plan;
        Options = options;
        Members = members;
        BeginsAnew = options.Stages.Any(s => !s.Projects);
        MethodNames = plan.Layer.OfType<SolveStep>().ToDictionary(s => s, _ => members.Take("Equations"));
        Names = members.Inner();
        Layer = IsEquilibrium ? null : new Variable(Names.Take("k"), VariableKind.Number);
        Inputs = [.. plan.Inputs.Select(i => new Variable(Names.Take(i.Name), VariableKind.Tensor))];
        Scope = Names.Take("scope");
        Failure = new FailureNames(Names.Take("exception"), Names.Take("place"));
        Start = BeginsAnew ? new Variable(Names.Take("start"), VariableKind.Number) : null;
        Clock = new LayerClock(BeginsAnew, IsEquilibrium ? 1 : options.Layers, IsEquilibrium);
        Families = new Families(plan, Names, Inputs, options.Stages.Count > 0, keepsMain: BeginsAnew || Shapes.AreNeeded(plan));
        Places = new ValuePlaces(Families, Clock, Inputs, IsEquilibrium);
        Held = new HeldConstants(members);
        Series = new ScalarSeries(plan, options, members, Clock);
        Coefficients = new Coefficients(plan, options, Names, Clock, Held, Series);
        Combinations = new Combinations(Coefficients, Clock, Places.Read, IsLoop, Names);
        Calls = new Calls(plan, options, Clock);
        Applications = new Applications(this);
        Iterates = options.HandsOutIterates ? new IterateLowerer(this) : null;
        Coefficients.Prepare(new VariablePlace(Inputs.Count > 0 ? Inputs[0] : new Variable("", VariableKind.Tensor)));
    }

    public Plan Plan { get; }

    public LoweringOptions Options { get; }

    public bool IsEquilibrium => Plan.Kind == PlanKind.Equilibrium;

    /// <summary>Whether the history begins anew at a layer.</summary>
    public bool BeginsAnew { get; }

    /// <summary>The names of the class.</summary>
    public NameTable Members { get; }

    /// <summary>The names of the program.</summary>
    public NameTable Names { get; }

    /// <summary>The names of the methods with equations.</summary>
    public IReadOnlyDictionary<SolveStep, string> MethodNames { get; }

    public IReadOnlyList<Variable> Inputs { get; }

    public string Scope { get; }

    public FailureNames Failure { get; }

    public Variable? Layer { get; }

    public Variable? Start { get; }

    public LayerClock Clock { get; }

    public Families Families { get; }

    public ValuePlaces Places { get; }

    /// <summary>The numbers that the network holds.</summary>
    public HeldConstants Held { get; }

    /// <summary>The numbers that scalar lines compute.</summary>
    public ScalarSeries Series { get; }

    public Coefficients Coefficients { get; }

    public Combinations Combinations { get; }

    public Calls Calls { get; }

    public Applications Applications { get; }

    /// <summary>Hands out iterates; null where the network hands out none.</summary>
    public IterateLowerer? Iterates { get; }

    public List<EquationMethod> Methods { get; } = [];

    /// <summary>The statements so far, of the block that is being lowered.</summary>
    public List<Statement> Output { get; private set; } = [];

    /// <summary>Whether the layers have run.</summary>
    public bool IsAfterLayers { get; set; }

    public Family Main => Families.State(Plan.MainState);

    /// <summary>The statements that an action writes, apart from those so far.</summary>
    public List<Statement> Inside(Action write)
    {
        List<Statement> outer = Output;
        Output = [];
        write();
        List<Statement> inner = Output;
        Output = outer;
        return inner;
    }

    /// <summary>A copy of the layer's number, which moves on before the backward pass runs a solve's equations again.</summary>
    public Variable LayerCopy => Copy(ref _layerCopy, "layer", new IndexValue(AffineIndex.AtLayer(0)));

    /// <summary>A copy of the number of the layer where the history last began.</summary>
    public Variable StartCopy => Copy(ref _startCopy, "stageStart", new IndexValue(AffineIndex.At(0), 1));

    /// <summary>What has the shape of the states before the first layer; null once there is one.</summary>
    public Place? FirstShape { get; set; }

    /// <summary>A tensor with the shape of the states.</summary>
    public Place Shape()
    {
        if (FirstShape is { } first)
            return first;
        if (IsEquilibrium)
            return new VariablePlace(Inputs[0]);
        int newest = Main.Newest ?? 1;
        return Places.Read(new StateValue(Plan.MainState, IsAfterLayers ? AffineIndex.AtEnd(newest - 1) : AffineIndex.AtLayer(newest - 1)));
    }

    private Variable Copy(ref Variable? variable, string wish, IndexValue value)
    {
        if (variable is null)
        {
            variable = new Variable(Names.Take(wish), VariableKind.Number);
            Output.Add(new DeclareNumberStatement(variable, value));
        }
        return variable;
    }

    /// <summary>A value computed after the last layer stands in no ring, so a sum that reads one is written out.</summary>
    private bool IsLoop(SumValue sum) => Families.IsLoop(sum)
        && (!IsAfterLayers || sum.Body.Values().All(v => Families.Find(v.Value) is not { } found || found.Index.Variable == 0 || found.Family.Storage == Storage.List));
}
