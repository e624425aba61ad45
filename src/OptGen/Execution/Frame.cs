using OptGen.Lowering;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>The variables of one run of a program, or of its equations: each has a number, given once, when the program is compiled.</summary>
internal sealed class Frame(Slots slots)
{
    public readonly Tensor[] Tensors = new Tensor[slots.Tensors];
    public readonly List<Tensor>[] Lists = new List<Tensor>[slots.Lists];

    /// <summary>Rings, and tensors taken apart by layer.</summary>
    public readonly Tensor[][] Rows = new Tensor[slots.Rows][];
    public readonly Tensor[][][] Tables = new Tensor[slots.Tables][][];
    public readonly int[] Numbers = new int[slots.Numbers];

    /// <summary>The number of the layer that runs; -1 before the layers.</summary>
    public int Layer = -1;

    /// <summary>The same for messages of operators: -1 where no layer runs.</summary>
    public int CallLayer = -1;

    /// <summary>The variable of the loop around what runs.</summary>
    public int Variable;

    /// <summary>The layer where the history last began.</summary>
    public int Start;

    /// <summary>What is computed, for messages.</summary>
    public string Place = "";

    /// <summary>What takes iterates; null in a program that hands out none.</summary>
    public CompilerServices.IterateRecord? Iterates;

    /// <summary>What takes what a layer's retrace recovers; null elsewhere.</summary>
    public CompilerServices.RetracedLayer? Pass;

    public Tensor[]? Results;
}

/// <summary>Gives the variables of a program or of its equations their numbers, and counts them.</summary>
internal sealed class Slots
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Tensors { get; private set; }

    public int Lists { get; private set; }

    public int Rows { get; private set; }

    public int Tables { get; private set; }

    public int Numbers { get; private set; }

    /// <summary>The number of a variable among those of its kind.</summary>
    public int Of(Variable variable)
    {
        if (!_numbers.TryGetValue(variable.Name, out int number))
            _numbers[variable.Name] = number = Next(variable.Kind);
        return number;
    }

    private int Next(VariableKind kind) => kind switch
    {
        VariableKind.Tensor => Tensors++,
        VariableKind.List => Lists++,
        VariableKind.Table => Tables++,
        VariableKind.Number => Numbers++,
        _ => Rows++
    };
}
