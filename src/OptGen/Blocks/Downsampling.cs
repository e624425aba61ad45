using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>How <see cref="Downsampling"/> makes one pixel of several.</summary>
public enum DownsamplingMode
{
    /// <summary>By their mean.</summary>
    Average,

    /// <summary>By the first of them, in the upper left corner; behind a blur, the usual model of a camera.</summary>
    Decimate
}

/// <summary>
/// The linear operator that makes images smaller by a whole factor in height and width, for super-resolution.
/// </summary>
/// <remarks>
/// Forward takes [batch, channels, height, width], both sides multiples of the factor, and returns a new tensor [batch, channels, height/factor, width/factor],
/// owned by the caller; the adjoint goes the other way. Nothing is trained.
/// </remarks>
public sealed class Downsampling : LinearOperator
{
    private readonly Scalar share;

    /// <summary>Makes the operator.</summary>
    /// <param name="factor">How many times smaller the images become in each direction, at least 1.</param>
    /// <param name="mode">How one pixel is made of several.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1, or there is no such mode.</exception>
    public Downsampling(int factor, DownsamplingMode mode = DownsamplingMode.Average)
        : base(nameof(Downsampling))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode; take Average or Decimate.");
        Factor = factor;
        Mode = mode;
        share = 1.0 / ((long)factor * factor);
    }

    /// <summary>How many times smaller the images become in each direction.</summary>
    public int Factor { get; }

    /// <summary>How one pixel is made of several.</summary>
    public DownsamplingMode Mode { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        long[] shape = ImageShapes.Require(x, nameof(Downsampling));
        if (shape[2] % Factor != 0 || shape[3] % Factor != 0)
            throw new ArgumentException($"Height and width must be multiples of the factor {Factor}; this image has {shape[2]} x {shape[3]} pixels.", nameof(x));
        long height = shape[2] / Factor, width = shape[3] / Factor;
        using Tensor blocks = x.reshape(shape[0], shape[1], height, Factor, width, Factor);
        if (Mode == DownsamplingMode.Average)
            return blocks.mean([3, 5]);
        using Tensor rows = blocks.select(5, 0);
        using Tensor corners = rows.select(3, 0);
        return corners.clone();
    }

    /// <summary>The adjoint: each pixel is spread over a block, or put into its corner.</summary>
    /// <param name="y">Images of shape [batch, channels, height, width].</param>
    /// <returns>A new tensor of shape [batch, channels, height*factor, width*factor].</returns>
    public override Tensor Adjoint(Tensor y)
    {
        long[] shape = ImageShapes.Require(y, $"The adjoint of {nameof(Downsampling)}");
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = y.reshape(shape[0], shape[1], shape[2], 1, shape[3], 1);
        Tensor blocks = Mode == DownsamplingMode.Average
            ? pixels.mul(share).expand(shape[0], shape[1], shape[2], Factor, shape[3], Factor)
            : nn.functional.pad(pixels, [0, Factor - 1, 0, 0, 0, Factor - 1]);
        return blocks.reshape(shape[0], shape[1], shape[2] * Factor, shape[3] * Factor).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // There is nothing to register.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            share.Dispose();
        base.Dispose(disposing);
    }
}
