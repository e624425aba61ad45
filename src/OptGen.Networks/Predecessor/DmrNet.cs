namespace OptGen.Networks;

/// <summary>
/// DMRNet, two paths that merge and run: x_(k+1) = (x_k + y_k)/2 + T1_k(x_k); y_(k+1) = (x_k + y_k)/2 + T2_k(y_k). Both begin with the input; the result is their mean.
/// </summary>
/// <remarks>
/// <para>Consistent and zero-stable, eigenvalues 1 and 0, of order 1, half a step along each operator.</para>
/// Source: the ADMM-like network (equation 20) of Li et al. (ACML 2018) with the weights 1/2 and 1/2, which its authors identify with the merge-and-run mappings
/// of Zhao et al. (2018).
/// </remarks>
[Update("""
    x_0 = u
    y_0 = u
    x_<k+1> = (x_k + y_k)/2 + T1(x_k)
    y_<k+1> = (x_k + y_k)/2 + T2(y_k)
    out = (x_L + y_L)/2
    """, Inputs = "u")]
public sealed partial class DmrNet
{
    private static Module<Tensor, Tensor> T1(int k, Func<int, Module<Tensor, Tensor>> blockOfX) => Operators.Make(blockOfX, k, nameof(blockOfX));

    private static Module<Tensor, Tensor> T2(int k, Func<int, Module<Tensor, Tensor>> blockOfY) => Operators.Make(blockOfY, k, nameof(blockOfY));
}
