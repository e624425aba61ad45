namespace OptGen.Networks;

/// <summary>HB-Net as its authors used it: x_(k+1) = T_k(x_k) + x_k - x_(k-1).</summary>
/// <remarks>
/// <para>
/// rho = z^2 - z + 1 with both roots on the circle, and rho(1) = 1: not consistent, unless the operator contains the identity. Its operator stands for the gradient
/// step itself, T(x) = x - grad f(x), as that of the paper does.
/// </para>
/// Source: Li et al. (ACML 2018), equation 16 with beta1 = 1 and beta2 = -1.
/// </remarks>
#pragma warning disable OPTG301 // Its authors used it so; the remarks say what that means.
[Update("x_<k+1> = T(x_k) + x_k - x_<k-1>")]
#pragma warning restore OPTG301
public sealed partial class HbNet
{
    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
