using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// A layer around a product with a matrix that many members can go through at once. TorchSharp's <see cref="Linear"/> need not be one; a layer of one's own, such as
/// <see cref="UnderflowLinear"/>, implements it, and begins its forward with
/// <c>if (Perturbation is { } perturbation) return perturbation.Through(this, x);</c>.
/// </summary>
/// <remarks>
/// It is in three parts: what comes before the product x W^T, the product, and what comes after it. Everything before and in between must be linear in x and W, so that the product may be
/// put together of two, as x W^T + s*(x A) B^T.
/// </remarks>
public interface IPopulationLayer
{
    /// <summary>The matrix, of shape [out, in].</summary>
    Parameter Weight { get; }

    /// <summary>The bias, of shape [out].</summary>
    Parameter Bias { get; }

    /// <summary>What the members change; null outside of an evaluation. The evaluator sets it.</summary>
    LayerPerturbation? Perturbation { get; set; }

    /// <summary>What is multiplied by the matrix instead of x.</summary>
    /// <param name="x">The layer's argument.</param>
    /// <returns>A new tensor, or another handle of x.</returns>
    Tensor Enter(Tensor x);

    /// <summary>The layer's result, without gradients.</summary>
    /// <param name="product">The product of shape [..., out], such as [rows, out] or [members, rows, out]. It is contiguous, and the caller's to dispose of; it may be written over.</param>
    /// <param name="bias">The bias, of a shape that broadcasts to the product's, such as [out] or [members, 1, out].</param>
    /// <returns>A new tensor of the product's shape, or the product written over: a handle of its own in both cases.</returns>
    Tensor Leave(Tensor product, Tensor bias);
}
