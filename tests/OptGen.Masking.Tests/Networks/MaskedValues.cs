using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>What tests read off masked networks, each from its definition.</summary>
internal static class MaskedValues
{
    public static float[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().cpu().to(float32).contiguous().data<float>()];
    }

    /// <summary>The weights that a layer computes with, from its definition: sorted scores.</summary>
    public static float[] Expected(MaskedNetwork masked, MaskedLayer layer, ScoreKind kind = ScoreKind.Absolute)
    {
        float[] scores = Values(layer.Scores), weights = Values(masked.Network.get_parameter(layer.Name)!);
        var kept = Enumerable.Range(0, scores.Length).OrderByDescending(i => kind == ScoreKind.Absolute ? MathF.Abs(scores[i]) : scores[i]).ThenBy(i => i)
            .Take((int)KeptFraction.Of(scores.Length, masked.Kept)).ToHashSet();
        return [.. weights.Select((w, i) => kept.Contains(i) ? w : 0)];
    }

    public static IEnumerable<bool> Bits(byte[] mask, long count) => Enumerable.Range(0, (int)count).Select(i => ((mask[i >> 3] >> (i & 7)) & 1) == 1);

    /// <summary>What the layer reads while the network runs.</summary>
    public static float[] UsedWeight(MaskedNetwork masked, MaskedLayer layer)
    {
        nn.Module module = masked.Network.named_modules().First(named => named.name + ".weight" == layer.Name).module;
        float[] used = [];
        Action<nn.Module> look = _ => used = Values(WeightField.Get(module));
        var remover = ((nn.Module<Tensor, Tensor>)module).register_forward_hook(look);
        Parameter other = WeightField.Get(module);
        using Tensor x = ones([2, masked.Layers[0].Shape[1]], dtype: other.dtype);
        using Tensor y = masked.call(x);
        remover.remove();
        return used;
    }
}
