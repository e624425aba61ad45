namespace OptGen.SystemTorch.Interop;

/// <summary>Rounding and limiting.</summary>
internal static partial class Aten
{
    public static readonly Operator ceil = new("ceil");

    public static readonly Operator ceil_ = new("ceil_");

    public static readonly Operator clamp = new("clamp");

    public static readonly Operator clamp_Tensor = new("clamp", "Tensor");

    public static readonly Operator clamp_ = new("clamp_");

    public static readonly Operator clamp__Tensor = new("clamp_", "Tensor");

    public static readonly Operator clamp_max = new("clamp_max");

    public static readonly Operator clamp_max_ = new("clamp_max_");

    public static readonly Operator clamp_min = new("clamp_min");

    public static readonly Operator clamp_min_ = new("clamp_min_");

    public static readonly Operator floor = new("floor");

    public static readonly Operator floor_ = new("floor_");

    public static readonly Operator fmax = new("fmax");

    public static readonly Operator fmin = new("fmin");

    public static readonly Operator frac = new("frac");

    public static readonly Operator frac_ = new("frac_");

    public static readonly Operator maximum = new("maximum");

    public static readonly Operator minimum = new("minimum");

    public static readonly Operator nan_to_num = new("nan_to_num");

    public static readonly Operator nan_to_num_ = new("nan_to_num_");

    public static readonly Operator round = new("round");

    public static readonly Operator round_decimals = new("round", "decimals");

    public static readonly Operator round_ = new("round_");

    public static readonly Operator round__decimals = new("round_", "decimals");

    public static readonly Operator trunc = new("trunc");

    public static readonly Operator trunc_ = new("trunc_");
}
