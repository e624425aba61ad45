namespace OptGen.SystemTorch.Interop;

/// <summary>Medians, quantiles, histograms, covariances.</summary>
internal static partial class Aten
{
    public static readonly Operator bincount = new("bincount");

    public static readonly Operator corrcoef = new("corrcoef");

    public static readonly Operator cov = new("cov");

    public static readonly Operator histc = new("histc");

    public static readonly Operator histogram_bin_ct = new("histogram", "bin_ct");

    public static readonly Operator histogram_bins_tensor = new("histogram", "bins_tensor");

    public static readonly Operator median = new("median");

    public static readonly Operator nanmedian = new("nanmedian");

    public static readonly Operator nanquantile = new("nanquantile");

    public static readonly Operator quantile = new("quantile");
}
