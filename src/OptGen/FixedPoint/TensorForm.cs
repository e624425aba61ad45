using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>All of a tensor but its numbers.</summary>
internal sealed record TensorForm(long[] Shape, ScalarType Type, Device Device, bool NeedsGradient)
{
    public static TensorForm Of(Tensor tensor) => new(tensor.shape, tensor.dtype, tensor.device, tensor.requires_grad);

    /// <summary>The tensor; zeros of this form where there is none.</summary>
    public Tensor OrZeros(Tensor? tensor) => tensor is null || tensor.IsInvalid ? zeros(Shape, Type, Device) : tensor;

    /// <summary>A tensor of this form without a number in it.</summary>
    public Tensor NotANumber() => ScalarArguments.Full(Shape, double.NaN, Type, Device);
}
