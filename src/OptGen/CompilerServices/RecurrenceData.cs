using System.ComponentModel;
using System.Numerics;

namespace OptGen.CompilerServices;

/// <summary>What the compiler found out about a recurrence, as generated code writes it down. It is not meant to be written by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecurrenceData
{
    /// <summary>The recurrence in canonical form, one equation a line.</summary>
    public required string Text { get; init; }

    /// <summary>The number of layers; null when the network's constructor is told.</summary>
    public int? Layers { get; init; }

    /// <summary>The states in the order of their first equations.</summary>
    public required IReadOnlyList<RecurrenceState> States { get; init; }

    /// <summary>The names of the inputs in order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Whether the class declares its inputs; otherwise the input is the first state's x_0.</summary>
    public bool DeclaresInputs { get; init; }

    /// <summary>The names applied to tensors.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>The names of scalars.</summary>
    public IReadOnlyList<string> Coefficients { get; init; } = [];

    /// <summary>The fewest layers that read every past iterate the text names.</summary>
    public int MinimumLayers { get; init; }

    /// <summary>Whether a layer has to be solved.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Whether constants are kept; null when that depends on values not known.</summary>
    public bool? IsConsistent { get; init; }

    /// <summary>Whether it is zero-stable.</summary>
    public ZeroStability Stability { get; init; }

    /// <summary>The order of accuracy; null when it was not determined.</summary>
    public int? Order { get; init; }

    /// <summary>The roots of the characteristic polynomial.</summary>
    public IReadOnlyList<Complex> Roots { get; init; } = [];

    /// <summary>How far a layer moves along each operator.</summary>
    public Dictionary<string, string> EffectiveSteps { get; init; } = [];

    /// <summary>The operators that are said to contain a two-layer network.</summary>
    public IReadOnlyList<string> TwoLayerOperators { get; init; } = [];

    /// <summary>The verdict in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>The recurrence that this describes.</summary>
    public Recurrence ToRecurrence() => new(this);
}
