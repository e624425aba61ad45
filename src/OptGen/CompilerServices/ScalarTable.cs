using System.Collections.Concurrent;
using System.ComponentModel;
using TorchSharp;

namespace OptGen.CompilerServices;

/// <summary>Scalars with two indices, the layer and the variable of a sum. Each is made when it is first read, and held from then on.</summary>
/// <param name="value">The value at a layer and a variable; it is asked for once, by chance more often where threads read it at the same time.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScalarTable(Func<int, int, double> value)
{
    private readonly ConcurrentDictionary<(int Layer, int Variable), Scalar[]> held = new();

    /// <summary>The scalar at a layer and a variable.</summary>
    public Scalar this[int layer, int variable] =>
        (held.TryGetValue((layer, variable), out Scalar[]? scalar) ? scalar : held.GetOrAdd((layer, variable), key => [value(key.Layer, key.Variable)]))[0];
}
