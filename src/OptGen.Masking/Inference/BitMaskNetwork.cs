using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>A layer that computes from a bit mask and a few values.</summary>
/// <param name="Name">The weight's name in the network's state_dict.</param>
/// <param name="Bytes">How many bytes are held in the weight's place.</param>
/// <param name="DenseBytes">How many bytes the weight would take.</param>
public sealed record BitMaskLayer(string Name, long Bytes, long DenseBytes);

/// <summary>
/// A network, for inference, whose linear layers and 1x1 convolutions compute from bit masks and the few values of a prototype: their dense weights are nowhere. Made by
/// <see cref="Masked.ImportBits"/>.
/// </summary>
/// <remarks>
/// The user's module is called as before, on float32 in the processor's memory and without gradients; other layers have their masked weights. Its state_dict has
/// not-a-number in the place of each such weight and is of no use. It runs on one thread. Disposing this object disposes the module.
/// </remarks>
public sealed class BitMaskNetwork : IDisposable
{
    private readonly List<BitMaskHook> _hooks;

    internal BitMaskNetwork(nn.Module network, List<BitMaskHook> hooks, IReadOnlyList<BitMaskLayer> layers, IReadOnlyList<ExcludedModule> dense)
    {
        Network = network;
        _hooks = hooks;
        Layers = layers;
        Dense = dense;
    }

    /// <summary>The user's module.</summary>
    public nn.Module Network { get; }

    /// <summary>The layers that compute from bits.</summary>
    public IReadOnlyList<BitMaskLayer> Layers { get; }

    /// <summary>The masked layers that have dense weights, and why.</summary>
    public IReadOnlyList<ExcludedModule> Dense { get; }

    /// <summary>Releases the module.</summary>
    public void Dispose()
    {
        _hooks.ForEach(hook => hook.Dispose());
        Network.Dispose();
    }
}
