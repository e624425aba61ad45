using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Sums with products of many matrices at once.</summary>
/// <remarks>
/// TorchSharp's <c>input.baddbmm(a, b)</c> (seen in 0.107.0) computes b + input*a instead of torch's input + a*b: it hands its arguments on in another order. A test tells when it does no longer.
/// </remarks>
internal static class BatchedProduct
{
    /// <summary>input + a*b, as a new tensor.</summary>
    /// <param name="input">(n, rows, columns), or what broadcasts to it.</param>
    /// <param name="a">(n, rows, inner).</param>
    /// <param name="b">(n, inner, columns).</param>
    public static Tensor Add(Tensor input, Tensor a, Tensor b) => a.baddbmm(b, input);
}
