using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The two-layer operator for images: batch normalisation, ReLU and a convolution, twice. Height and width of the image stay as they are.
/// </summary>
/// <remarks>
/// The parameters are named <c>bn1</c>, <c>conv1</c>, <c>bn2</c> and <c>conv2</c>. In training the normalisations use and record the
/// statistics of the batch; call <c>eval()</c> to use the recorded ones. Forward returns a new tensor, owned by the caller.
/// </remarks>
public sealed class ConvolutionBlock : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d firstNorm;
    private readonly Conv2d first;
    private readonly BatchNorm2d secondNorm;
    private readonly Conv2d second;

    /// <summary>Makes the operator for images of shape [batch, <paramref name="channels"/>, height, width].</summary>
    /// <param name="channels">The number of channels of the argument and of the result, at least 1.</param>
    /// <param name="hidden">The number of channels between the convolutions, at least 1.</param>
    /// <param name="kernel">The side of the square kernels in pixels; odd, so that padding can keep the image's size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The kernel's side is even.</exception>
    public ConvolutionBlock(int channels, int hidden, int kernel = 3)
        : base(nameof(ConvolutionBlock))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        if (kernel % 2 == 0)
            throw new ArgumentException($"The kernel's side is {kernel}; it must be odd, so that padding can keep the image's size.", nameof(kernel));
        firstNorm = nn.BatchNorm2d(channels);
        // The next normalisation would take away a constant added here.
        first = nn.Conv2d(channels, hidden, kernel, padding: kernel / 2, bias: false);
        secondNorm = nn.BatchNorm2d(hidden);
        second = nn.Conv2d(hidden, channels, kernel, padding: kernel / 2);
        register_module("bn1", firstNorm);
        register_module("conv1", first);
        register_module("bn2", secondNorm);
        register_module("conv2", second);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using Tensor firstActive = firstNorm.call(x).relu_();
        using Tensor hidden = first.call(firstActive);
        using Tensor secondActive = secondNorm.call(hidden).relu_();
        return second.call(secondActive);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
