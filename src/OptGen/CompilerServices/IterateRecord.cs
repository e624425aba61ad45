using System.ComponentModel;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>Takes the iterates of one run of a network, on the thread that asks for them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class IterateRecord
{
    // The network is called as a module, hooks and all, so what takes its iterates cannot be an argument.
    [ThreadStatic]
    private static IterateRecord? s_asking;

    private readonly nn.Module _network;
    private readonly IterateRecord? _outer;
    private readonly (string Name, int First)[] _states;
    private readonly Dictionary<string, List<Tensor>> _iterates;

    private IterateRecord(nn.Module network, IterateRecord? outer, (string Name, int First)[] states)
    {
        (_network, _outer, _states) = (network, outer, states);
        _iterates = states.ToDictionary(s => s.Name, _ => new List<Tensor>(), StringComparer.Ordinal);
    }

    /// <summary>What takes the iterates of a network that begins to run; null where nobody asks for them.</summary>
    /// <param name="network">The network.</param>
    public static IterateRecord? Of(nn.Module network)
    {
        IterateRecord? asking = s_asking;
        if (asking is null || !ReferenceEquals(asking._network, network))
            return null;
        // A hook may run the network again: the last run counts.
        asking.Release();
        return asking;
    }

    /// <summary>Runs a network and collects its iterates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="call">Calls it, and gives its results.</param>
    /// <param name="states">The states whose iterates it hands out, and the index of the first of each.</param>
    public static NetworkIterates Run(nn.Module network, Func<Tensor[]> call, params (string Name, int First)[] states)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(states);
        var record = new IterateRecord(network, s_asking, states);
        s_asking = record;
        try
        {
            return new NetworkIterates(call(), record._states.Select(s => new IterateSequence(s.Name, s.First, [.. record._iterates[s.Name]])));
        }
        catch
        {
            record.Release();
            throw;
        }
        finally
        {
            s_asking = record._outer;
        }
    }

    /// <summary>What a network has returned, as tensors.</summary>
    /// <param name="returned">A tensor, or a tuple of tensors.</param>
    public static Tensor[] Results(object? returned) => returned switch
    {
        Tensor tensor => [tensor],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
        _ => throw new ArgumentException("A network returns a tensor or a tuple of tensors.", nameof(returned))
    };

    /// <summary>Takes an iterate: under a handle of the caller's own, since the network releases its own after the last use.</summary>
    /// <param name="state">The state.</param>
    /// <param name="iterate">The iterate.</param>
    public void Add(string state, Tensor iterate)
    {
        ArgumentNullException.ThrowIfNull(iterate);
        _iterates[state].Add(iterate.alias().MoveToOuterDisposeScope());
    }

    private void Release()
    {
        foreach (List<Tensor> iterates in _iterates.Values)
        {
            iterates.ForEach(i => i.Dispose());
            iterates.Clear();
        }
    }
}
