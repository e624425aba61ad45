namespace OptGen.SystemTorch.Interop;

/// <summary>Spread, quantiles and histograms.</summary>
internal static partial class Aten
{
    public static readonly Operator _to_copy = new("_to_copy");

    public static readonly Operator std = new("std");

    public static readonly Operator std_dim = new("std", "dim");

    public static readonly Operator std_mean = new("std_mean");

    public static readonly Operator std_mean_dim = new("std_mean", "dim");

    public static readonly Operator var = new("var");

    public static readonly Operator var_dim = new("var", "dim");

    public static readonly Operator var_mean = new("var_mean");

    public static readonly Operator var_mean_dim = new("var_mean", "dim");
}
