using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>How the layers of the post begin.</summary>
internal static class LayerParameters
{
    /// <summary>A matrix of shape [out, in], normal with standard deviation sqrt(2/in). It is drawn on the processor, so that each device gets the same numbers.</summary>
    public static Parameter Weight(int inFeatures, int outFeatures, Generator? generator, Device? device)
    {
        using Tensor drawn = empty(outFeatures, inFeatures, dtype: ScalarType.Float32, device: CPU);
        drawn.normal_(0, Math.Sqrt(2.0 / inFeatures), generator);
        return new Parameter(drawn.to(device ?? CPU, copy: true));
    }

    /// <summary>Zeros of shape [out].</summary>
    public static Parameter Bias(int outFeatures, Device? device) => new(zeros(outFeatures, dtype: ScalarType.Float32, device: device ?? CPU));

    /// <summary>Says what is wrong with an argument of a layer, before torch does.</summary>
    public static void RequireInput(Tensor x, Parameter weight, string layer)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (weight.dtype != ScalarType.Float32)
            throw new InvalidOperationException($"{layer} is about the arithmetic of float32, but its weight is {weight.dtype}: leave the type of its parameters as it is.");
        if (x.dtype != ScalarType.Float32)
            throw new ArgumentException($"{layer} takes float32, not {x.dtype}: convert the input, for example by x.to(torch.float32).", nameof(x));
        if (x.dim() == 0 || x.shape[^1] != weight.shape[1])
            throw new ArgumentException($"{layer} takes {weight.shape[1]} values in the last dimension, not a tensor of shape [{string.Join(", ", x.shape)}].", nameof(x));
        if (x.device_type != weight.device_type || x.device_index != weight.device_index)
            throw new ArgumentException($"{layer} has its parameters on {weight.device}, but the input is on {x.device}: move one of them.", nameof(x));
    }
}
