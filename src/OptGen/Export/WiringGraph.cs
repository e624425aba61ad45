using OptGen.Wiring;

namespace OptGen.Export;

/// <summary>What a node of a wiring stands for.</summary>
internal enum WiringKind
{
    /// <summary>An argument of forward, or the number 1.</summary>
    Input,

    /// <summary>A state's iterate.</summary>
    Iterate,

    /// <summary>An application of an operator or of a function.</summary>
    Application,

    /// <summary>What forward returns.</summary>
    Output
}

/// <summary>A value of an unrolled network.</summary>
/// <param name="Number">Its place among the nodes, which are in the order of their computation.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">What it is called: x₁, T₀.</param>
/// <param name="Layer">The layer that computes it; -1 before the layers, the number of layers after them.</param>
/// <param name="Source">The number of its input, state or evaluation; -1 of the output and of the number 1.</param>
/// <param name="Index">Which of the values of its source.</param>
internal sealed record WiringNode(int Number, WiringKind Kind, string Label, int Layer, int Source, int Index)
{
    /// <summary>Whether a solver finds it.</summary>
    public bool IsSolved { get; init; }

    /// <summary>Whether it is zeros.</summary>
    public bool IsZero { get; init; }

    /// <summary>Of an operator, the number of its module, where it may have several; null of a function and of what one module serves.</summary>
    public int? Module { get; init; }

    /// <summary>Of an operator, its name; null of all else.</summary>
    public string? Operator { get; init; }

    /// <summary>Of an application, the scalars in brackets, with numbers in place of k and L.</summary>
    public IReadOnlyList<Scalar> Parameters { get; init; } = [];
}

/// <summary>That one value is read to compute another.</summary>
/// <param name="From">What is read.</param>
/// <param name="To">What is computed.</param>
/// <param name="Argument">Of an application, which argument it is part of; 0 of all else.</param>
/// <param name="Factor">What it is multiplied with, with numbers in place of k, j and L. One value that is read more than once has the sum.</param>
/// <param name="IsHistory">Whether an older iterate, or what an operator has made of one, is read than the newest that was there.</param>
internal sealed record WiringEdge(WiringNode From, WiringNode To, int Argument, Scalar Factor, bool IsHistory)
{
    /// <summary>The factor as a picture shows it; empty for 1.</summary>
    public string Label => Factor.IsOne ? "" : Subscripts.Write(Factor);
}

/// <summary>The values of an unrolled network and what reads what. What the result does not depend on is not there.</summary>
/// <param name="Nodes">The values, in the order of their computation.</param>
/// <param name="Edges">Each pair of a value and an argument once.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="States">The names of the states.</param>
/// <param name="IsEquilibrium">Whether it is one system, solved once.</param>
internal sealed record WiringGraph(IReadOnlyList<WiringNode> Nodes, IReadOnlyList<WiringEdge> Edges, int Layers, IReadOnlyList<string> States, bool IsEquilibrium);
