namespace TorchSharp;

public static partial class torch
{
    /// <summary>How <see cref="nn.Upsample"/> finds elements in between.</summary>
    public enum UpsampleMode
    {
        /// <summary>The nearest element.</summary>
        Nearest = 0,

        /// <summary>Linear, over one dimension.</summary>
        Linear = 1,

        /// <summary>Linear in both directions of an image.</summary>
        Bilinear = 2,

        /// <summary>Cubic in both directions of an image.</summary>
        Bicubic = 3,

        /// <summary>Linear in the three directions of a volume.</summary>
        Trilinear = 4
    }

    /// <summary>How <see cref="nn.functional.interpolate"/> finds elements in between.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest element, with places rounded down.</summary>
        Nearest = 0,

        /// <summary>Linear, over one dimension.</summary>
        Linear = 1,

        /// <summary>Linear in both directions of an image.</summary>
        Bilinear = 2,

        /// <summary>Cubic in both directions of an image.</summary>
        Bicubic = 3,

        /// <summary>Linear in the three directions of a volume.</summary>
        Trilinear = 4,

        /// <summary>The mean of the elements that fall together.</summary>
        Area = 5,

        /// <summary>The nearest element, with places measured from the elements' centres.</summary>
        NearestExact = 6
    }

    /// <summary>How <see cref="nn.functional.grid_sample"/> finds values in between.</summary>
    public enum GridSampleMode
    {
        /// <summary>The nearest element.</summary>
        Nearest = 0,

        /// <summary>Linear in every direction.</summary>
        Bilinear = 2
    }

    /// <summary>What <see cref="nn.functional.grid_sample"/> finds outside its input.</summary>
    public enum GridSamplePaddingMode
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,

        /// <summary>The input mirrored at its border.</summary>
        Reflection = 1,

        /// <summary>The nearest element of the input.</summary>
        Border = 2
    }
}
