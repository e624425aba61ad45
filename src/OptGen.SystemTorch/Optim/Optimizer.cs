using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers: rules that change parameters along their gradients.</summary>
    public static partial class optim
    {
        /// <summary>
        /// What every optimiser can do. Optimisers of your own derive from <see cref="OptimizerHelper"/>, which keeps their state.
        /// </summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>The groups of parameters, each with options of its own; a derived constructor makes the list.</summary>
            protected IList<ParamGroup> _parameter_groups = null!;

            /// <summary>Makes an optimiser written in C#: the only kind there is here.</summary>
            /// <param name="handle">Zero; the parameter stands for TorchSharp's native optimisers.</param>
            /// <exception cref="ArgumentException">The handle is not zero.</exception>
            protected Optimizer(IntPtr handle)
            {
                if (handle != IntPtr.Zero)
                    throw new ArgumentException("There are no native optimisers to wrap here; pass IntPtr.Zero.", nameof(handle));
            }

            /// <summary>The groups as a learning-rate scheduler sees them.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

            internal IList<ParamGroup> Groups => _parameter_groups
                ?? throw new InvalidOperationException($"{GetType().Name} has no parameter groups: its constructor must set _parameter_groups.");

            /// <summary>All parameters of all groups, in order.</summary>
            public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

            /// <summary>Fills the gradients of all parameters with zeros; parameters without a gradient stay without.</summary>
            /// <remarks>To drop the gradients instead, which is faster and what PyTorch does, call the module's zero_grad().</remarks>
            public virtual void zero_grad()
            {
                using var mode = no_grad();
                var position = 0;
                foreach (var parameter in parameters())
                {
                    if (parameter.IsInvalid) throw Lost($"parameter {position}");
                    position++;
                    using var gradient = parameter.grad;
                    if (gradient is null) continue;

                    // A gradient made with create_graph is part of a graph, which zeroing must neither join nor damage.
                    if (gradient.requires_grad) Aten.detach_.CallInPlace(gradient);
                    Aten.zero_.CallInPlace(gradient);
                }
            }

            /// <summary>Changes all parameters once, along their gradients.</summary>
            /// <param name="closure">Computes the loss and its gradients anew and returns the loss; most optimisers need none.</param>
            /// <returns>The loss that the closure returned, or null without a closure.</returns>
            public virtual Tensor? step(Func<Tensor>? closure = null) =>
                throw new NotSupportedException($"{GetType().Name} does not override step().");

            /// <summary>Adds parameters, with options of their own, to those that <see cref="step"/> changes.</summary>
            public virtual void add_param_group(ParamGroup param_group) =>
                throw new NotSupportedException($"{GetType().Name} takes no further groups of parameters.");

            /// <summary>Frees the optimiser's own tensors; parameters stay as they are.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the optimiser's own tensors.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (disposing) Release();
            }

            /// <summary>Frees the tensors of an optimiser whose API has no Dispose(bool) of its own.</summary>
            private protected virtual void Release()
            {
            }

            /// <summary>What to throw where a parameter is no longer the one the optimiser was given.</summary>
            private protected InvalidOperationException Lost(string parameter) => new(
                $"{GetType().Name} has lost {parameter}: it was replaced, disposed or added after the optimiser was made. A module's to() with another "
                + "type or device replaces its parameters, so make the optimiser after it; parameters that come later need add_param_group.");

            /// <summary>
            /// All that an optimiser remembers: per group its options, per parameter its state. The objects are live, not copies.
            /// </summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>The options of every group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>The state of every parameter, group after group.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For every group, where in <see cref="State"/> its parameters' states stand.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        /// <summary>Something whose learning rate a scheduler can set: a group of parameters.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate before any scheduler changed it.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Something with a momentum, which some schedulers change along with the learning rate.</summary>
        public interface IMomentum
        {
            /// <summary>The share of the previous step that the next one keeps.</summary>
            double Momentum { get; set; }
        }

        /// <summary>Something with two decay rates instead of a momentum; schedulers change the first.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the running means of the gradient and of its square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
