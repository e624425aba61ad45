using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>What linear operators on images ask of the tensors that they get.</summary>
internal static class ImageShapes
{
    /// <summary>The shape of a batch of images.</summary>
    /// <param name="images">Of shape [batch, channels, height, width].</param>
    /// <param name="name">The operator, for the message.</param>
    /// <param name="size">The height and width that they must have; any when null.</param>
    /// <param name="channels">The number of channels that they must have; any when null.</param>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static long[] Require(Tensor images, string name, (long Height, long Width)? size = null, long? channels = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        long[] shape = images.shape;
        bool fits = shape.Length == 4
            && (size is not var (height, width) || (shape[2] == height && shape[3] == width))
            && (channels is not { } wanted || shape[1] == wanted);
        return fits
            ? shape
            : throw new ArgumentException(
                $"{name} takes images of the shape [batch, {channels?.ToString() ?? "channels"}, {size?.Height.ToString() ?? "height"}, {size?.Width.ToString() ?? "width"}], not [{string.Join(", ", shape)}].",
                nameof(images));
    }
}
