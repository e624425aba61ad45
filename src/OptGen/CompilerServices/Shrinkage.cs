using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>Soft thresholding, the resolvent of the 1-norm: soft(x, s) = sign(x)*max(|x| - s, 0).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Shrinkage
{
    /// <summary>Soft thresholding with a number. A negative threshold moves every element away from zero.</summary>
    public static Tensor Soft(Tensor x, double threshold)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (threshold >= 0)
        {
            using Tensor near = x.Between(-threshold, threshold);
            return x.sub(near);
        }
        using Tensor size = x.abs();
        return Signed(x, size.PlusInPlace(-threshold));
    }

    /// <summary>Soft thresholding with a tensor, which is broadcast and receives gradients.</summary>
    public static Tensor Soft(Tensor x, Tensor threshold)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(threshold);
        using Tensor size = x.abs();
        using Tensor excess = size.sub(threshold);
        return Signed(x, excess);
    }

    private static Tensor Signed(Tensor x, Tensor excess)
    {
        using Tensor positive = excess.relu();
        using Tensor sign = x.sign();
        return sign.mul(positive);
    }
}
