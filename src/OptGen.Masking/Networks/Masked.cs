using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Masks networks, and makes networks of masks.</summary>
public static partial class Masked
{
    /// <summary>
    /// Masks a network in place: every weight of its linear layers and convolutions is overwritten by frozen values and gets scores, which choose what of it is kept.
    /// </summary>
    /// <remarks>
    /// Nothing of the module's class is rewritten; it is called as before. Any module that can be called will do: written by hand or generated, of any number of inputs.
    /// </remarks>
    /// <typeparam name="TPreHook">Inferred.</typeparam>
    /// <typeparam name="TPostHook">Inferred.</typeparam>
    /// <param name="module">The network.</param>
    /// <param name="options">How it is masked; null for the defaults.</param>
    /// <returns>The scores, and what is known of the masks. It owns the network.</returns>
    /// <exception cref="ArgumentException">The network has nothing that can be masked, or the options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction or a ratio is not above 0 and at most 1.</exception>
    /// <exception cref="InvalidOperationException">The network, or a layer of it, is masked already.</exception>
    public static MaskedNetwork Apply<TPreHook, TPostHook>(nn.HookableModule<TPreHook, TPostHook> module, MaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new MaskOptions();
        options.Check();
        return MaskedNetwork.Make(module, options);
    }
}
