using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Which tensor a handle of TorchSharp stands for. Handles do not tell: LBFGS hands out new ones of the same parameters (0.107.0).
/// </summary>
internal static unsafe class TensorIdentity
{
    /// <summary>The address of libtorch's tensor. Handles are addresses of <c>at::Tensor</c>, which is one pointer to it.</summary>
    public static nint Of(Tensor tensor) => *(nint*)tensor.Handle;
}
