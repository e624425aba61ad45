namespace OptGen.Networks;

/// <summary>
/// The linearized alternating direction method of multipliers for f(z) + g(y), y = z, with penalty 1: z and y take turns, l makes them agree.
/// </summary>
/// <remarks>
/// <para>
/// z_(k+1) = (z_k + y_k - T1(z_k) - l_k)/2; y_(k+1) = (y_k + z_(k+1) - T2(y_k) + l_k)/2; l_(k+1) = l_k + z_(k+1) - y_(k+1). The input is z_0 and y_0,
/// l_0 is 0, and the result is y_L. The order of the lines matters: y reads the new z.
/// </para>
/// <para>Consistent and zero-stable, eigenvalues 1 and 0.25 ± 0.433i, of order 1, a third of a step along each operator.</para>
/// Source: Li et al. (ACML 2018), equations 6 and 14, in closed form.
/// </remarks>
[Update("""
    z_0 = u
    y_0 = u
    z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    out = y_L
    """, Inputs = "u")]
public sealed partial class Ladmm
{
    private static Module<Tensor, Tensor> T1(int k, Func<int, Module<Tensor, Tensor>> blockOfZ) => Operators.Make(blockOfZ, k, nameof(blockOfZ));

    private static Module<Tensor, Tensor> T2(int k, Func<int, Module<Tensor, Tensor>> blockOfY) => Operators.Make(blockOfY, k, nameof(blockOfY));
}
