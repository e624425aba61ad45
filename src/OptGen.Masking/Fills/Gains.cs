namespace OptGen.Masking;

/// <summary>The factors between the numbers of a prototype, whose standard deviation is 1, and a layer's weights.</summary>
internal static class Gains
{
    /// <summary>The standard deviation that keeps the size of activations through a layer followed by ReLU: sqrt(2/fan-in) (He et al. 2015).</summary>
    public static double Kaiming(long fanIn) => Math.Sqrt(2.0 / fanIn);

    /// <summary>What makes up for removed weights: 1/sqrt(kept fraction), the "scaled" initialization of Ramanujan et al. (2020).</summary>
    public static double ForKept(double fraction) => 1 / Math.Sqrt(fraction);
}
