using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The gradient that backward added up here; null before. Each read gives a new object for the same native tensor,
        /// to be disposed like any result. Setting null forgets the gradient.
        /// </summary>
        /// <exception cref="OptGen.SystemTorch.TorchException">The tensor to set has another shape, type or device.</exception>
        public unsafe Tensor? grad
        {
            get
            {
                void* gradient;
                var self = Lease();
                try
                {
                    NativeError.Check(NativeMethods.optgen_tensor_grad(self, &gradient));
                }
                finally
                {
                    Return();
                }

                return gradient is null ? null : FromHandle(gradient);
            }
            set
            {
                var self = Lease();
                try
                {
                    using var gradient = TensorLeases.Optional([value]);
                    NativeError.Check(NativeMethods.optgen_tensor_set_grad(self, (void*)gradient.Pointers[0]));
                }
                finally
                {
                    Return();
                }
            }
        }

        /// <summary>Differentiates this one-element tensor: adds its gradient to the <see cref="grad"/> of every leaf it was computed from.</summary>
        public unsafe void backward()
        {
            var self = Lease();
            try
            {
                NativeError.Check(NativeMethods.optgen_backward(&self, 1, null, 0, 0, 0, null, 0));
            }
            finally
            {
                Return();
            }
        }

        /// <summary>Differentiates this tensor: adds its gradient to the <see cref="grad"/> of the leaves it was computed from.</summary>
        /// <param name="grad_tensors">One weight tensor of this one's shape; null stands for 1 and asks for a one-element tensor.</param>
        /// <param name="retain_graph">Whether the graph can be used again. Asking for <paramref name="create_graph"/> asks for this too.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The only tensors whose gradient is wanted; all leaves where not given.</param>
        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        /// <summary>Makes backward keep the <see cref="grad"/> of this tensor although it is no leaf.</summary>
        public unsafe void retain_grad()
        {
            var self = Lease();
            try
            {
                NativeError.Check(NativeMethods.optgen_tensor_retain_grad(self));
            }
            finally
            {
                Return();
            }
        }
    }
}
