using OptGen.CompilerServices;
using OptGen.FixedPoint;
using OptGen.Lowering;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>What a network is made of besides its program: parameters, modules, functions, numbers.</summary>
internal sealed class NetworkParts
{
    public NetworkParts(string name, ImplicitSolve? solves)
    {
        Name = name;
        Calls = new OperatorCalls(name);
        Solves = solves;
    }

    /// <summary>The network's name, for messages.</summary>
    public string Name { get; }

    /// <summary>By which operators are made and applied.</summary>
    public OperatorCalls Calls { get; }

    /// <summary>How layers are solved; null where none is.</summary>
    public ImplicitSolve? Solves { get; }

    /// <summary>How layers are recovered; null where what they compute is stored.</summary>
    public Reversal? Reversal { get; init; }

    /// <summary>The trained coefficients in the order of the recurrence. A move puts others into their places.</summary>
    public List<TrainedValue> Trained { get; } = [];

    /// <summary>The operators, by their numbers in the plan.</summary>
    public List<BoundOperator> Operators { get; } = [];

    /// <summary>The modules between stages; empty where shapes stay as they are.</summary>
    public nn.Module<Tensor, Tensor>[] Transitions { get; set; } = [];

    /// <summary>The name that transitions are registered under.</summary>
    public string TransitionName { get; set; } = "D";

    /// <summary>Reads a coefficient that is not trained.</summary>
    public required Func<string, NumberReader> Numbers { get; init; }

    /// <summary>The numbers that scalar lines have computed, by the names by which scalars read them.</summary>
    public Dictionary<string, CompilerServices.NumberSeries> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>What the network does.</summary>
    public required Program Program { get; init; }

    /// <summary>The program that hands out iterates as well.</summary>
    public required Lazy<Program> WithIterates { get; init; }

    /// <summary>The number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>What coefficients and stages are bound to.</summary>
    public required BoundNames Bound { get; init; }

    public TrainedValue TrainedOf(string name) => Trained.Find(t => t.Name == name) ?? throw new InvalidOperationException($"{name} is not trained.");
}

/// <summary>What coefficients and stages were bound to when the network was made.</summary>
internal sealed record BoundNames(IReadOnlyList<TrainedDescription> Trained, IReadOnlyList<NumberDescription> Numbers, IReadOnlyList<StageDescription> Stages);

/// <summary>A trained coefficient.</summary>
internal sealed class TrainedValue(string name, Parameter parameter, double minimum, double maximum)
{
    public string Name => name;

    public Parameter Parameter { get; private set; } = parameter;

    /// <summary>Puts the moved parameter into the place of the one that it is made of.</summary>
    public void Replace(Parameter moved)
    {
        Parameter.Dispose();
        Parameter = moved;
    }

    public double Minimum => minimum;

    public double Maximum => maximum;
}

/// <summary>Reads a number at indices of which none is negative.</summary>
internal delegate double NumberReader(int first, int second);

/// <summary>What a name that is applied to tensors stands for: modules or a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Modules">The modules, from that of the first index on, or the one for all; empty of a function.</param>
/// <param name="IsPerLayer">Whether there is one for each index.</param>
/// <param name="Function">The function; null of modules.</param>
/// <param name="Adjoint">The adjoint of a module, given by who binds it; null where the module has one itself.</param>
internal sealed record BoundOperator(string Name, nn.Module[] Modules, bool IsPerLayer, Delegate? Function, Func<nn.Module, Tensor, Tensor>? Adjoint);
