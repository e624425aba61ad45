using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The linear operator that blurs images by a circular convolution with a kernel, the same for every channel: y[i] = sum over j of h[j]*x[i - j], indices
/// counted from the kernel's middle and modulo the image's size.
/// </summary>
/// <remarks>
/// It is computed by Fourier transforms, so its cost does not grow with the kernel; narrower types than float32 are widened to it for that. The kernel is a buffer, <c>kernel</c> in
/// <c>state_dict</c>; nothing is trained. Forward takes [batch, channels, height, width], at least as large as the kernel, and returns a new tensor of that
/// shape, owned by the caller.
/// </remarks>
public sealed class CircularBlur : LinearOperator
{
    [TorchSharp.Utils.ComponentName(Name = "kernel")]
    private Tensor kernel;

    /// <summary>Makes the operator.</summary>
    /// <param name="kernel">The kernel h, of shape [height, width], of any size; its middle is at (height/2, width/2), rounded down. It is copied.</param>
    /// <exception cref="ArgumentException">The kernel has another shape, or is empty.</exception>
    public CircularBlur(Tensor kernel)
        : base(nameof(CircularBlur))
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.dim() != 2 || kernel.numel() == 0)
            throw new ArgumentException($"A blur's kernel has the shape [height, width], not [{string.Join(", ", kernel.shape)}].", nameof(kernel));
        using (no_grad())
        {
            this.kernel = kernel.dtype == ScalarType.Float64 ? kernel.detach().clone() : kernel.detach().to(float32, copy: true);
            this.kernel.DetachFromDisposeScope();
        }
        register_buffer("kernel", this.kernel);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Filter(x, isAdjoint: false);

    /// <summary>The adjoint: the circular correlation with the kernel.</summary>
    /// <param name="y">Images of shape [batch, channels, height, width].</param>
    /// <returns>A new tensor of the same shape.</returns>
    public override Tensor Adjoint(Tensor y) => Filter(y, isAdjoint: true);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (ReplaceBuffer(dtype, device, kernel, out Tensor? moved))
        {
            kernel = moved!;
            ConditionallyRegisterBuffer("kernel", kernel);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    private Tensor Filter(Tensor x, bool isAdjoint)
    {
        long[] shape = ImageShapes.Require(x, nameof(CircularBlur)), size = kernel.shape;
        if (shape[2] < size[0] || shape[3] < size[1])
            throw new ArgumentException($"An image of {shape[2]} x {shape[3]} pixels is smaller than the blur's kernel of {size[0]} x {size[1]}.", nameof(x));
        // The transform takes no empty batch.
        if (x.numel() == 0)
            return x.clone();
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = x.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Tensor padded = nn.functional.pad(kernel.to(type), [0, shape[3] - size[1], 0, shape[2] - size[0]]).roll([-(size[0] / 2), -(size[1] / 2)], [0, 1]);
        Tensor response = fft.rfft2(padded);
        if (isAdjoint)
            response = response.conj();
        return fft.irfft2(fft.rfft2(x.to(type)).mul(response), shape[2..]).to(x.dtype).MoveToOuterDisposeScope();
    }
}
