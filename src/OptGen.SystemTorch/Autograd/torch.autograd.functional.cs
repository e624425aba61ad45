namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions, rather than of results.</summary>
        public static partial class functional
        {
            /// <summary>The Jacobian of a function of one tensor with one result.</summary>
            /// <param name="function">The function; it must compute its result from its argument by operations on tensors.</param>
            /// <param name="inputs">Where to differentiate.</param>
            /// <returns>The derivative of every element of the result by every element of the input: the result's shape followed by the input's.</returns>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs)
            {
                ArgumentNullException.ThrowIfNull(function);
                return Jacobians(arguments => [function(arguments[0])], [inputs])[0];
            }

            /// <summary>The Jacobians of a function of one tensor: one for each of its results.</summary>
            /// <inheritdoc cref="jacobian(Func{Tensor, Tensor}, Tensor)" path="/param"/>
            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs)
            {
                ArgumentNullException.ThrowIfNull(function);
                return Jacobians(arguments => function(arguments[0]), [inputs]);
            }

            /// <summary>The Jacobians of a function with one result: one for each of its arguments.</summary>
            /// <inheritdoc cref="jacobian(Func{Tensor, Tensor}, Tensor)" path="/param"/>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs)
            {
                ArgumentNullException.ThrowIfNull(function);
                return Jacobians(arguments => [function(arguments)], inputs);
            }

            /// <summary>The Jacobians of a function: for each result in turn, one for each argument.</summary>
            /// <inheritdoc cref="jacobian(Func{Tensor, Tensor}, Tensor)" path="/param"/>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
            {
                ArgumentNullException.ThrowIfNull(function);
                return Jacobians(function, inputs);
            }

            private static List<Tensor> Jacobians(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
            {
                ArgumentNullException.ThrowIfNull(inputs);
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var arguments = Array.ConvertAll(inputs, input => input.detach().requires_grad_(true));
                var jacobians = new List<Tensor>();
                foreach (var result in function(arguments)) jacobians.AddRange(Rows(result, arguments));
                foreach (var jacobian in jacobians) scope.MoveToOuter(jacobian);
                return jacobians;
            }

            /// <summary>The Jacobian of one result by each argument, one backward pass for each element of the result.</summary>
            private static Tensor[] Rows(Tensor result, Tensor[] arguments)
            {
                var length = result.numel();
                var rows = Array.ConvertAll(arguments, argument => zeros([length, argument.numel()], argument.dtype, argument.device));
                if (result.requires_grad)
                {
                    using var weights = zeros_like(result);
                    using var flat = weights.view(-1);
                    for (var i = 0L; i < length; i++)
                    {
                        using var step = NewDisposeScope();
                        flat.zero_();
                        flat[i].fill_(1);
                        var gradients = grad([result], arguments, [weights], retain_graph: true, allow_unused: true);
                        for (var k = 0; k < arguments.Length; k++)
                        {
                            if (!gradients[k].IsInvalid) rows[k][i].copy_(gradients[k].reshape(-1));
                        }
                    }
                }

                return rows.Select((row, k) => row.view([.. result.shape, .. arguments[k].shape])).ToArray();
            }
        }
    }
}
