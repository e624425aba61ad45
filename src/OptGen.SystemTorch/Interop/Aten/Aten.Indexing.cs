namespace OptGen.SystemTorch.Interop;

internal static partial class Aten
{
    public static readonly Operator select_int = new("select", "int");
    public static readonly Operator slice_Tensor = new("slice", "Tensor");
    public static readonly Operator index_Tensor = new("index", "Tensor");
    public static readonly Operator index_put_ = new("index_put_");
}
