namespace OptGen.SystemTorch.Interop;

/// <summary>Error functions, gamma functions and their kin.</summary>
internal static partial class Aten
{
    public static readonly Operator digamma = new("digamma");

    public static readonly Operator digamma_ = new("digamma_");

    public static readonly Operator erf = new("erf");

    public static readonly Operator erf_ = new("erf_");

    public static readonly Operator erfc = new("erfc");

    public static readonly Operator erfc_ = new("erfc_");

    public static readonly Operator erfinv = new("erfinv");

    public static readonly Operator erfinv_ = new("erfinv_");

    public static readonly Operator i0 = new("i0");

    public static readonly Operator i0_ = new("i0_");

    public static readonly Operator igamma = new("igamma");

    public static readonly Operator igammac = new("igammac");

    public static readonly Operator lgamma = new("lgamma");

    public static readonly Operator lgamma_ = new("lgamma_");

    public static readonly Operator mvlgamma = new("mvlgamma");

    public static readonly Operator mvlgamma_ = new("mvlgamma_");

    public static readonly Operator polygamma = new("polygamma");

    public static readonly Operator polygamma_ = new("polygamma_");
}
