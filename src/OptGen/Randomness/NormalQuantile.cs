namespace OptGen.Randomness;

/// <summary>
/// The quantile of the standard normal distribution by additions, subtractions, multiplications, divisions and square roots of doubles alone, in a fixed order and never
/// fused. IEEE 754 rounds each of these to one result, so every machine has the same bits; a library's logarithm would not do.
/// </summary>
/// <remarks>
/// The rational approximations are algorithm AS 241, PPND16 (Wichura 1988), whose relative error is about 1e-16. Its logarithm is computed here by the series of the
/// inverse hyperbolic tangent.
/// </remarks>
internal static class NormalQuantile
{
    private const double CentralHalfWidth = 0.425, CentralShift = 0.180625, TailShift = 1.6, FarTailShift = 5, TailBorder = 5;
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>The value that a standard normal number is below with probability (word + 1/2)/2^32.</summary>
    public static double Of(uint word)
    {
        // Both exact: the numbers are multiples of 2^-33 below 1.
        double q = (word + 0.5) * (1.0 / 4294967296.0) - 0.5;
        double magnitude = q < 0 ? -q : q;
        if (magnitude <= CentralHalfWidth)
        {
            double r = CentralShift - q * q;
            return q * Central(r);
        }
        double tail = Math.Sqrt(-Log(0.5 - magnitude));
        double value = tail <= TailBorder ? Tail(tail - TailShift) : FarTail(tail - FarTailShift);
        return q < 0 ? -value : value;
    }

    private static double Central(double r) =>
        (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r + 4.5921953931549871457e+4) * r
            + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r + 1.3314166789178437745e+2) * r + 3.3871328727963666080e0)
        / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r + 2.1213794301586595867e+4) * r
            + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r + 4.2313330701600911252e+1) * r + 1.0);

    private static double Tail(double r) =>
        (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r
            + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
        / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r
            + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r + 2.05319162663775882187e0) * r + 1.0);

    private static double FarTail(double r) =>
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r
            + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
        / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r
            + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r + 5.99832206555887937690e-1) * r + 1.0);

    /// <summary>The natural logarithm of a normal number, to about 1e-16.</summary>
    internal static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        // Between sqrt(1/2) and sqrt(2), so that the series below is short.
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1), square = s * s;
        // log m = 2 atanh s; |s| < 0.1716, so what is left out is below 1e-17 of it.
        double series = 0;
        for (int odd = 21; odd >= 3; odd -= 2)
            series = (series + 1.0 / odd) * square;
        return exponent * Ln2 + 2 * s * (series + 1);
    }
}
