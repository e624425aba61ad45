using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Tools for parameters and gradients.</summary>
        public static partial class utils
        {
            /// <summary>
            /// Scales the gradients of all parameters by one factor so that their common norm is at most <paramref name="max_norm"/>.
            /// </summary>
            /// <param name="tensors">The parameters; those without a gradient are passed over.</param>
            /// <param name="max_norm">The largest norm.</param>
            /// <param name="norm_type">The p of the p-norm; positive infinity for the largest absolute value.</param>
            /// <returns>The norm before scaling; 0 without gradients. Where it is not finite, neither are the gradients afterwards.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                if (!(max_norm >= 0)) throw new ArgumentOutOfRangeException(nameof(max_norm), max_norm, $"max_norm must be at least 0, but is {max_norm}.");
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Count == 0) return 0;

                var device = gradients[0].device;
                var norms = gradients.Select(gradient => Aten.linalg_vector_norm.Call(gradient, norm_type).to(device)).ToArray();
                var total = Aten.linalg_vector_norm.Call(Aten.stack.Call(norms, 0), norm_type);

                // As PyTorch: at most 1, and a little less than max_norm / total, all in the gradients' own precision.
                var factor = Aten.add_Scalar.Call(total, 1e-6);
                Aten.reciprocal_.CallVoid(factor);
                Aten.mul__Scalar.CallVoid(factor, max_norm);
                Aten.clamp_.CallVoid(factor, Argument.None, 1.0);
                foreach (var gradient in gradients) Aten.mul__Tensor.CallVoid(gradient, factor.to(gradient.device));
                return Aten.item.CallDouble(total);
            }

            /// <summary>
            /// Limits every number of the gradients of all parameters to at most <paramref name="clip_value"/>, and at least its
            /// opposite.
            /// </summary>
            /// <param name="tensors">The parameters; those without a gradient are passed over.</param>
            /// <param name="clip_value">The largest absolute value.</param>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                if (!(clip_value >= 0))
                    throw new ArgumentOutOfRangeException(nameof(clip_value), clip_value, $"clip_value must be at least 0, but is {clip_value}.");
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors)) Aten.clamp_.CallVoid(gradient, -clip_value, clip_value);
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> parameters)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                return parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
            }
        }
    }
}
