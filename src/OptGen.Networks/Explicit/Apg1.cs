namespace OptGen.Networks;

/// <summary>Accelerated proximal gradient in the x-form: y_k = x_k + a (x_k - x_(k-1)); x_(k+1) = y_k - b T_k(y_k).</summary>
/// <remarks>
/// <para>
/// rho = (z - 1)(z - a): consistent and zero-stable for every momentum that it can learn, a one-leg method of order 1, effective step b/(1 - a).
/// </para>
/// Source: the form is this library's reading of "OptDNN-APG1" (Designing Universally-Approximating Deep Neural Networks, TPAMI 2024), whose table could not be had.
/// </remarks>
[Update("y_k = x_k + a*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)")]
public sealed partial class Apg1
{
    /// <summary>The momentum, trained between -1 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = -1, Max = 1)]
    public partial Parameter a { get; }

    /// <summary>The step, trained; 0.5 at first, so that a layer goes 1.</summary>
    [Learnable(0.5)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
