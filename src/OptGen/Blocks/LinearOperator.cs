using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// A linear map of tensors with its adjoint: for all x and y, the inner products of A(x) with y and of x with A^T(y) are equal. In a recurrence
/// both can be written, <c>A(x_k)</c> and <c>A^T(y)</c>.
/// </summary>
/// <remarks>Forward and <see cref="Adjoint"/> return new tensors, owned by the caller. Derive from it for operators of your own.</remarks>
/// <param name="name">The module's name.</param>
public abstract class LinearOperator(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The adjoint.</summary>
    /// <param name="y">A tensor of the shape of forward's results.</param>
    /// <returns>A new tensor of the shape of forward's arguments.</returns>
    public abstract Tensor Adjoint(Tensor y);
}
