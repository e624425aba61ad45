using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Binding;

/// <summary>
/// All that the compiler knows of an annotated class, as values: no symbol, no syntax, no place in a file. Two equal models make the
/// same module, so the generator writes nothing anew while this stays equal.
/// </summary>
/// <param name="Type">The class.</param>
/// <param name="Text">The recurrence: the texts of the attributes, one a line.</param>
/// <param name="Layers">The number of layers; null when the constructor is told.</param>
/// <param name="Inputs">The names of forward's parameters as declared; null when nothing declares them, and the input is the first state's
/// x_0.</param>
/// <param name="Stages">The stages in order; empty when there is only one.</param>
/// <param name="Transition">The factory that changes shapes between two stages; null when there is none.</param>
/// <param name="Operators">What the recurrence applies to tensors, in the order of first use. Names that nothing binds are left
/// out.</param>
/// <param name="Coefficients">The scalars of the recurrence in the order of first use, then the learnable properties it does not
/// name.</param>
/// <param name="Implicit">What the class says of how layers are solved; null when it says nothing.</param>
/// <param name="Construction">How the class is constructed.</param>
/// <param name="Analysis">What follows from the text: its tree, plan and verdict.</param>
/// <param name="IsBound">Whether the text was read without errors, every name is bound and every declaration is right. When it is not, only
/// the surface of the class is written.</param>
internal sealed record NetworkModel(
    TypeModel Type,
    string Text,
    int? Layers,
    EquatableArray<string>? Inputs,
    EquatableArray<StageModel> Stages,
    OperatorModel? Transition,
    EquatableArray<OperatorModel> Operators,
    EquatableArray<CoefficientModel> Coefficients,
    ImplicitModel? Implicit,
    ConstructionModel Construction,
    RecurrenceAnalysis Analysis,
    bool IsBound)
{
    /// <summary>How many tensors forward returns, also where the recurrence has a mistake.</summary>
    public int Outputs => Outline.OutputsOf(Analysis.Parsed.Tree);

    /// <summary>Whether the class is to hand out iterates.</summary>
    public bool HandsOutIterates { get; init; }

    /// <summary>Whether what layers compute is not to be stored, but recovered for the gradient.</summary>
    public bool IsReversible { get; init; }

    /// <summary>Whether a layer has to be solved, as far as the text can be wired even where the class has a mistake.</summary>
    public bool IsImplicit => Analysis.Plan is { IsImplicit: true };

    /// <summary>The operators that are said to contain a two-layer network.</summary>
    public IEnumerable<string> TwoLayerOperators => Operators.Where(o => o.ContainsTwoLayer).Select(o => o.Name);

    /// <summary>The verdict in words, and what is stated of the operators that the theorem speaks of.</summary>
    public string VerdictText => TwoLayerOperators.ToList() is { Count: > 0 } names
        ? $"{Analysis.Verdict!.Text} {string.Join(", ", names)} {(names.Count == 1 ? "contains" : "contain")} a two-layer network."
        : Analysis.Verdict!.Text;

    /// <summary>What lowering needs to know besides the plan.</summary>
    public LoweringOptions LoweringOptions => new()
    {
        Layers = Layers,
        Stages = Stages.Skip(1).Select((s, i) => new StageStart(Stages.Take(i + 1).Sum(before => before.Layers), s.Projects)).ToEquatableArray(),
        HasTransition = Transition is not null,
        PerLayer = Operators.Where(o => o.Form == OperatorForm.LayerFactory).Select(o => o.Name).ToEquatableArray(),
        Trained = Coefficients.Where(c => c.Learnable is { IsRead: true }).Select(c => Trained(c.Name, c.Learnable!)).ToEquatableArray(),
        Constants = Coefficients.Where(c => c.Form == CoefficientForm.Constant).Select(c => c.Name).ToEquatableArray(),
        Scheduled = ScheduledOf(Coefficients),
        HandsOutIterates = HandsOutIterates,
        SharedInputs = Implicit?.Shared ?? [],
        Reversal = IsReversible ? FindReversal(new ProblemList()) : null
    };

    /// <summary>The coefficients that may have another value in each layer.</summary>
    public static EquatableArray<string> ScheduledOf(EquatableArray<CoefficientModel> coefficients) => coefficients.Where(c => c.VariesByLayer).Select(c => c.Name).ToEquatableArray();

    /// <summary>How the layers are recovered; null where they cannot be, with the reason among the problems.</summary>
    public ReversalPlan? FindReversal(ProblemList problems)
    {
        if (Analysis.Plan is not { } plan || Stages.Count > 1 || HandsOutIterates)
            return null;
        var borders = Coefficients.Where(c => c.Learnable is not null).ToDictionary(c => c.Name, c => (c.Learnable!.Min, c.Learnable.Max), StringComparer.Ordinal);
        return ReversalFinder.Find(plan, Analysis.Parsed.Tree, new NonZero(Knowledge, plan.Scalars, borders, Layers), problems);
    }

    /// <summary>What the verdict may know of the coefficients.</summary>
    public IReadOnlyDictionary<string, Wiring.CoefficientKnowledge> Knowledge => KnowledgeOf(Coefficients);

    /// <summary>What the verdict may know of some coefficients.</summary>
    public static IReadOnlyDictionary<string, Wiring.CoefficientKnowledge> KnowledgeOf(EquatableArray<CoefficientModel> coefficients) =>
        coefficients.ToDictionary(c => c.Name, c => c.Knowledge);

    private static Lowering.TrainedCoefficient Trained(string name, LearnableModel learnable) =>
        new(name, learnable.PerLayer, learnable.Min is not null || learnable.Max is not null, learnable.Channels > 0, learnable.PerPair);
}

/// <summary>A stage.</summary>
/// <param name="Layers">The number of its layers.</param>
/// <param name="Projects">Whether the transition into it is applied to every live iterate; otherwise to the newest, and the history
/// restarts.</param>
internal sealed record StageModel(int Layers, bool Projects);
