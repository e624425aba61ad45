using TorchSharp;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>Operations with numbers among their arguments, each number kept alive until its operation has ended.</summary>
/// <remarks>
/// TorchSharp (seen in 0.107.0) takes such a number as a <see cref="TorchSharp.Scalar"/>, an object with a finalizer and a native half, and does not keep it alive
/// during the call: a collection on another thread may free what torch is reading. Nothing can be said of which number is read then. So library code
/// makes no Scalar in an argument: it holds them in fields, or calls these. <c>add(Tensor)</c>, <c>a + b</c>, <c>square</c> and <c>softplus</c> of TorchSharp make one
/// inside. ScalarScanTests looks for both in what was compiled.
/// </remarks>
internal static class ScalarArguments
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0;

    /// <summary>1.</summary>
    public static readonly Scalar One = 1;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + factor*b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return a.add(b, held);
    }

    /// <summary>a + number, in place.</summary>
    public static Tensor PlusInPlace(this Tensor a, double number)
    {
        using Scalar held = number;
        return a.add_(held, One);
    }

    /// <summary>a*number.</summary>
    public static Tensor Times(this Tensor a, double number)
    {
        using Scalar held = number;
        return a.mul(held);
    }

    /// <summary>a/number.</summary>
    public static Tensor Over(this Tensor a, double number)
    {
        using Scalar held = number;
        return a.div(held);
    }

    /// <summary>The smaller of a and a number.</summary>
    public static Tensor AtMost(this Tensor a, double number)
    {
        using Scalar held = number;
        return a.clamp_max(held);
    }

    /// <summary>The greater of a and a number.</summary>
    public static Tensor AtLeast(this Tensor a, double number)
    {
        using Scalar held = number;
        return a.clamp_min(held);
    }

    /// <summary>a between two numbers.</summary>
    public static Tensor Between(this Tensor a, double least, double greatest)
    {
        using Scalar low = least, high = greatest;
        return a.clamp(low, high);
    }

    /// <summary>log(1 + exp(a)).</summary>
    public static Tensor Softplus(this Tensor a)
    {
        using Tensor zero = zeros_like(a);
        return a.logaddexp(zero);
    }

    /// <summary>A new tensor full of a number.</summary>
    public static Tensor Full(long[] shape, double number, ScalarType? type = null, Device? device = null)
    {
        using Scalar held = number;
        return full(shape, held, type, device);
    }
}
