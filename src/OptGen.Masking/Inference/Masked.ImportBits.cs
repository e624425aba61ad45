using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

public static partial class Masked
{
    /// <summary>
    /// Makes a network of few values compute from bit masks: linear layers and 1x1 convolutions hold a bit for each weight and the values of the prototype, and no dense weight.
    /// </summary>
    /// <remarks>
    /// It takes a <see cref="RandomVectorFill"/>, copied or shifted, and weights of float32; every other masked layer gets its dense weight, as with <see cref="Import"/>. No parameter is
    /// trained any more. Only a layer itself computes from bits: whatever else reads its weight, such as the adjoint of a generated network, gets numbers that are not numbers. Take
    /// <see cref="Import"/> there.
    /// </remarks>
    /// <param name="module">A network of the same layers as the one that was exported. The weights that it was made with are released.</param>
    /// <param name="contents">What was exported.</param>
    /// <exception cref="ArgumentException">The contents contradict themselves or the network, which is as it was then.</exception>
    /// <exception cref="InvalidOperationException">The network is masked.</exception>
    public static BitMaskNetwork ImportBits(nn.Module module, MaskFileContents contents)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(contents);
        var import = new MaskImport(module, contents);
        List<BitMaskHook> hooks = [];
        List<BitMaskLayer> layers = [];
        List<ExcludedModule> dense = [];
        for (int i = 0; i < contents.Weights.Length; i++)
        {
            MaskedWeight weight = contents.Weights[i];
            WeightSlot slot = import.Slots[i];
            string? reason = slot.Owners.Select(owner => BitMaskHook.Refuse(owner, contents.Fill)).FirstOrDefault(found => found is not null);
            if (reason is not null)
            {
                dense.Add(new(weight.Name, slot.Owners[0].GetType().Name, reason));
                import.WriteWeight(i);
                continue;
            }
            float[] values = [.. import.Prototype.Select(value => (float)(weight.Gain * value))];
            var matrix = new BitMaskMatrix(weight.Mask.AsSpan(), (int)weight.Shape[0], (int)weight.Shape[1], values, (int)weight.Offset);
            foreach (nn.Module owner in slot.Owners)
            {
                Replace(owner, weight.Shape.AsSpan().ToArray());
                hooks.Add(new BitMaskHook(owner, weight.Name, matrix));
            }
            layers.Add(new(weight.Name, matrix.Bytes, sizeof(float) * weight.Count));
        }
        import.WriteTensors();
        MaskRegistry.Add(import.Catalog);
        foreach (Parameter parameter in module.parameters())
            parameter.requires_grad_(false);
        return new BitMaskNetwork(module, hooks, layers, dense);
    }

    /// <summary>
    /// Not-a-number in the place of a weight, shown in its shape; the weight is released. What reads it besides its layer must not take it for a weight.
    /// </summary>
    private static void Replace(nn.Module layer, long[] shape)
    {
        using Tensor one = tensor(float.NaN).reshape(1);
        var placeholder = new Parameter(one.expand(shape), requires_grad: false);
        placeholder.DetachFromDisposeScope();
        WeightField.Replace(layer, placeholder);
    }
}
