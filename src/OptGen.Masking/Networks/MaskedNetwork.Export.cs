using static TorchSharp.torch;

namespace OptGen.Masking;

public sealed partial class MaskedNetwork
{
    /// <summary>
    /// What a file needs to say so that the masked network can be had again, bit for bit: the masks by the scores as they are, what the frozen weights are cut from, and every
    /// other tensor of the network. Scores are not in it.
    /// </summary>
    /// <param name="storesPrototype">
    /// Whether the prototype's values are stored; otherwise only the seed is, from which they are drawn again. Values of
    /// <see cref="MaskOptions.HalfPrecisionPrototype"/> are always stored, as 16 bits each.
    /// </param>
    /// <param name="architecture">What you want to say of how to make the network.</param>
    /// <exception cref="InvalidOperationException">The network has been frozen, a score is not a number, or a frozen weight is not what the fill gives any more.</exception>
    /// <exception cref="NotSupportedException">A tensor is of a type that files do not have.</exception>
    public MaskFileContents Export(bool storesPrototype = false, string architecture = "")
    {
        _pass.Restore();
        byte[][] masks = Masks();
        for (int i = 0; i < Layers.Count; i++)
        {
            Tensor weight = _catalog.Slots[i].Own;
            if (!StoredTensors.Bytes(weight).AsSpan().SequenceEqual(StoredTensors.Bytes(Filled(i), weight.dtype)))
            {
                throw new InvalidOperationException(
                    $"{Layers[i].Name} is not what the fill gives: it was written to, or lost digits in a narrower type. A file could not give it back; load no weights into a masked network.");
            }
        }
        return new MaskFileContents
        {
            Architecture = architecture,
            Fill = _options.Fill,
            Values = _options.Values,
            Seed = _options.Seed,
            Prototype = Stored(storesPrototype),
            Weights =
            [
                .. Layers.Select((layer, i) => new MaskedWeight
                {
                    Name = layer.Name,
                    Shape = layer.Shape,
                    Type = StoredTensors.Stored(_catalog.Slots[i].Own.dtype, layer.Name),
                    Kept = masks[i].Sum(bits => (long)byte.PopCount(bits)),
                    Gain = layer.Gain,
                    Offset = layer.Offset,
                    Mask = [.. masks[i]]
                })
            ],
            Tensors =
            [
                .. StoredTensors.Unique(Network).Where(named => !_catalog.IsWeight(named.Name)).Select(named => new StoredTensor
                {
                    Name = named.Name,
                    Type = StoredTensors.Stored(named.Tensor.dtype, named.Name),
                    Shape = [.. named.Tensor.shape],
                    Data = [.. StoredTensors.Bytes(named.Tensor)]
                })
            ]
        };
    }

    private Prototype Stored(bool storesPrototype)
    {
        if (!storesPrototype && !_options.HalfPrecisionPrototype)
            return new SeedPrototype();
        if (Prototype.Length == 1)
            return new ConstantPrototype(Prototype[0]);
        return _options.HalfPrecisionPrototype ? new Float16Prototype([.. Prototype.Select(value => (Half)value)]) : new Float32Prototype([.. Prototype]);
    }
}
