namespace OptGen.Networks;

/// <summary>
/// Nesterov's accelerated gradient descent for strongly convex functions: the momentum is (sqrt(q) - 1)/(sqrt(q) + 1), q = L/mu the condition number, here 9.
/// </summary>
/// <remarks>
/// <para>
/// (sqrt L - sqrt mu)/(sqrt L + sqrt mu) with both divided by sqrt mu; 1/2 for q = 9. rho = (z - 1)(z - 1/2): consistent and zero-stable, of order 1, effective
/// step 2 b.
/// </para>
/// Source: Nesterov, "Introductory Lectures on Convex Optimization" (2004).
/// </remarks>
[Update("y_k = x_k + (sqrt(q) - 1)/(sqrt(q) + 1)*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)")]
public sealed partial class AgdStronglyConvex
{
    private const double q = 9;

    /// <summary>The step of each layer, trained; 0.5 at first, so that a layer goes 1.</summary>
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
