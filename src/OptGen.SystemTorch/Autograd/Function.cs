using OptGen.SystemTorch.Autograd;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// An operation whose forward and backward are written in C#. Derive from <see cref="SingleTensorFunction{T}"/> or
        /// <see cref="MultiTensorFunction{T}"/>.
        /// </summary>
        /// <remarks>
        /// One object serves every application, from any thread: keep what belongs to one application in the
        /// <see cref="AutogradContext"/>. Tensors that forward or backward create are disposed when it returns, but for those it
        /// returns or saves in the context; detach from the dispose scope what shall live longer. An exception that leaves
        /// either reaches whoever called apply or backward.
        /// </remarks>
        /// <typeparam name="T">The deriving class itself.</typeparam>
        public abstract class Function<T> : IFunction
            where T : Function<T>, new()
        {
            private static readonly T Instance = new();

            /// <summary>Called by the classes that derive from this one.</summary>
            protected Function()
            {
            }

            /// <summary>The function's name in messages.</summary>
            public abstract string Name { get; }

// TorchSharp says nothing about null in these signatures: arguments, saved tensors and gradients may be null. Sources
// for either library must compile here without warnings, so neither does this.
#nullable disable
            /// <summary>Runs forward and records it for differentiation; what apply of the deriving class calls.</summary>
            /// <param name="vars">Forward's arguments. Tensors among them are tracked; tensors inside lists or other objects are not.</param>
            /// <returns>What forward returned.</returns>
            public static List<Tensor> apply_internal(params object[] vars) => FunctionCall.Apply(Instance, vars);

            List<Tensor> IFunction.Forward(AutogradContext ctx, object[] vars) => Forward(ctx, vars);

            List<Tensor> IFunction.Backward(AutogradContext ctx, List<Tensor> gradients) => Backward(ctx, gradients);

            private protected abstract List<Tensor> Forward(AutogradContext ctx, object[] vars);

            private protected abstract List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients);
        }

        /// <summary>An operation of one result whose forward and backward are written in C#.</summary>
        /// <inheritdoc cref="Function{T}" path="/remarks"/>
        /// <typeparam name="T">The deriving class itself.</typeparam>
        public abstract class SingleTensorFunction<T> : Function<T>
            where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Called by the classes that derive from this one.</summary>
            protected SingleTensorFunction()
            {
            }

            /// <summary>Runs the function and records it for differentiation.</summary>
            /// <param name="vars">Forward's arguments. Tensors among them are tracked; tensors inside lists or other objects are not.</param>
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            /// <summary>Computes the result. Nothing is recorded while it runs.</summary>
            /// <param name="ctx">Keeps what backward will need.</param>
            /// <param name="vars">What apply was given: the caller's own objects.</param>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients of the arguments.</summary>
            /// <param name="ctx">What forward kept.</param>
            /// <param name="grad_output">The gradient of the result.</param>
            /// <returns>One gradient per argument of forward; null for what is no tensor or needs none. For double differentiation, compute them by differentiable operations.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            private protected sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];

            private protected sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients[0]);
        }

        /// <summary>An operation of several results whose forward and backward are written in C#.</summary>
        /// <inheritdoc cref="Function{T}" path="/remarks"/>
        /// <typeparam name="T">The deriving class itself.</typeparam>
        public abstract class MultiTensorFunction<T> : Function<T>
            where T : MultiTensorFunction<T>, new()
        {
            /// <summary>Called by the classes that derive from this one.</summary>
            protected MultiTensorFunction()
            {
            }

            /// <summary>Runs the function and records it for differentiation.</summary>
            /// <param name="vars">Forward's arguments. Tensors among them are tracked; tensors inside lists or other objects are not.</param>
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            /// <summary>Computes the results. Nothing is recorded while it runs.</summary>
            /// <param name="ctx">Keeps what backward will need.</param>
            /// <param name="vars">What apply was given: the caller's own objects.</param>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>Computes the gradients of the arguments.</summary>
            /// <param name="ctx">What forward kept.</param>
            /// <param name="grad_outputs">The gradient of each result: zeros for an unused one, or null if the context does not materialize gradients.</param>
            /// <returns>One gradient per argument of forward; null for what is no tensor or needs none. For double differentiation, compute them by differentiable operations.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            private protected sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            private protected sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients);
        }
#nullable restore
    }
}
