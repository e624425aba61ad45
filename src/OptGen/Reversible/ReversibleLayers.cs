using System.ComponentModel;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>Computes a layer.</summary>
/// <param name="layer">The number of the layer.</param>
/// <param name="before">The iterates before it: of each state the newest first.</param>
/// <param name="given">What is the same in all layers, and then what belongs to this one.</param>
/// <returns>Of each state the iterate that the layer computes, new tensors.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate Tensor[] LayerForward(int layer, Tensor[][] before, Tensor[] given);

/// <summary>Goes back over a layer: recovers what was there before it, and computes once more what it computes.</summary>
/// <param name="pass">Takes both.</param>
/// <param name="layer">The number of the layer.</param>
/// <param name="after">The iterates after it: of each state the newest first.</param>
/// <param name="given">What is the same in all layers, and then what belongs to this one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void LayerRetrace(RetracedLayer pass, int layer, Tensor[][] after, Tensor[] given);

/// <summary>The layers of a network that does not store what they compute.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Describes">What one computes, as the recurrence writes it.</param>
/// <param name="Forward">Computes one.</param>
/// <param name="Retrace">Goes back over one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ReversibleLayers(int Count, string Describes, LayerForward Forward, LayerRetrace Retrace)
{
    /// <summary>What the first layer begins with: of each state the newest iterate first.</summary>
    public required Tensor[][] Begun { get; init; }

    /// <summary>Tensors that are the same in all layers.</summary>
    public Tensor[] Given { get; init; } = [];

    /// <summary>Tensors that belong to one layer, such as its trained coefficients; as many of each.</summary>
    public Func<int, Tensor[]> Shared { get; init; } = _ => [];

    /// <summary>The modules that a layer applies.</summary>
    public Func<int, nn.Module[]> Modules { get; init; } = _ => [];

    /// <summary>By which the network applies its operators.</summary>
    public required OperatorCalls Operators { get; init; }
}

/// <summary>One run over the layers, with all that it depends on looked up.</summary>
internal sealed class ReversibleRun
{
    private readonly Dictionary<nn.Module, Parameter[]> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly Tensor[][] _shared;

    public ReversibleRun(ReversibleLayers layers, bool records, IBackwardObserver observer, Action<double> measured)
    {
        (Layers, Observer, Measured) = (layers, observer, measured);
        _shared = [.. Enumerable.Range(0, layers.Count).Select(layers.Shared)];
        LayerParameters = [.. Enumerable.Range(0, layers.Count).Select(k => records ? Trained(k) : [])];
        Depths = [.. layers.Begun.Select(b => b.Length)];
        Parameters = [.. LayerParameters.SelectMany(p => p).Distinct<Parameter>(ReferenceEqualityComparer.Instance)];
        Coefficients = [.. _shared.SelectMany(s => s).Distinct<Tensor>(ReferenceEqualityComparer.Instance)];
        Modules = records ? [.. Enumerable.Range(0, layers.Count).SelectMany(layers.Modules).Distinct<nn.Module>(ReferenceEqualityComparer.Instance)] : [];
        Random = new RandomStates(Modules);
    }

    public ReversibleLayers Layers { get; }

    public IBackwardObserver Observer { get; }

    /// <summary>Hears how far what was computed once more was from what it was before.</summary>
    public Action<double> Measured { get; }

    /// <summary>How many iterates of each state a layer leaves to the next one.</summary>
    public int[] Depths { get; }

    /// <summary>The parameters that want gradients, each once.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>Of each layer the parameters that want gradients.</summary>
    public Parameter[][] LayerParameters { get; }

    /// <summary>What belongs to single layers, each tensor once.</summary>
    public Tensor[] Coefficients { get; }

    /// <summary>The modules that layers apply, each once.</summary>
    public nn.Module[] Modules { get; }

    /// <summary>The random numbers that layers have drawn; empty where they draw none.</summary>
    public RandomStates Random { get; }

    /// <summary>The layer that is computed, for messages.</summary>
    public int Current { get; private set; }

    /// <summary>The positions of a layer's own tensors among <see cref="Coefficients"/>.</summary>
    public int[] SharedOf(int layer) => Array.ConvertAll(_shared[layer], s => Array.FindIndex(Coefficients, c => ReferenceEquals(c, s)));

    /// <summary>Computes all layers.</summary>
    /// <returns>What the last one leaves, new tensors except where it leaves what the first began with.</returns>
    public Tensor[][] Forward(bool records)
    {
        Tensor[][] states = [.. Layers.Begun.Select(b => b.ToArray())];
        Tensor[] given = [.. Layers.Given, .. _shared.Length > 0 ? _shared[0] : []];
        var begun = new HashSet<Tensor>(Layers.Begun.SelectMany(b => b), ReferenceEqualityComparer.Instance);
        for (int k = 0; k < Layers.Count; k++)
        {
            Current = k;
            _shared[k].CopyTo(given, Layers.Given.Length);
            if (records)
                Random.Before(k);
            Tensor[] computed = Layers.Forward(k, states, given);
            for (int s = 0; s < states.Length; s++)
            {
                Tensor[] state = states[s];
                Tensor oldest = state[^1];
                Array.Copy(state, 0, state, 1, state.Length - 1);
                state[0] = computed[s];
                if (!begun.Contains(oldest))
                    oldest.Dispose();
            }
        }
        if (records)
            Random.After();
        return states;
    }

    private Parameter[] Trained(int layer)
    {
        nn.Module[] modules = Layers.Modules(layer);
        return modules.Length == 1 ? Trained(modules[0]) : [.. modules.SelectMany(Trained).Distinct<Parameter>(ReferenceEqualityComparer.Instance)];
    }

    private Parameter[] Trained(nn.Module module)
    {
        if (!_parameters.TryGetValue(module, out Parameter[]? found))
            _parameters.Add(module, found = [.. module.parameters().Concat(HiddenParameters.Of(module)).Where(p => p.requires_grad).Distinct<Parameter>(ReferenceEqualityComparer.Instance)]);
        return found;
    }
}
