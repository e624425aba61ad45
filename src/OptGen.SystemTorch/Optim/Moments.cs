using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The running means that Adam and its kin share.</summary>
internal static class Moments
{
    /// <summary>
    /// <c>mean = beta1 * mean + (1 - beta1) * g; squares = beta2 * squares + (1 - beta2) * g²</c>, rounded after each operation.
    /// </summary>
    public static void Update(Tensor mean, Tensor squares, Tensor gradient, double beta1, double beta2)
    {
        Aten.mul__Scalar.CallVoid(mean, beta1);
        Aten.add__Tensor.CallVoid(mean, gradient, 1 - beta1);
        Aten.mul__Scalar.CallVoid(squares, beta2);
        Aten.addcmul_.CallVoid(squares, gradient, gradient, 1 - beta2);
    }
}
