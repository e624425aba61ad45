using OptGen.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>
/// Puts computed weights in the places of a network's own while it runs. All of them when the network is called, so that a layer that is called several times, or whose
/// weight something else reads, has one; and that of a layer alone where it is called outside, as in the backward of a solved layer.
/// </summary>
/// <remarks>
/// Hooks are all that is added to the user's modules. One network serves one thread at a time. It ends once, with the computed weights: then the modules are plain, and may
/// be masked anew.
/// </remarks>
internal sealed class ForwardPass : IDisposable
{
    private readonly LayerCatalog _catalog;
    private readonly IReadOnlyList<WeightSlot> _slots;
    private readonly IEffectiveWeights _weights;
    private readonly List<Action> _removals = [];
    private bool _isRunning;

    /// <param name="catalog">The layers.</param>
    /// <param name="weights">What stands in for their weights; disposed of at the end.</param>
    public ForwardPass(LayerCatalog catalog, IEffectiveWeights weights)
    {
        _catalog = catalog;
        _slots = catalog.Slots;
        _weights = weights;
        for (int i = 0; i < _slots.Count; i++)
        {
            int slot = i;
            foreach (nn.Module owner in _slots[i].Owners)
            {
                var layer = (nn.Module<Tensor, Tensor>)owner;
                Action<nn.Module> begin = _ => BeginLayer(slot), end = _ => EndLayer(slot);
                _removals.Add(layer.register_forward_pre_hook(begin).remove);
                _removals.Add(layer.register_forward_hook(end).remove);
                HiddenParameters.Declare(owner, () => weights.Trained(slot));
                _removals.Add(() => HiddenParameters.Withdraw(owner));
            }
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Watches the network itself, whose layers count as masked from now on.</summary>
    public void Watch<TPreHook, TPostHook>(nn.HookableModule<TPreHook, TPostHook> network)
    {
        Action<nn.Module> begin = _ => Begin(), end = _ => Restore();
        // A network that is one layer begins before the layer does, and ends after it.
        _removals.Add(network.register_forward_pre_hook(begin).remove);
        _removals.Add(network.register_forward_hook(end).remove);
        MaskRegistry.Add(_catalog);
    }

    /// <summary>Gives all weights their places back: at the end of a pass, after one that failed, and before the network moves.</summary>
    public void Restore()
    {
        if (IsEnded)
            return;
        _isRunning = false;
        foreach (WeightSlot slot in _slots)
            slot.Restore();
    }

    public void Dispose()
    {
        if (IsEnded)
            return;
        Restore();
        IsEnded = true;
        _removals.ForEach(remove => remove());
        _weights.Dispose();
        MaskRegistry.Remove(_catalog);
    }

    private void Begin()
    {
        Restore();
        _weights.Prepare();
        for (int i = 0; i < _slots.Count; i++)
            _slots[i].Put(_weights.Compute(i));
        _isRunning = true;
    }

    private void BeginLayer(int slot)
    {
        if (_isRunning)
            return;
        _weights.Prepare(slot);
        _slots[slot].Put(_weights.Compute(slot));
    }

    private void EndLayer(int slot)
    {
        if (!_isRunning)
            _slots[slot].Restore();
    }
}

/// <summary>Computes the weights that stand in for a network's own.</summary>
internal interface IEffectiveWeights : IDisposable
{
    /// <summary>Makes ready for <see cref="Compute"/> of all weights, or of one.</summary>
    void Prepare(int? slot = null);

    /// <summary>A new tensor, in the current dispose scope.</summary>
    Tensor Compute(int slot);

    /// <summary>The parameters that it is computed from, and that are not the network's own.</summary>
    IEnumerable<Parameter> Trained(int slot);
}
