namespace OptGen.SystemTorch.Interop;

/// <summary>Writing into tensors, and choosing between them.</summary>
internal static partial class Aten
{
    public static readonly Operator copy_ = new("copy_");

    public static readonly Operator fill__Scalar = new("fill_", "Scalar");

    public static readonly Operator masked_fill_Scalar = new("masked_fill", "Scalar");

    public static readonly Operator masked_fill__Scalar = new("masked_fill_", "Scalar");

    public static readonly Operator where = new("where");

    public static readonly Operator where_self = new("where", "self");

    public static readonly Operator zero_ = new("zero_");
}
