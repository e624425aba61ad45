namespace OptGen.SystemTorch.Interop;

/// <summary>Operators that only optimisers and data loaders need.</summary>
internal static partial class Aten
{
    public static readonly Operator item = new("item");

    public static readonly Operator maximum_out = new("maximum", "out");
}
