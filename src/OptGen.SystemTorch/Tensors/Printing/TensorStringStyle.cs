namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device only.</summary>
    Metadata,

    /// <summary>Shape, type and device, then the elements as matrices without brackets.</summary>
    Julia,

    /// <summary>The elements in nested brackets.</summary>
    Numpy,

    /// <summary>Shape, type and device, then the elements as a C# array initializer.</summary>
    CSharp,

    /// <summary>The style that torch.TensorStringStyle names.</summary>
    Default
}
