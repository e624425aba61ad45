using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>A factor times all elements of a tensor, or a number. Operations leave tensors as they are and make new ones.</summary>
/// <remarks>
/// The factor is kept aside until an addition can apply it on the way: <c>k * a + f * x</c> takes two operations, not three.
/// Numbers are handed over in variables that outlive the call: TorchSharp (0.107.0) does not keep a Scalar alive during one. That goes
/// for the alpha of an addition too: without one, TorchSharp makes it and has the same fault.
/// </remarks>
internal readonly struct TensorQuantity : IQuantity<TensorQuantity>
{
    private readonly Tensor? tensor;
    private readonly double factor;

    private TensorQuantity(Tensor? tensor, double factor)
    {
        this.tensor = tensor;
        this.factor = factor;
    }

    /// <summary>The elements alone.</summary>
    public Tensor Tensor
    {
        get
        {
            if (factor == 1) return tensor!;
            using var scalar = factor.ToScalar();
            return tensor!.mul(scalar);
        }
    }

    public static TensorQuantity Of(double number) => new(null, number);

    /// <summary>A tensor's elements; of none, zero.</summary>
    public static TensorQuantity From(Tensor? tensor) => new(tensor, tensor is null ? 0 : 1);

    public static TensorQuantity operator +(TensorQuantity left, TensorQuantity right)
    {
        if (left.tensor is null && right.tensor is null) return Of(left.factor + right.factor);
        if (left.tensor is null) return right.Plus(left.factor);
        if (right.tensor is null) return left.Plus(right.factor);
        if (left.factor == 1)
        {
            using var alpha = right.factor.ToScalar();
            return From(left.tensor.add(right.tensor, alpha));
        }

        if (right.factor == 1) return right + left;
        using var own = left.factor.ToScalar();
        using var other = right.factor.ToScalar();
        return From(left.tensor.mul(own).add_(right.tensor, other));
    }

    public static TensorQuantity operator -(TensorQuantity left, TensorQuantity right) => left + new TensorQuantity(right.tensor, -right.factor);

    public static TensorQuantity operator *(TensorQuantity left, TensorQuantity right) => new(
        left.tensor is null ? right.tensor : right.tensor is null ? left.tensor : left.tensor.mul(right.tensor),
        left.factor * right.factor);

    public static TensorQuantity operator /(TensorQuantity left, TensorQuantity right) => new(
        right.tensor is null ? left.tensor : left.tensor is null ? right.tensor.reciprocal() : left.tensor.div(right.tensor),
        left.factor / right.factor);

    public static TensorQuantity SquareRoot(TensorQuantity quantity) => new(quantity.tensor?.sqrt(), Math.Sqrt(quantity.factor));

    public static TensorQuantity Greater(TensorQuantity left, TensorQuantity right) => From(maximum(left.Tensor, right.Tensor));

    /// <summary>Overwrites a tensor with the elements.</summary>
    public void CopyTo(Tensor target) => target.copy_(Tensor);

    private TensorQuantity Plus(double number)
    {
        if (number == 0) return this;
        using var scalar = number.ToScalar();
        var scaled = Tensor;
        using var alpha = 1.0.ToScalar();
        return From(factor == 1 ? scaled.add(scalar, alpha) : scaled.add_(scalar, alpha));
    }
}
