using System.ComponentModel;
using OptGen.FixedPoint;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>A network that says what its recurrence is bound to, as generated classes and modules made at run time do. It is not meant to be implemented by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDescribedNetwork
{
    /// <summary>What the names of the recurrence stand for in this network.</summary>
    NetworkDescription Describe();
}

/// <summary>What the names of a network's recurrence stand for: with it a reader has the network's program, and need not know how the network was made.</summary>
/// <param name="Recurrence">The recurrence.</param>
/// <param name="Layers">The number of layers; of an equilibrium without meaning.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NetworkDescription(Recurrence Recurrence, int Layers)
{
    /// <summary>The network's name; that of its type when null.</summary>
    public string? Name { get; init; }

    /// <summary>What is applied to tensors.</summary>
    public IReadOnlyList<OperatorDescription> Operators { get; init; } = [];

    /// <summary>The trained coefficients.</summary>
    public IReadOnlyList<TrainedDescription> Trained { get; init; } = [];

    /// <summary>The coefficients that are numbers.</summary>
    public IReadOnlyList<NumberDescription> Numbers { get; init; } = [];

    /// <summary>The stages in order; empty when there is one.</summary>
    public IReadOnlyList<StageDescription> Stages { get; init; } = [];

    /// <summary>The name under which transitions between stages are registered; null where nothing is applied there.</summary>
    public string? Transition { get; init; }

    /// <summary>How layers are solved; null where none is.</summary>
    public ImplicitSolve? Implicit { get; init; }

    /// <summary>How the layers are recovered for gradients; null where what they compute is stored.</summary>
    public Reversal? Reversal { get; init; }
}

/// <summary>What is applied to tensors.</summary>
/// <param name="Name">Its name in the recurrence.</param>
/// <param name="Target">The module, the list of modules, or what has the adjoint; null of a function.</param>
/// <param name="PerLayer">Whether there is a module for each index.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record OperatorDescription(string Name, object? Target = null, bool PerLayer = false)
{
    /// <summary>The adjoint that whoever bound a module gave; null where the module has one itself.</summary>
    public Func<nn.Module, Tensor, Tensor>? Adjoint { get; init; }

    /// <summary>Of a function, the names of its parameters, where <see cref="PyTorch"/> is given.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Of a function, what it is in Python (<see cref="PyTorchAttribute"/>); null where nothing says it.</summary>
    public string? PyTorch { get; init; }
}

/// <summary>A trained coefficient, which is registered under its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Initial">Its value before training.</param>
/// <param name="PerLayer">Whether every layer has a value of its own.</param>
/// <param name="PerPair">Whether every pair of indices has a value of its own.</param>
/// <param name="Channels">How many channels have a value of their own; 0 for one value for all.</param>
/// <param name="Minimum">The lower border of its range.</param>
/// <param name="Maximum">The upper border of its range.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TrainedDescription(
    string Name, double Initial, bool PerLayer = false, bool PerPair = false, int Channels = 0, double Minimum = double.NegativeInfinity, double Maximum = double.PositiveInfinity)
{
    internal bool IsBounded => !double.IsInfinity(Minimum) || !double.IsInfinity(Maximum);
}

/// <summary>A coefficient that is not trained.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NumberDescription
{
    private readonly Func<int, int, double> read;

    /// <summary>One number.</summary>
    public NumberDescription(string name, double value)
        : this(name, 0, (_, _) => value)
    {
    }

    /// <summary>A number for each index.</summary>
    public NumberDescription(string name, Func<int, double> value)
        : this(name, 1, (k, _) => value(k))
    {
    }

    /// <summary>A number for each pair of indices.</summary>
    public NumberDescription(string name, Func<int, int, double> value)
        : this(name, 2, value)
    {
    }

    private NumberDescription(string name, int indices, Func<int, int, double> read) => (Name, Indices, this.read) = (name, indices, read);

    /// <summary>Its name in the recurrence.</summary>
    public string Name { get; }

    /// <summary>How many indices it takes.</summary>
    public int Indices { get; }

    internal double At(int first = 0, int second = 0) => read(first, second);
}

/// <summary>A stage.</summary>
/// <param name="Layers">The number of its layers.</param>
/// <param name="Projects">Whether the transition into it is applied to every live iterate; otherwise to the newest, and the history begins anew.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StageDescription(int Layers, bool Projects = false);
