using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>The operations of the post on numbers divided by S = 2^125.</summary>
internal static class ScaledArithmetic
{
    /// <summary>S.</summary>
    public const float Scale = 4.2535296e37f;

    private const int ElementsAtOnce = 1 << 24;

    private static readonly Scalar Up = Scale, Down = 1 / (double)Scale, Half = 0.5;
    private static readonly Scalar Tiny = Math.ScaleB(1, -140);

    /// <summary>x/S, a new tensor, IEEE. Exact for zeros and magnitudes from one half on, which become normal numbers, and for multiples of 2^-24.</summary>
    public static Tensor Divide(Tensor x) => x.mul(Down);

    /// <summary>x*S, a new tensor. Exact unless it overflows: from normal and from denormal numbers.</summary>
    public static Tensor Multiply(Tensor x) => x.mul(Up);

    /// <summary>a + b, each element flushed; a new tensor of a's shape.</summary>
    public static Tensor AddFlushed(Tensor a, Tensor b) => Elementwise(a, b, static (x, y, result) => FlushedArithmetic.Add(x, y, result));

    /// <summary>a/S, each element flushed; a new tensor.</summary>
    public static Tensor DivideFlushed(Tensor a)
    {
        using Tensor scale = full_like(a, Up);
        return Elementwise(a, scale, static (x, y, result) => FlushedArithmetic.Divide(x, y, result));
    }

    /// <summary>Refuses to go on where somebody has switched denormals off, for this thread or for torch: what is computed would be another function.</summary>
    /// <exception cref="InvalidOperationException">Denormals are flushed.</exception>
    public static void RequireDenormals()
    {
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float tiny = MathF.ScaleB(1, -140);
        // Products, sums and the matrix product, each below 2^-126 throughout: 16*2^-140 = 2^-136.
        Tensor matrix = full(16, 16, Tiny, dtype: ScalarType.Float32), ones = torch.ones(16, 16, dtype: ScalarType.Float32);
        bool isKept = tiny * 0.5f > 0
            && matrix.mul(Half).view(-1).bytes.SequenceEqual(Repeated(MathF.ScaleB(1, -141)))
            && matrix.matmul(ones).view(-1).bytes.SequenceEqual(Repeated(MathF.ScaleB(1, -136)));
        if (!isKept)
        {
            throw new InvalidOperationException("This thread flushes denormals to zero, or torch's matrix product does, so scaled arithmetic would not be the post's: "
                + "switch flushing off, or take UnderflowForm.Threshold, which has no denormals.");
        }
    }

    private static ReadOnlySpan<byte> Repeated(float value) => MemoryMarshal.AsBytes(Enumerable.Repeat(value, 256).ToArray().AsSpan());

    private delegate void Operation(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result);

    private static Tensor Elementwise(Tensor a, Tensor b, Operation operation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor result = empty_like(a).contiguous();
        Tensor first = a.contiguous().view(-1), second = b.expand_as(a).contiguous().view(-1), flat = result.view(-1);
        // A span has at most 2^31 bytes.
        for (long start = 0; start < flat.numel(); start += ElementsAtOnce)
        {
            long count = Math.Min(ElementsAtOnce, flat.numel() - start);
            operation(Floats(first.narrow(0, start, count)), Floats(second.narrow(0, start, count)), Floats(flat.narrow(0, start, count)));
        }
        return result.MoveToOuterDisposeScope();
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
