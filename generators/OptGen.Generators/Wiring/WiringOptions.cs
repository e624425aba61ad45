using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What is known about a recurrence besides its text.</summary>
internal sealed record WiringOptions
{
    /// <summary>Nothing is known: names without index are told apart by how they are used.</summary>
    public static WiringOptions Default { get; } = new();

    /// <summary>
    /// The names of forward's parameters in order; null to find them. An input that bears a state's name gives that state's first iterate.
    /// </summary>
    public EquatableArray<string>? Inputs { get; init; }

    /// <summary>Names known to be scalars.</summary>
    public EquatableArray<string> Coefficients { get; init; }

    /// <summary>Names of scalars with a value for each layer. Where one is written without an index it is the layer's own.</summary>
    public EquatableArray<string> Scheduled { get; init; }

    /// <summary>The number of layers, where it is known.</summary>
    public int? Layers { get; init; }
}

/// <summary>What wiring gives: a plan when no problem is an error.</summary>
internal sealed record WiringResult(Plan? Plan, EquatableArray<Problem> Problems);
