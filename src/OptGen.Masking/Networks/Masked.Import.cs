using static TorchSharp.torch;

namespace OptGen.Masking;

public static partial class Masked
{
    /// <summary>
    /// Gives a network the weights of a masked one: each weight has the bits that it had when it was exported, on any machine. The network is plain, for inference; masked weights are
    /// frozen.
    /// </summary>
    /// <param name="module">A network of the same layers as the one that was exported, of the same types.</param>
    /// <param name="contents">What was exported.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentException">The contents contradict themselves or the network, which is as it was then.</exception>
    /// <exception cref="InvalidOperationException">The network is masked.</exception>
    public static TModule Import<TModule>(TModule module, MaskFileContents contents)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(contents);
        var import = new MaskImport(module, contents);
        for (int i = 0; i < contents.Weights.Length; i++)
            import.WriteWeight(i);
        import.WriteTensors();
        return module;
    }
}
