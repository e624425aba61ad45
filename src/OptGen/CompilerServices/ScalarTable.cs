using System.Collections.Concurrent;
using System.ComponentModel;
using TorchSharp;

namespace OptGen.CompilerServices;

/// <summary>
/// Scalars with two indices, the layer and the variable of a sum, all made at once and held from then on. What is the same in all layers stands at layer 0.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScalarTable
{
    private readonly ConcurrentDictionary<(int Layer, int Variable), Scalar[]> held = new();
    private readonly string meaning;
    private readonly Func<int, int, double> value;
    private readonly bool sameInAllLayers;

    /// <summary>Makes each scalar when it is first read, where only a run tells which are.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="value">The value at a layer and a variable; it is asked for once, by chance more often where threads read it at the same time.</param>
    public ScalarTable(string meaning, Func<int, int, double> value) => (this.meaning, this.value) = (meaning, value);

    /// <summary>Makes the scalars of all terms, which are the same in all layers.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="from">The first term.</param>
    /// <param name="to">The last term.</param>
    /// <param name="value">The value at a term.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public ScalarTable(string meaning, int from, int to, Func<int, double> value)
        : this(meaning, (_, j) => value(j))
    {
        sameInAllLayers = true;
        for (int j = from; j <= to; j++)
            _ = this[0, j];
    }

    /// <summary>Makes the scalars of all terms of all layers.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="terms">The first and the last term of a layer.</param>
    /// <param name="value">The value at a layer and a term.</param>
    /// <param name="first">The first layer that reads its values.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public ScalarTable(string meaning, int layers, Func<int, (int From, int To)> terms, Func<int, int, double> value, int first = 0)
        : this(meaning, value)
    {
        ArgumentNullException.ThrowIfNull(terms);
        for (int k = first; k < layers; k++)
        {
            (int from, int to) = terms(k);
            for (int j = from; j <= to; j++)
                _ = this[k, j];
        }
    }

    /// <summary>The scalar at a layer and a variable.</summary>
    public Scalar this[int layer, int variable] =>
        (held.TryGetValue((layer, variable), out Scalar[]? scalar) ? scalar : held.GetOrAdd((layer, variable), key => [Make(key.Layer, key.Variable)]))[0];

    private double Make(int layer, int variable)
    {
        string term = $"at j = {Numbers.Text(variable)}";
        return Numbers.At(sameInAllLayers ? term : $"in layer {Numbers.Text(layer)} {term}", meaning, () => value(layer, variable));
    }
}
