using OptGen.Notation;

namespace OptGen.Lowering;

/// <summary>What lowering needs to know besides the plan.</summary>
internal sealed record LoweringOptions
{
    /// <summary>The number of layers; null when it is known only when the network runs.</summary>
    public int? Layers { get; init; }

    /// <summary>The stages after the first, in order.</summary>
    public EquatableArray<StageStart> Stages { get; init; }

    /// <summary>Whether something is applied to iterates where a stage begins.</summary>
    public bool HasTransition { get; init; }

    /// <summary>The operators that have a module for each layer, by name.</summary>
    public EquatableArray<string> PerLayer { get; init; }

    /// <summary>The trained coefficients.</summary>
    public EquatableArray<TrainedCoefficient> Trained { get; init; }

    /// <summary>The coefficients that are constants of the class, whose values are known to exist.</summary>
    public EquatableArray<string> Constants { get; init; }

    /// <summary>Coefficients whose values are numbers that may differ by layer though the notation gives them no index.</summary>
    public EquatableArray<string> Scheduled { get; init; }

    /// <summary>The inputs that all samples of a solve share.</summary>
    public EquatableArray<string> SharedInputs { get; init; }

    /// <summary>Whether the network can hand out its iterates.</summary>
    public bool HandsOutIterates { get; init; }

    /// <summary>How the layers are run backwards; null where what they compute is stored.</summary>
    public Wiring.ReversalPlan? Reversal { get; init; }
}

/// <summary>The begin of a stage.</summary>
/// <param name="FirstLayer">The number of its first layer.</param>
/// <param name="Projects">Whether every live value goes through the transition; otherwise the newest iterate does, and the history begins anew.</param>
internal readonly record struct StageStart(int FirstLayer, bool Projects);

/// <summary>A trained coefficient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerLayer">Whether every layer has its own.</param>
/// <param name="IsBounded">Whether it is kept inside a range.</param>
/// <param name="HasChannels">Whether it has a value for each channel.</param>
/// <param name="PerPair">Whether every pair of indices has its own.</param>
internal sealed record TrainedCoefficient(string Name, bool PerLayer, bool IsBounded, bool HasChannels, bool PerPair = false);
