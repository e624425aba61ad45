using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The layers and losses as functions, with parameters and settings as arguments.</summary>
        public static partial class functional
        {
            /// <summary><c>input · weightsᵀ + bias</c>, over the last dimension of the input.</summary>
            /// <param name="input">Shape <c>[..., in]</c>.</param>
            /// <param name="weights">Shape <c>[out, in]</c>.</param>
            /// <param name="bias">Shape <c>[out]</c>; null for none.</param>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.linear.Call(input, weights, bias);
        }
    }
}
