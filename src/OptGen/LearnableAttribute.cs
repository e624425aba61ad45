namespace OptGen;

/// <summary>
/// Makes a coefficient a trained parameter. It stands on a partial property of type <c>Parameter</c> with a getter only, which the
/// compiler implements: <c>[Learnable(0.9)] public partial Parameter a { get; }</c>.
/// </summary>
/// <remarks>
/// With <see cref="Min"/> or <see cref="Max"/> the coefficient stays inside the open range whatever training does: the parameter holds an
/// unbounded number, and a smooth map takes it into the range. Nothing is clamped, so the gradient never vanishes at a border.
/// </remarks>
/// <param name="initial">The coefficient's value before training; inside the range when there is one.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LearnableAttribute(double initial) : Attribute
{
    /// <summary>The coefficient's value before training.</summary>
    public double Initial { get; } = initial;

    /// <summary>The lower border, which the coefficient never reaches. Minus infinity, the default, is no border.</summary>
    public double Min { get; set; } = double.NegativeInfinity;

    /// <summary>The upper border, which the coefficient never reaches. Infinity, the default, is no border.</summary>
    public double Max { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// Whether every layer has a value of its own. By default one value serves all layers. The value at position i is that of index i; where later ones are read
    /// than there are layers, as by a_&lt;k+1&gt;, there are as many as are read.
    /// </summary>
    public bool PerLayer { get; set; }

    /// <summary>
    /// Whether every pair of indices has a value of its own: the coefficient takes two indices, such as h_&lt;k+1,j&gt;, each from 0 to the number of layers.
    /// The parameter is a square of one row and column more than there are layers, or of as many as are read; what the recurrence does not read of it keeps its
    /// initial value, unless the optimiser decays weights. Not together with <see cref="PerLayer"/>.
    /// </summary>
    public bool PerPair { get; set; }

    /// <summary>
    /// The number of channels that have a value of their own, along dimension 1. With 0, the default, one value serves all
    /// channels.
    /// </summary>
    public int Channels { get; set; }
}
