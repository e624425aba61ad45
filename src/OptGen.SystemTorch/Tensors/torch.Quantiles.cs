using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.median()"/>
    public static Tensor median(Tensor input) => input.median();

    /// <inheritdoc cref="Tensor.nanmedian()"/>
    public static Tensor nanmedian(Tensor input) => input.nanmedian();

    /// <inheritdoc cref="Tensor.quantile(Tensor, long, bool)"/>
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);

    /// <inheritdoc cref="Tensor.nanquantile(Tensor, long, bool)"/>
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.nanquantile(q, dim, keepdim);

    /// <inheritdoc cref="Tensor.histc(long, long, long)"/>
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);

    /// <inheritdoc cref="Tensor.bincount(Tensor, long)"/>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);

    /// <inheritdoc cref="Tensor.cov(long, Tensor, Tensor)"/>
    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
        input.cov(correction, fweights, aweights);

    /// <inheritdoc cref="Tensor.corrcoef()"/>
    public static Tensor corrcoef(Tensor input) => input.corrcoef();

    /// <summary>Counts (weights, or densities) in bins of equal width, and the edges of the bins.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(
        Tensor input, long bins, (double, double)? range = null, Tensor? weight = null, bool density = false) =>
        Aten.histogram_bin_ct.Call2(input, bins, range is { } limits ? new[] { limits.Item1, limits.Item2 } : null, weight, density);

    /// <summary>Counts (weights, or densities) in bins with the given edges, and those edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        Aten.histogram_bins_tensor.Call2(input, bins, weight, density);
}
