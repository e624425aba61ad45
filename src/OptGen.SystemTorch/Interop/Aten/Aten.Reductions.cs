namespace OptGen.SystemTorch.Interop;

/// <summary>Reductions to fewer elements.</summary>
internal static partial class Aten
{
    public static readonly Operator all = new("all");

    public static readonly Operator all_dim = new("all", "dim");

    public static readonly Operator amax = new("amax");

    public static readonly Operator amin = new("amin");

    public static readonly Operator aminmax = new("aminmax");

    public static readonly Operator any = new("any");

    public static readonly Operator any_dim = new("any", "dim");

    public static readonly Operator argmax = new("argmax");

    public static readonly Operator argmin = new("argmin");

    public static readonly Operator count_nonzero = new("count_nonzero");

    public static readonly Operator count_nonzero_dim_IntList = new("count_nonzero", "dim_IntList");

    public static readonly Operator logsumexp = new("logsumexp");

    public static readonly Operator max = new("max");

    public static readonly Operator max_dim = new("max", "dim");

    public static readonly Operator mean = new("mean");

    public static readonly Operator mean_dim = new("mean", "dim");

    public static readonly Operator min = new("min");

    public static readonly Operator min_dim = new("min", "dim");

    public static readonly Operator nanmean = new("nanmean");

    public static readonly Operator nansum = new("nansum");

    public static readonly Operator prod = new("prod");

    public static readonly Operator prod_dim_int = new("prod", "dim_int");

    public static readonly Operator resize_ = new("resize_");

    public static readonly Operator sum = new("sum");

    public static readonly Operator sum_dim_IntList = new("sum", "dim_IntList");
}
