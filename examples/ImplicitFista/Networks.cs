using OptGen;
using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImplicitFista;

/// <summary>
/// FISTA for 1/2 |A x - m|^2 + 1/2 x^T G x, whose second term takes an implicit step: the layer is solved, however steep that term is.
/// </summary>
[Update("""
    x_0 = t*A^T(m)
    y_k = x_k + k/(k + 3)*(x_k - x_<k-1>)
    x_<k+1> = y_k - t*A^T(A(y_k) - m) - t*G(x_<k+1>)
    """, Inputs = "m")]
[Implicit(Solver = typeof(NewtonKrylovSolver), Tolerance = 1e-12, RelativeTolerance = 1e-13)]
internal sealed partial class ImplicitNetwork
{
    private const double t = Signals.Step;

    private static Linear A(Tensor camera) => Signals.Fixed(camera);

    [Lipschitz(Signals.Steepness)]
    private static Linear G(Tensor roughness) => Signals.Fixed(roughness);
}

/// <summary>The same with an explicit step for both terms.</summary>
[Update("""
    x_0 = t*A^T(m)
    y_k = x_k + k/(k + 3)*(x_k - x_<k-1>)
    x_<k+1> = y_k - t*A^T(A(y_k) - m) - t*G(y_k)
    """, Inputs = "m")]
internal sealed partial class ExplicitNetwork
{
    private const double t = Signals.Step;

    private static Linear A(Tensor camera) => Signals.Fixed(camera);

    private static Linear G(Tensor roughness) => Signals.Fixed(roughness);
}
