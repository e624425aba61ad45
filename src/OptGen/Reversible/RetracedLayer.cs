using System.ComponentModel;
using OptGen.FixedPoint;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// Takes what a layer's retrace recovers and computes once more, and pulls gradients back through it. Every iterate is a leaf of a graph of its own: those after the layer,
/// those recovered; so no graph is larger than a layer.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RetracedLayer
{
    private readonly int _layer;
    private readonly Tensor[][] _begun;
    private readonly Tensor?[] _recovered;
    private readonly List<Tensor> _leaves = [];
    private readonly List<(Tensor Target, Tensor Value)[]> _groups = [];
    private readonly Dictionary<Tensor, Tensor?> _gradients = new(ReferenceEqualityComparer.Instance);

    internal RetracedLayer(int layer, Tensor[][] begun, Tensor[][] after, Tensor?[][] gradients)
    {
        (_layer, _begun) = (layer, begun);
        _recovered = new Tensor?[begun.Length];
        After = [.. after.Select(s => Array.ConvertAll(s, Leaf))];
        for (int s = 0; s < after.Length; s++)
        {
            for (int j = 0; j < after[s].Length; j++)
                _gradients[After[s][j]] = gradients[s][j];
        }
    }

    /// <summary>The iterates after the layer, as leaves.</summary>
    internal Tensor[][] After { get; }

    /// <summary>How far what was computed once more is from what it was, and how large that is: norms, as tensors, for each line.</summary>
    internal List<(Tensor Distance, Tensor Size)> Deviations { get; } = [];

    /// <summary>The oldest iterate of a state before the layer, where it is one that the network began with; else null.</summary>
    /// <param name="state">The state.</param>
    public Tensor? Begun(int state)
    {
        int depth = _begun[state].Length;
        return _layer < depth ? _recovered[state] = Leaf(_begun[state][depth - 1 - _layer]) : null;
    }

    /// <summary>The oldest iterate of a state before the layer.</summary>
    /// <param name="state">The state.</param>
    /// <param name="value">Its value.</param>
    public Tensor Recover(int state, Tensor value) => _recovered[state] = Leaf(value);

    /// <summary>An iterate that the layer itself computes and does not leave to the next one.</summary>
    /// <param name="value">Its value.</param>
    public Tensor Recover(Tensor value) => Leaf(value);

    /// <summary>What the layer computes, once more.</summary>
    /// <param name="target">The iterate as it is known.</param>
    /// <param name="value">The same, recorded.</param>
    public void Compute(Tensor target, Tensor value) => Compute([(target, value)]);

    /// <summary>Several iterates that do not depend on each other.</summary>
    /// <param name="lines">As they are known, and recorded.</param>
    public void Compute((Tensor Target, Tensor Value)[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _groups.Add(lines);
        using IDisposable off = no_grad();
        foreach ((Tensor target, Tensor value) in lines)
        {
            using Tensor known = target.detach();
            using Tensor again = value.detach();
            using Tensor difference = again.sub(known);
            Deviations.Add((difference.norm(), known.norm()));
        }
    }

    /// <summary>Pulls the gradients back through the layer.</summary>
    /// <param name="causes">What else wants gradients; all require them.</param>
    /// <param name="found">Takes their gradients: the position among the causes and a gradient.</param>
    internal void Pull(Tensor[] causes, Action<int, Tensor> found)
    {
        Tensor[] inputs = [.. _leaves, .. causes];
        foreach ((Tensor Target, Tensor Value)[] group in Enumerable.Reverse(_groups))
        {
            var lines = group.Where(l => l.Value.requires_grad && _gradients[l.Target] is not null).ToArray();
            if (lines.Length == 0)
                continue;
            Tensor?[] pulled = VectorJacobian.Pull([.. lines.Select(l => l.Value)], inputs, [.. lines.Select(l => _gradients[l.Target]!)]);
            for (int i = 0; i < pulled.Length; i++)
            {
                if (pulled[i] is not { } gradient)
                    continue;
                if (i < _leaves.Count)
                    _gradients[_leaves[i]] = _gradients[_leaves[i]] is { } sum ? sum.Plus(gradient) : gradient;
                else
                    found(i - _leaves.Count, gradient);
            }
        }
    }

    /// <summary>The iterates before the layer and their gradients.</summary>
    internal (Tensor Value, Tensor? Gradient)[][] Before() =>
        [.. After.Select((s, i) => s.Skip(1).Append(_recovered[i]!).Select(leaf => (leaf.detach(), _gradients[leaf])).ToArray())];

    private Tensor Leaf(Tensor value)
    {
        Tensor leaf = value.detach().requires_grad_(true);
        _leaves.Add(leaf);
        _gradients[leaf] = null;
        return leaf;
    }
}
