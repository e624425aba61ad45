using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Prunes networks: what masks are compared with.</summary>
public static class Pruned
{
    /// <summary>
    /// Sets weights of linear layers and convolutions to zero, and keeps them there: the others are trained on. Applied to a new network it is sparse training from scratch, with
    /// a random or a magnitude criterion; applied to a trained one it is magnitude pruning, and training on fine-tunes it.
    /// </summary>
    /// <remarks>The network is called, trained and saved by its own variable and under its own names. Removed weights get no gradient, so every optimiser keeps them at zero.</remarks>
    /// <typeparam name="TPreHook">Inferred.</typeparam>
    /// <typeparam name="TPostHook">Inferred.</typeparam>
    /// <param name="module">The network.</param>
    /// <param name="options">How it is pruned; null for the defaults.</param>
    /// <returns>What is known of the masks. It owns the network.</returns>
    /// <exception cref="ArgumentException">The network has nothing that can be pruned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not above 0 and at most 1.</exception>
    /// <exception cref="InvalidOperationException">The network, or a layer of it, is masked or pruned already, or a weight is not a number.</exception>
    public static PrunedNetwork Apply<TPreHook, TPostHook>(nn.HookableModule<TPreHook, TPostHook> module, PruningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new PruningOptions();
        options.Check();
        return PrunedNetwork.Make(module, options);
    }
}
