using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>A matrix as a linear operator: y = W x for vectors in the last dimension, with the adjoint x = W^T y.</summary>
/// <remarks>The parameter is <c>weight</c>, of shape [outFeatures, inFeatures]. It is trained unless <c>requires_grad</c> is switched off.</remarks>
public sealed class LinearMap : LinearOperator
{
    private readonly Linear layer;

    /// <summary>Makes the operator with a weight drawn as <c>nn.Linear</c> draws it.</summary>
    /// <param name="inFeatures">The size of the last dimension of the argument, at least 1.</param>
    /// <param name="outFeatures">The size of the last dimension of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LinearMap(int inFeatures, int outFeatures)
        : base(nameof(LinearMap))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        layer = nn.Linear(inFeatures, outFeatures, hasBias: false);
        register_parameter("weight", layer.weight);
    }

    /// <summary>Makes the operator of a given matrix, which is copied and not trained.</summary>
    /// <param name="matrix">The matrix, of shape [outFeatures, inFeatures].</param>
    /// <exception cref="ArgumentException">It is no matrix of real numbers, or an empty one.</exception>
    public LinearMap(Tensor matrix)
        : base(nameof(LinearMap))
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.dim() != 2 || matrix.numel() == 0 || !matrix.is_floating_point())
            throw new ArgumentException($"A linear map's matrix is a tensor of real numbers of the shape [out, in], not {matrix.dtype} of [{string.Join(", ", matrix.shape)}].", nameof(matrix));
        layer = nn.Linear(matrix.shape[1], matrix.shape[0], hasBias: false, device: matrix.device, dtype: matrix.dtype);
        using (no_grad())
            layer.weight.copy_(matrix);
        layer.weight.requires_grad = false;
        register_parameter("weight", layer.weight);
    }

    /// <summary>The matrix, of shape [outFeatures, inFeatures].</summary>
    public Parameter Weight => layer.weight;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => nn.functional.linear(x, layer.weight);

    /// <inheritdoc/>
    public override Tensor Adjoint(Tensor y)
    {
        using Tensor transposed = layer.weight.t();
        return nn.functional.linear(y, transposed);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        Parameter weight = layer.weight;
        if (ReplaceParameter(dtype, device, weight, out Parameter? moved))
        {
            // At once: TorchSharp's setter takes no weight in the place of one that is disposed (0.107.0).
            layer.weight = moved!;
            weight.Dispose();
            ConditionallyRegisterParameter("weight", moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }
}
