namespace OptGen.SystemTorch.Interop;

/// <summary>Running sums and differences along a dimension.</summary>
internal static partial class Aten
{
    public static readonly Operator cummax = new("cummax");

    public static readonly Operator cummin = new("cummin");

    public static readonly Operator cumprod = new("cumprod");

    public static readonly Operator cumsum = new("cumsum");

    public static readonly Operator cumulative_trapezoid_dx = new("cumulative_trapezoid", "dx");

    public static readonly Operator cumulative_trapezoid_x = new("cumulative_trapezoid", "x");

    public static readonly Operator diff = new("diff");

    public static readonly Operator gradient_scalararray = new("gradient", "scalararray");

    public static readonly Operator gradient_scalarint = new("gradient", "scalarint");

    public static readonly Operator logcumsumexp = new("logcumsumexp");

    public static readonly Operator trapezoid_dx = new("trapezoid", "dx");

    public static readonly Operator trapezoid_x = new("trapezoid", "x");
}
