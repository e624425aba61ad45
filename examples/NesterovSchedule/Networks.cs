using OptGen;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NesterovSchedule;

/// <summary>Gradient descent, as a network.</summary>
[Update("x_<k+1> = x_k - b*T(x_k)")]
internal sealed partial class GradientDescent
{
    private const double b = 1;

    private static Module<Tensor, Tensor> T(Tensor curvature) => new Quadratic(curvature);
}

/// <summary>Nesterov's method: the coefficient is a formula in the number of the layer.</summary>
[Update("""
    y_k = x_k + k/(k+3)*(x_k - x_<k-1>)
    x_<k+1> = y_k - b*T(y_k)
    """)]
internal sealed partial class Nesterov
{
    private const double b = 1;

    private static Module<Tensor, Tensor> T(Tensor curvature) => new Quadratic(curvature);
}

/// <summary>Nesterov's own sequence: the same recurrence, with the coefficient as a method in C#.</summary>
[Update("""
    y_k = x_k + a_k*(x_k - x_<k-1>)
    x_<k+1> = y_k - b*T(y_k)
    """)]
internal sealed partial class NesterovSequence
{
    private const double b = 1;

    // t_0 = 1, t_{k+1} = (1 + sqrt(1 + 4 t_k^2)) / 2, a_k = (t_{k-1} - 1) / t_k
    private static double a(int k)
    {
        double previous = 1, t = 1;
        for (int i = 0; i < k; i++)
            (previous, t) = (t, (1 + Math.Sqrt(1 + 4 * t * t)) / 2);
        return (previous - 1) / t;
    }

    private static Module<Tensor, Tensor> T(Tensor curvature) => new Quadratic(curvature);
}

/// <summary>The gradient of f(x) = 1/2 sum c_i x_i^2: an operator need not be trained.</summary>
internal sealed class Quadratic(Tensor curvature) : Module<Tensor, Tensor>(nameof(Quadratic))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => curvature * x;

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The curvature belongs to the caller.
    }
}
