using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The Lipschitz constants of modules without weights.</summary>
internal static class LipschitzConstants
{
    // The greatest slopes, rounded up: Phi(x) + x*phi(x) at x = sqrt(2), and the derivative of x*sigmoid(x) near x = 2.4.
    private const double OfGelu = 1.13;
    private const double OfSilu = 1.1;

    /// <summary>A module's constant; null where nothing is known.</summary>
    public static double? Of(nn.Module module) => module switch
    {
        IBoundedModule bounded => bounded.LipschitzBound,
        ReLU or ReLU6 or CELU or Softplus or LogSigmoid or Tanh or Hardtanh or Tanhshrink or Softsign or Softshrink or Identity or Flatten => 1,
        Sigmoid => 0.25,
        Hardsigmoid => 1.0 / 6,
        LeakyReLU rectifier => Math.Max(1, Math.Abs(rectifier.negative_slope)),
        ELU unit => Math.Max(1, Math.Abs(unit.alpha)),
        SiLU => OfSilu,
        GELU => OfGelu,
        _ => null
    };
}
