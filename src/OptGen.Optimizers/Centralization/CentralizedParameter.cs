namespace OptGen.Optimizers;

/// <summary>What centralization does to one parameter of an optimiser, and why.</summary>
/// <param name="Description">The parameter.</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Location">What is centralized; null where nothing is.</param>
/// <param name="Decay">How weight decay enters.</param>
/// <param name="Reason">Why it is centralized, or why not.</param>
public sealed record CentralizedParameter(
    ParameterDescription Description, int Group, CentralizationLocation? Location, WeightDecayRule Decay, string Reason)
{
    /// <summary>Which axes the mean goes over, and of how many elements; null where nothing is centralized.</summary>
    internal RowLayout? Layout { get; init; }

    /// <summary>Whether the weight was selected and only its fan-in of 1 kept it from being centralized.</summary>
    internal bool LeftAlone { get; init; }

    /// <summary>Decides about one parameter.</summary>
    internal static CentralizedParameter Decide(ParameterDescription description, int group, Centralization options, bool decoupledByNature)
    {
        var decay = options.Resolve(decoupledByNature);
        var (selected, reason) = Select(description, options);
        if (!selected) return new CentralizedParameter(description, group, null, decay, reason);
        var layout = RowLayout.Of(description);
        if (layout.Rows * layout.FanIn == 0) return new CentralizedParameter(description, group, null, decay, "it has no elements");
        if (layout.FanIn > 1) return new CentralizedParameter(description, group, options.Location, decay, reason) { Layout = layout };
        return new CentralizedParameter(description, group, null, decay, "fan-in 1: its mean is all of it, and it would never change") { LeftAlone = true };
    }

    private static (bool Selected, string Reason) Select(ParameterDescription description, Centralization options)
    {
        if (description.Shape.Count < 2) return (false, "a bias or scale: it has no fan-in");
        if (options.Choose?.Invoke(description) is { } chosen) return (chosen, chosen ? "chosen by Choose" : "left out by Choose");
        if (options.Selection == CentralizationSelection.None) return (false, "Selection is None");
        switch (description.Kind)
        {
            case ParameterKind.Bias:
                return (false, "a bias or scale: it has no fan-in");
            case ParameterKind.Normalization:
                return (false, "a normalization's scale or shift");
            case ParameterKind.Recurrent:
                return (false, "a recurrent weight");
            case ParameterKind.Embedding when !options.Embeddings:
                return (false, "an embedding: its rows are no fan-ins");
            case ParameterKind.Convolution or ParameterKind.TransposedConvolution:
                return (true, "a convolution");
        }

        var all = options.Selection == CentralizationSelection.All;
        return description.Kind switch
        {
            ParameterKind.Embedding when all => (true, "an embedding, asked for by Embeddings"),
            ParameterKind.Unknown when all => (true, $"rank {description.Shape.Count}, owner unknown"),
            ParameterKind.Unknown when description.Shape.Count > 3 => (true, $"rank {description.Shape.Count}, owner unknown: counts as a convolution"),
            ParameterKind.Unknown => (false, $"rank {description.Shape.Count}, owner unknown: not known to be a convolution"),
            _ when all => (true, "a weight with a fan-in"),
            _ => (false, "no convolution")
        };
    }
}
