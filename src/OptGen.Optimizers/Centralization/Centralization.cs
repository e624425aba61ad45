using System.Diagnostics;

namespace OptGen.Optimizers;

/// <summary>What the mean is taken from in each step.</summary>
public enum CentralizationLocation
{
    /// <summary>The gradient, before it enters the optimiser's state: the paper's form.</summary>
    Gradient,

    /// <summary>The step itself, after the optimiser has computed it: the mean of a weight vector never changes, whatever the optimiser.</summary>
    Update
}

/// <summary>Which weights are centralized. Biases, normalization and recurrent weights never are.</summary>
public enum CentralizationSelection
{
    /// <summary>None: the plain optimiser.</summary>
    None,

    /// <summary>All weights that have a fan-in: convolutions and dense layers (GC in the paper).</summary>
    All,

    /// <summary>Weights of convolutions of any rank (GCC in the paper).</summary>
    ConvolutionsOnly
}

/// <summary>How weight decay λ enters, and whether it is centralized along.</summary>
public enum WeightDecayRule
{
    /// <summary>
    /// The optimiser's own: <see cref="CoupledInside"/>; for AdamW <see cref="DecoupledOutside"/> where gradients are centralized and
    /// <see cref="DecoupledInside"/> where updates are.
    /// </summary>
    Default,

    /// <summary>L2 penalty, as part of the gradient that is centralized: <c>P(g + λw)</c>, the paper's form.</summary>
    CoupledInside,

    /// <summary>L2 penalty, added to the centralized gradient: <c>P(g) + λw</c>. Only where gradients are centralized.</summary>
    CoupledOutside,

    /// <summary>Decoupled decay as part of the update that is centralized: <c>w -= P(u + ηλw)</c>. Only where updates are centralized.</summary>
    DecoupledInside,

    /// <summary>Decoupled decay beside everything else: <c>w = (1 - ηλ)w - …</c>.</summary>
    DecoupledOutside
}

/// <summary>How an optimiser, or one of its groups of parameters, centralizes. Immutable.</summary>
/// <remarks>
/// P subtracts from every weight vector (the fan-in of one output) its mean: <c>P(g) = g - mean(g)</c>. Source: Yong, Huang, Hua and
/// Zhang, "Gradient Centralization", ECCV 2020.
/// </remarks>
public sealed record Centralization
{
    /// <summary>Centralizes the gradients of all weights.</summary>
    public static Centralization Default { get; } = new();

    /// <summary>Centralizes nothing: the plain optimiser.</summary>
    public static Centralization Off { get; } = new() { Selection = CentralizationSelection.None };

    /// <summary>What is centralized: the gradient (default) or the update.</summary>
    public CentralizationLocation Location { get; init; }

    /// <summary>Which weights are centralized; all by default.</summary>
    public CentralizationSelection Selection { get; init; } = CentralizationSelection.All;

    /// <summary>How weight decay enters; the optimiser's own way by default.</summary>
    public WeightDecayRule Decay { get; init; }

    /// <summary>Whether the rows of embeddings are centralized too; false by default, since a row is no fan-in.</summary>
    public bool Embeddings { get; init; }

    /// <summary>
    /// What is known of the parameters, best from <see cref="ParameterCatalog.Of"/>. Without it only ranks are known: a weight of
    /// rank 2 or more counts as a weight, one of rank 4 or more as a convolution's.
    /// </summary>
    public ParameterCatalog? Catalog { get; init; }

    /// <summary>
    /// Decides for single parameters: true and false override everything but impossibility (rank below 2, fan-in 1), null leaves it
    /// to <see cref="Selection"/>.
    /// </summary>
    public Func<ParameterDescription, bool?>? Choose { get; init; }

    /// <summary>Gets one sentence for each weight that would be centralized but cannot be; writes to <see cref="Trace"/> by default.</summary>
    public Action<string> Notice { get; init; } = static message => Trace.TraceWarning(message);

    /// <summary>The decay rule in force for an optimiser whose own decay is decoupled, or not.</summary>
    /// <exception cref="ArgumentException">The rule does not go with the location.</exception>
    internal WeightDecayRule Resolve(bool decoupledByNature)
    {
        var inUpdate = Location == CentralizationLocation.Update;
        return Decay switch
        {
            WeightDecayRule.Default when !decoupledByNature => WeightDecayRule.CoupledInside,
            WeightDecayRule.Default => inUpdate ? WeightDecayRule.DecoupledInside : WeightDecayRule.DecoupledOutside,
            WeightDecayRule.CoupledOutside when inUpdate => throw new ArgumentException(
                "WeightDecayRule.CoupledOutside needs Location = Gradient: once the decay is in the gradient it is part of the update; use DecoupledOutside."),
            WeightDecayRule.DecoupledInside when !inUpdate => throw new ArgumentException(
                "WeightDecayRule.DecoupledInside needs Location = Update: where gradients are centralized the decay is not among them; use CoupledInside."),
            _ => Decay
        };
    }
}
