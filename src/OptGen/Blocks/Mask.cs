using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>The linear operator that keeps some numbers and makes the others 0, for inpainting: y = m*x, element by element.</summary>
/// <remarks>
/// It is its own adjoint. The mask is a buffer, <c>mask</c> in <c>state_dict</c>; nothing is trained. Forward takes any shape that the mask broadcasts to
/// and any type of real numbers, and returns a new tensor of both, owned by the caller.
/// </remarks>
public sealed class Mask : LinearOperator
{
    [TorchSharp.Utils.ComponentName(Name = "mask")]
    private Tensor mask;

    /// <summary>Makes the operator.</summary>
    /// <param name="mask">The factors, 1 and 0 as a rule, of a shape that broadcasts to that of the arguments, such as [height, width]; they are copied.</param>
    public Mask(Tensor mask)
        : base(nameof(Mask))
    {
        ArgumentNullException.ThrowIfNull(mask);
        bool isReal = mask.dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        using (no_grad())
        {
            this.mask = isReal ? mask.detach().clone() : mask.to(get_default_dtype());
            this.mask.DetachFromDisposeScope();
        }
        register_buffer("mask", this.mask);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tensor factors = mask.to(x.dtype);
        Tensor product = x.mul(factors);
        if (product.shape.AsSpan().SequenceEqual(x.shape))
            return product;
        product.Dispose();
        throw new ArgumentException(
            $"A mask of the shape [{string.Join(", ", mask.shape)}] is not one for a tensor of the shape [{string.Join(", ", x.shape)}]: it would change its shape.", nameof(x));
    }

    /// <summary>The adjoint, which is the operator itself.</summary>
    /// <param name="y">A tensor like the arguments of forward.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public override Tensor Adjoint(Tensor y) => forward(y);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (ReplaceBuffer(dtype, device, mask, out Tensor? moved))
        {
            mask = moved!;
            ConditionallyRegisterBuffer("mask", mask);
        }
        base._toEpilog(dtype, device, non_blocking);
    }
}
