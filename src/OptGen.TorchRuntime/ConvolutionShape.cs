namespace OptGen;

/// <summary>A convolution in two dimensions, with square kernels, and the images that <see cref="ConvolutionCheck"/> gives to it.</summary>
/// <param name="InputChannels">The number of channels of the images, at least 1.</param>
/// <param name="OutputChannels">The number of channels of the result, at least 1.</param>
public sealed record ConvolutionShape(int InputChannels, int OutputChannels)
{
    /// <summary>The side of the kernels in pixels, at least 1.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>The step between neighbouring places of the kernel in pixels, at least 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The zeros around the image in pixels, at least 0. Null: half of the kernel.</summary>
    public int? Padding { get; init; }

    /// <summary>The distance of neighbouring pixels under the kernel, at least 1.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>The number of groups, which divides both numbers of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The height and width of the images in pixels, at least 1. What is wrong does not depend on it, how long the check takes does.</summary>
    public int Side { get; init; } = 6;

    /// <summary>The number of images, at least 1.</summary>
    public int Images { get; init; } = 2;

    internal int ZerosAround => Padding ?? Kernel / 2 * Dilation;

    internal int ResultSide => ((Side + (2 * ZerosAround) - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;

    /// <summary>The convolution in words, such as "20 to 40 channels, 3x3".</summary>
    public override string ToString()
    {
        string more = (Stride == 1 ? "" : $", stride {Stride}") + (Dilation == 1 ? "" : $", dilation {Dilation}") + (Groups == 1 ? "" : $", {Groups} groups");
        return $"{InputChannels} to {OutputChannels} channels, {Kernel}x{Kernel}{more}";
    }

    /// <summary>Why it is no convolution; null if it is one.</summary>
    internal string? Problem()
    {
        bool positive = InputChannels > 0 && OutputChannels > 0 && Kernel > 0 && Stride > 0 && Dilation > 0 && Groups > 0 && Side > 0 && Images > 0;
        if (!positive || Padding < 0)
            return $"The convolution {this} has a size below 1 or a padding below 0.";
        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
            return $"The convolution {this} has groups that do not divide its channels.";
        bool fits = Side + (2 * ZerosAround) >= (Dilation * (Kernel - 1)) + 1;
        return fits ? null : $"The convolution {this} does not fit into images of {Side}x{Side} pixels: give it a larger Side.";
    }
}
