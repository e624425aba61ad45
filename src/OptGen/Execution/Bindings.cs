using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>What an operator is bound to; one of the first three is there.</summary>
internal sealed record OperatorBinding(Func<int, nn.Module>? Factory, nn.Module? Module, Delegate? Function, Func<nn.Module, Tensor, Tensor>? Adjoint);

/// <summary>A trained coefficient.</summary>
internal sealed record TrainedBinding(double Initial, bool PerLayer, bool PerPair, double Minimum, double Maximum, int Channels)
{
    public bool IsBounded => !double.IsInfinity(Minimum) || !double.IsInfinity(Maximum);
}

/// <summary>What a coefficient is bound to; one of these is there.</summary>
internal sealed record CoefficientBinding
{
    public double? Number { get; init; }

    public Func<int, double>? Schedule { get; init; }

    public Func<int, int, double>? Table { get; init; }

    public double[]? Values { get; init; }

    public TrainedBinding? Trained { get; init; }

    /// <summary>How many indices it takes at least and at most. One that has a value for each layer may be written without index.</summary>
    public (int Least, int Most) Indices => this switch
    {
        { Number: not null } => (0, 0),
        { Table: not null } or { Trained.PerPair: true } => (2, 2),
        { Trained.PerLayer: false } => (0, 0),
        _ => (0, 1)
    };

    /// <summary>What it is, for messages.</summary>
    public string Description => this switch
    {
        { Number: not null } => "one number",
        { Table: not null } => "a number for each pair of indices",
        { Trained.PerPair: true } => "trained, with a value for each pair of indices",
        { Trained.PerLayer: true } => "trained, with a value for each layer",
        { Trained: not null } => "trained, with one value for all layers",
        _ => "a number for each index"
    };
}

/// <summary>A stage.</summary>
internal sealed record StageBinding(int Layers, bool Projects);
