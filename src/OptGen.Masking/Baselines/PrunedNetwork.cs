using OptGen.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>A network with a fixed mask, whose kept weights are trained. Made by <see cref="Pruned.Apply"/>.</summary>
public sealed class PrunedNetwork : nn.Module<Tensor, Tensor>
{
    private readonly LayerCatalog _catalog;
    private readonly FixedMasks _masks;
    private readonly ForwardPass _pass;

    private PrunedNetwork(nn.Module network, LayerCatalog catalog, byte[][] masks)
        : base(nameof(PrunedNetwork))
    {
        Network = network;
        _catalog = catalog;
        Excluded = [.. catalog.Excluded];
        Layers = [.. catalog.Slots.Select((slot, i) => new PrunedLayer(slot.Name, slot.Own.shape, masks[i]))];
        _masks = new FixedMasks(catalog.Slots, masks);
        _pass = new ForwardPass(catalog, _masks);
        register_module("network", network);
    }

    /// <summary>The user's module.</summary>
    public nn.Module Network { get; }

    /// <summary>The pruned weights, in the order of their modules.</summary>
    public IReadOnlyList<PrunedLayer> Layers { get; }

    /// <summary>The modules with parameters that are not pruned, norms aside, and why.</summary>
    public IReadOnlyList<ExcludedModule> Excluded { get; }

    /// <summary>How many weights are kept, of all layers.</summary>
    public long KeptCount => Layers.Sum(layer => layer.Kept);

    /// <summary>Calls the user's module, if it takes a tensor and returns one.</summary>
    /// <exception cref="InvalidOperationException">It takes or returns something else: call it by its own variable.</exception>
    public override Tensor forward(Tensor input) => Network is nn.Module<Tensor, Tensor> network
        ? network.call(input)
        : throw new InvalidOperationException($"{Network.GetType().Name} does not turn one tensor into one: call it by its own variable, which runs it pruned all the same.");

    /// <summary>Ends the training: the hooks are gone, and the network is plain. Its removed weights are zeros.</summary>
    /// <returns>The user's module.</returns>
    /// <exception cref="InvalidOperationException">It has been frozen before.</exception>
    public nn.Module Freeze()
    {
        if (_pass.IsEnded)
            throw new InvalidOperationException("The network has been frozen already.");
        _pass.Restore();
        using (no_grad())
        {
            for (int i = 0; i < _catalog.Slots.Count; i++)
                _masks.Clear(i);
        }
        _pass.Dispose();
        return Network;
    }

    internal static PrunedNetwork Make<TPreHook, TPostHook>(nn.HookableModule<TPreHook, TPostHook> network, PruningOptions options)
    {
        MaskRegistry.RequireUnmasked(network);
        var catalog = new LayerCatalog(network, options.Except);
        var pruned = new PrunedNetwork(network, catalog, Choose(catalog.Slots, options));
        using (no_grad())
        {
            for (int i = 0; i < catalog.Slots.Count; i++)
                pruned._masks.Clear(i);
        }
        pruned._pass.Watch(network);
        return pruned;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        // A forward that failed may have left products in the weights' places.
        _pass.Restore();
        base._toEpilog(dtype, device, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pass.Dispose();
        base.Dispose(disposing);
    }

    private static byte[][] Choose(IReadOnlyList<WeightSlot> slots, PruningOptions options)
    {
        float[][] ranks = new float[slots.Count][];
        ulong first = 0;
        for (int i = 0; i < slots.Count; i++)
        {
            Parameter weight = slots[i].Own;
            ranks[i] = new float[weight.NumberOfElements];
            if (options.Criterion == PruningCriterion.Random)
                new RandomSequence(options.Seed, FillLayout.PruningStream).Uniforms(ranks[i], first);
            else
            {
                using DisposeScope scope = NewDisposeScope();
                weight.detach().to(ScalarType.Float32, CPU).contiguous().data<float>().CopyTo(ranks[i]);
                if (Array.Exists(ranks[i], float.IsNaN))
                    throw new InvalidOperationException($"{slots[i].Name} has values that are not numbers: the training has diverged.");
            }
            first += (ulong)ranks[i].Length;
        }
        if (options.Budget == MaskBudget.Global)
            return Masks(ranks, options.Kept);
        return [.. ranks.SelectMany(layer => Masks([layer], options.Kept))];
    }

    private static byte[][] Masks(float[][] ranks, double kept)
    {
        Threshold threshold = new TopSelection<AbsoluteKey>().Find(new ArrayParts(ranks), KeptFraction.Of(ranks.Sum(layer => (long)layer.Length), kept));
        long ties = threshold.KeptTies;
        return [.. ranks.Select(layer => MaskKernel<AbsoluteKey>.Bits(layer, threshold, ref ties))];
    }
}
