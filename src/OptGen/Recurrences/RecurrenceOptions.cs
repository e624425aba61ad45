namespace OptGen;

/// <summary>What is known about a recurrence besides its text.</summary>
public sealed class RecurrenceOptions
{
    /// <summary>The number of layers; null when it is not known.</summary>
    public int? Layers { get; init; }

    /// <summary>The names of the inputs in order; null when nothing names them, and the input is the first state's x_0.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>What is known of the coefficients, by name. A name that stands here is a coefficient.</summary>
    public Dictionary<string, CoefficientKnowledge> Coefficients { get; init; } = [];
}
