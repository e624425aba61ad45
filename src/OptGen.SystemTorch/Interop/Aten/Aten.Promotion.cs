namespace OptGen.SystemTorch.Interop;

/// <summary>Types that operations give.</summary>
internal static partial class Aten
{
    public static readonly Operator can_cast = new("can_cast");

    public static readonly Operator promote_types = new("promote_types");

    public static readonly Operator result_type_Tensor = new("result_type", "Tensor");
}
