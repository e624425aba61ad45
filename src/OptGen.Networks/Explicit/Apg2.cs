namespace OptGen.Networks;

/// <summary>
/// Accelerated proximal gradient in the y-form: y_(k+1) = (1 + a)(y_k - b T_k(y_k)) - a (y_(k-1) - b T_(k-1)(y_(k-1))). The value of the operator at the iterate
/// before is kept, not computed again.
/// </summary>
/// <remarks>
/// <para>
/// rho = (z - 1)(z - a), sigma(1) = b: a true linear multistep method, consistent and zero-stable for every momentum that it can learn, of order 1, effective
/// step b/(1 - a).
/// </para>
/// Source: the form is this library's reading of "OptDNN-APG2" (Designing Universally-Approximating Deep Neural Networks, TPAMI 2024), whose table could not be had.
/// </remarks>
[Update("y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))")]
public sealed partial class Apg2
{
    /// <summary>The momentum, trained between -1 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = -1, Max = 1)]
    public partial Parameter a { get; }

    /// <summary>The step, trained; 0.5 at first, so that a layer goes 1.</summary>
    [Learnable(0.5)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
