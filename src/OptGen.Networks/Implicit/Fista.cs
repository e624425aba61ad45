namespace OptGen.Networks;

/// <summary>
/// FISTA: y_k = x_k + (k + 2)/(k + 3) (x_k - x_(k-1)); x_(k+1) = y_k - b T1(y_k) - b T2(x_(k+1)), solved in each layer.
/// </summary>
/// <remarks>
/// <para>
/// Consistent. The momentum (k + c - 1)/(k + c), c = 3, tends to 1, so no condition on constant coefficients applies. A layer has exactly one solution where b times
/// the Lipschitz constant of T2 is below 1. T1 has the indices 0 to L - 1, T2 1 to L.
/// </para>
/// Source: Beck and Teboulle (2009); the momentum is that of the library deepinv.
/// </remarks>
[Update("y_k = x_k + ((k + c - 1)/(k + c))*(x_k - x_<k-1>); x_<k+1> = y_k - b*T1(y_k) - b*T2(x_<k+1>)")]
public sealed partial class Fista
{
    private const double c = 3;

    /// <summary>The step, trained between 0 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T1(int k, Func<int, Module<Tensor, Tensor>> explicitBlock) => Operators.Make(explicitBlock, k, nameof(explicitBlock));

    private static Module<Tensor, Tensor> T2(int k, Func<int, Module<Tensor, Tensor>> implicitBlock) => Operators.Make(implicitBlock, k, nameof(implicitBlock));
}
