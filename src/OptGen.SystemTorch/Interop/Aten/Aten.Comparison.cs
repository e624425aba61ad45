namespace OptGen.SystemTorch.Interop;

/// <summary>Comparisons and tests of elements.</summary>
internal static partial class Aten
{
    public static readonly Operator allclose = new("allclose");

    public static readonly Operator eq_Scalar = new("eq", "Scalar");

    public static readonly Operator eq_Tensor = new("eq", "Tensor");

    public static readonly Operator eq__Scalar = new("eq_", "Scalar");

    public static readonly Operator eq__Tensor = new("eq_", "Tensor");

    public static readonly Operator equal = new("equal");

    public static readonly Operator ge_Scalar = new("ge", "Scalar");

    public static readonly Operator ge_Tensor = new("ge", "Tensor");

    public static readonly Operator ge__Scalar = new("ge_", "Scalar");

    public static readonly Operator ge__Tensor = new("ge_", "Tensor");

    public static readonly Operator gt_Scalar = new("gt", "Scalar");

    public static readonly Operator gt_Tensor = new("gt", "Tensor");

    public static readonly Operator gt__Scalar = new("gt_", "Scalar");

    public static readonly Operator gt__Tensor = new("gt_", "Tensor");

    public static readonly Operator heaviside = new("heaviside");

    public static readonly Operator heaviside_ = new("heaviside_");

    public static readonly Operator isclose = new("isclose");

    public static readonly Operator isfinite = new("isfinite");

    public static readonly Operator isin_Tensor_Tensor = new("isin", "Tensor_Tensor");

    public static readonly Operator isinf = new("isinf");

    public static readonly Operator isnan = new("isnan");

    public static readonly Operator isneginf = new("isneginf");

    public static readonly Operator isposinf = new("isposinf");

    public static readonly Operator isreal = new("isreal");

    public static readonly Operator le_Scalar = new("le", "Scalar");

    public static readonly Operator le_Tensor = new("le", "Tensor");

    public static readonly Operator le__Scalar = new("le_", "Scalar");

    public static readonly Operator le__Tensor = new("le_", "Tensor");

    public static readonly Operator lt_Scalar = new("lt", "Scalar");

    public static readonly Operator lt_Tensor = new("lt", "Tensor");

    public static readonly Operator lt__Scalar = new("lt_", "Scalar");

    public static readonly Operator lt__Tensor = new("lt_", "Tensor");

    public static readonly Operator ne_Scalar = new("ne", "Scalar");

    public static readonly Operator ne_Tensor = new("ne", "Tensor");

    public static readonly Operator ne__Scalar = new("ne_", "Scalar");

    public static readonly Operator ne__Tensor = new("ne_", "Tensor");
}
