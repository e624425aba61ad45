namespace TorchSharp;

/// <summary>How much a convolution pads its input.</summary>
public enum Padding
{
    /// <summary>Nothing.</summary>
    Valid = 0,

    /// <summary>As much as makes the result as large as the input.</summary>
    Same = 1
}

/// <summary>What goes around an input that is padded.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The input mirrored at its border, without the border itself.</summary>
    Reflect = 1,

    /// <summary>The nearest element of the input.</summary>
    Replicate = 2,

    /// <summary>The input's other end.</summary>
    Circular = 3,

    /// <summary>A number of choice.</summary>
    Constant = 4
}
