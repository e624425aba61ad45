using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// A layer in the three parts that evaluating many perturbed members at once asks for: what comes before the matrix product, the product x W^T, which is the caller's, and what
/// comes after it. Everything before and in between is linear in x and W, so a product may be put together of several, as x W^T + s*(x A) B^T.
/// </summary>
internal interface ISplitLinear
{
    /// <summary>The matrix, of shape [out, in].</summary>
    Parameter Weight { get; }

    /// <summary>The bias, of shape [out].</summary>
    Parameter Bias { get; }

    /// <summary>What is multiplied by the matrix instead of x: a new tensor, or x itself.</summary>
    Tensor Enter(Tensor x);

    /// <summary>The layer's result, without gradients.</summary>
    /// <param name="product">The product of shape [..., out], such as [rows, out] or [members, rows, out]. It is contiguous, and the caller's to dispose of; it may be written over.</param>
    /// <param name="bias">The bias, of a shape that broadcasts to the product's, such as [out] or [members, 1, out].</param>
    /// <returns>A new tensor of the product's shape, or the product written over: a handle of its own in both cases.</returns>
    Tensor Leave(Tensor product, Tensor bias);
}
