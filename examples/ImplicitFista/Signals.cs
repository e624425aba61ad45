using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImplicitFista;

/// <summary>Smooth signals, a camera that sees few sums of them, and what makes a signal rough.</summary>
internal static class Signals
{
    /// <summary>The step, below 1 over the greatest slope of 1/2 |A x - m|^2, which is 1.</summary>
    public const double Step = 0.9;

    /// <summary>The greatest eigenvalue of G: an explicit step would have to be tens of times as short.</summary>
    public const double Steepness = 40;

    private const int Length = 64;
    private const int Seen = 24;

    public static Tensor Smooth(int count)
    {
        Tensor places = linspace(0, 2 * Math.PI, Length, dtype: float64);
        Tensor phases = randn(count, 3, 1, dtype: float64) * 3, heights = randn(count, 3, 1, dtype: float64);
        Tensor waves = tensor(new double[] { 1, 2, 3 }).reshape(1, 3, 1) * places;
        return (heights * (waves + phases).sin()).sum(1);
    }

    public static Tensor Camera()
    {
        Tensor rows = randn(Seen, Length, dtype: float64);
        return rows / linalg.svdvals(rows).max();
    }

    /// <summary>The matrix G with x^T G x = c |D x|^2, D the third differences of neighbours.</summary>
    public static Tensor Roughness()
    {
        Tensor differences = eye(Length, dtype: float64).diff(dim: 0).diff(dim: 0).diff(dim: 0);
        Tensor square = differences.t().matmul(differences);
        return square * (Steepness / linalg.eigvalsh(square).max());
    }

    public static Linear Fixed(Tensor matrix) => Linear(new Parameter(matrix.clone(), requires_grad: false));
}
