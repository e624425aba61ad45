using System.ComponentModel;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>Adjoints of linear operators: for every x and y, the inner products of K(x) with y and of x with K^T(y) are equal.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Adjoints
{
    /// <summary>The adjoint of a linear layer without bias: the transposed weight.</summary>
    /// <exception cref="InvalidOperationException">The layer has a bias, so it is not linear.</exception>
    public static Tensor Apply(Linear layer, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireLinear(layer.bias, "Linear", "hasBias: false");
        using Tensor transposed = layer.weight.t();
        return nn.functional.linear(y, transposed);
    }

    /// <summary>The adjoint of a convolution without bias and with stride 1: the transposed convolution.</summary>
    /// <exception cref="InvalidOperationException">
    /// The layer has a bias, so it is not linear; or a stride, so that the size of its input cannot be told; or it pads with other than zeros.
    /// </exception>
    public static Tensor Apply(Conv2d layer, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireLinear(layer.bias, "Conv2d", "bias: false");
        if (layer.stride.Any(s => s != 1))
            throw new InvalidOperationException("The adjoint of a Conv2d is defined for stride 1 only: with a greater one the size of its input cannot be told.");
        if (layer.padding_mode != PaddingModes.Zeros || layer.padding_type is not null)
            throw new InvalidOperationException("The adjoint of a Conv2d needs padding with zeros, given as numbers.");
        return nn.functional.conv_transpose2d(y, layer.weight, null, layer.stride, layer.padding, null, layer.dilation, layer.groups);
    }

    private static void RequireLinear(Parameter? bias, string layer, string repair)
    {
        if (bias is not null && !bias.IsInvalid)
            throw new InvalidOperationException($"This {layer} has a bias, so it is not linear and has no adjoint; make it with {repair}.");
    }
}
