namespace OptGen.SystemTorch.Interop;

/// <summary>Exponentials and logarithms.</summary>
internal static partial class Aten
{
    public static readonly Operator exp = new("exp");

    public static readonly Operator exp2 = new("exp2");

    public static readonly Operator exp2_ = new("exp2_");

    public static readonly Operator exp_ = new("exp_");

    public static readonly Operator expm1 = new("expm1");

    public static readonly Operator expm1_ = new("expm1_");

    public static readonly Operator log = new("log");

    public static readonly Operator log10 = new("log10");

    public static readonly Operator log10_ = new("log10_");

    public static readonly Operator log1p = new("log1p");

    public static readonly Operator log1p_ = new("log1p_");

    public static readonly Operator log2 = new("log2");

    public static readonly Operator log2_ = new("log2_");

    public static readonly Operator log_ = new("log_");

    public static readonly Operator logaddexp = new("logaddexp");

    public static readonly Operator logaddexp2 = new("logaddexp2");

    public static readonly Operator logit = new("logit");

    public static readonly Operator logit_ = new("logit_");

    public static readonly Operator xlogy_Scalar_Other = new("xlogy", "Scalar_Other");

    public static readonly Operator xlogy_Tensor = new("xlogy", "Tensor");

    public static readonly Operator xlogy__Scalar_Other = new("xlogy_", "Scalar_Other");

    public static readonly Operator xlogy__Tensor = new("xlogy_", "Tensor");
}
