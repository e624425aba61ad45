using System.ComponentModel;

namespace OptGen.CompilerServices;

/// <summary>The numbers that a scalar line of a recurrence computes, each from those before it, when the network is made.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NumberSeries
{
    private readonly int first;
    private readonly List<double> values = [];

    /// <param name="first">The lowest index.</param>
    public NumberSeries(int first) => this.first = first;

    /// <summary>The number at an index; below the first stands the first.</summary>
    public double this[int index] => values[Math.Max(index - first, 0)];

    /// <summary>Appends a number that the line begins with.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="CoefficientException">The number is not finite.</exception>
    public void Begin(string meaning, double value) => values.Add(Numbers.Finite(meaning, value));

    /// <summary>Appends the number that a layer computes.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="value">Computes it.</param>
    /// <exception cref="CoefficientException">The number is not finite, or is made of one that is not there.</exception>
    public void Next(string meaning, int layer, Func<double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        values.Add(Numbers.At(layer, meaning, _ => value()));
    }
}
