using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Automatic differentiation: gradients of recorded operations, and operations with a gradient of one's own.</summary>
    public static partial class autograd
    {
        /// <summary>The gradients of the sum of outputs with respect to inputs; nothing is added to any <see cref="Tensor.grad"/>.</summary>
        /// <param name="outputs">The results to differentiate.</param>
        /// <param name="inputs">What to differentiate with respect to: tensors that took part in computing the outputs.</param>
        /// <param name="grad_outputs">One weight tensor per output, of its shape; null, or a null element, stands for 1 and asks for a one-element output.</param>
        /// <param name="retain_graph">Whether the graph can be used again. Asking for <paramref name="create_graph"/> asks for this too.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="allow_unused">Whether an input may have taken no part; its gradient is an undefined tensor (<see cref="Tensor.IsInvalid"/>).</param>
        /// <returns>One gradient per input, of its shape.</returns>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            using var results = TensorLeases.Required(outputs, nameof(outputs));
            using var sources = TensorLeases.Required(inputs, nameof(inputs));
            using var weights = TensorLeases.Optional(grad_outputs!);
            var gradients = new nint[sources.Count];
            fixed (nint* to = results.Pointers, from = sources.Pointers, by = weights.Pointers, into = gradients)
            {
                NativeError.Check(NativeMethods.optgen_grad(
                    (void**)to,
                    results.Count,
                    (void**)from,
                    sources.Count,
                    (void**)by,
                    weights.Count,
                    retain_graph || create_graph ? 1 : 0,
                    create_graph ? 1 : 0,
                    allow_unused ? 1 : 0,
                    (void**)into));
            }

            return Array.ConvertAll(gradients, static pointer => Tensor.FromHandle((void*)pointer)).ToList();
        }

        /// <summary>Adds the gradients of the sum of tensors to the <see cref="Tensor.grad"/> of the leaves they were computed from.</summary>
        /// <param name="tensors">The results to differentiate.</param>
        /// <param name="grad_tensors">One weight tensor per result, of its shape; null, or a null element, stands for 1 and asks for a one-element result.</param>
        /// <param name="retain_graph">Whether the graph can be used again; as <paramref name="create_graph"/> where not given.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The only tensors whose gradient is wanted; all leaves where not given.</param>
        public static unsafe void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            using var results = TensorLeases.Required(tensors, nameof(tensors));
            using var weights = TensorLeases.Optional(grad_tensors!);
            using var sources = inputs is null ? TensorLeases.Optional(null) : TensorLeases.Required(inputs, nameof(inputs));
            if (inputs is { Count: 0 })
                throw new ArgumentException("inputs is empty; leave it out to have the gradient of every leaf.", nameof(inputs));

            fixed (nint* to = results.Pointers, by = weights.Pointers, from = sources.Pointers)
            {
                NativeError.Check(NativeMethods.optgen_backward(
                    (void**)to,
                    results.Count,
                    (void**)by,
                    weights.Count,
                    retain_graph ?? create_graph ? 1 : 0,
                    create_graph ? 1 : 0,
                    (void**)from,
                    sources.Count));
            }
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor,
            Tensor grad_tensor,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Makes backward look for mistakes until the result is disposed.</summary>
        /// <param name="check_nan">Whether backward fails where a gradient becomes NaN.</param>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        /// <summary>Makes backward look for mistakes, or not, until the result is disposed.</summary>
        /// <param name="mode">Whether it looks for mistakes.</param>
        /// <param name="check_nan">Whether backward then fails where a gradient becomes NaN.</param>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
