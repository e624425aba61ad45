using OptGen.Masking;

namespace OptGen.Experiments.Masking;

/// <summary>The size of a pruned network at the rule that holds for masks.</summary>
internal static class SparseFile
{
    /// <summary>What a .pemn file of the network's masks takes, and its kept weights as float32 beside it.</summary>
    public static long Bytes(PrunedNetwork pruned)
    {
        var own = pruned.Layers.Select(layer => layer.Name).ToHashSet(StringComparer.Ordinal);
        var contents = new MaskFileContents
        {
            Fill = new MaxLayerFill(),
            Values = FillValues.Normal,
            Seed = 0,
            Prototype = new SeedPrototype(),
            Weights = [.. pruned.Layers.Select(layer => new MaskedWeight { Name = layer.Name, Shape = layer.Shape, Kept = layer.Kept, Gain = 1, Mask = [.. layer.Mask()] })]
        };
        var others = pruned.Network.state_dict().Where(entry => !own.Contains(entry.Key)).Sum(entry => entry.Value.numel() * entry.Value.element_size());
        return MaskFile.ToBytes(contents).Length + (sizeof(float) * pruned.KeptCount) + others;
    }
}
