using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
// As in Function<T>: TorchSharp says nothing about null here, and tensors and values may be null.
#nullable disable
        /// <summary>What forward of a function keeps for its backward.</summary>
        /// <remarks>
        /// Works inside forward and backward only. It lives as long as the graph: its tensors are freed when backward has used
        /// them, or with the result that hangs on them.
        /// </remarks>
        public unsafe class AutogradContext : IDisposable
        {
            private readonly string function;
            private readonly Dictionary<string, object> data = [];
            private readonly HashSet<Tensor> owned = new(ReferenceEqualityComparer.Instance);
            private object[] arguments;
            private List<Tensor> nonDifferentiable = [];
            private void* native;
            private DisposeScope scope;
            private bool inForward;

            internal AutogradContext(string function, object[] arguments)
            {
                this.function = function;
                this.arguments = arguments;
            }

            /// <summary>Whether backward receives zeros, rather than null, as the gradient of a result that nothing used. True at first.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors for backward: arguments, results, or values in between. A second call replaces the first; null entries stay null.</summary>
            /// <exception cref="InvalidOperationException">Forward is not running.</exception>
            public void save_for_backward(List<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                RequireForward(nameof(save_for_backward));
                using var leases = TensorLeases.Optional(tensors);
                fixed (nint* pointers = leases.Pointers)
                {
                    NativeError.Check(NativeMethods.optgen_context_save(native, (void**)pointers, leases.Count));
                }
            }

            /// <summary>The tensors that forward kept, as new objects that are disposed when backward returns.</summary>
            /// <returns>As many as were kept, in order, null where null was; none while forward runs.</returns>
            /// <exception cref="OptGen.SystemTorch.TorchException">One was changed in place since, or the graph was used up by an earlier backward.</exception>
            public List<Tensor> get_saved_variables()
            {
                RequireActive(nameof(get_saved_variables));
                void** pointers;
                int count;
                NativeError.Check(NativeMethods.optgen_context_saved(native, &pointers, &count));
                var tensors = Tensor.FromHandles(pointers, count);
                for (var i = 0; i < count; i++)
                {
                    if (tensors[i].IsUndefined) tensors[i] = null;
                }

                return [.. tensors];
            }

            /// <summary>Keeps any value under a name.</summary>
            /// <remarks>
            /// Tensors belong into <see cref="save_for_backward"/>, which watches over changes in place. One that forward made and
            /// keeps here is taken out of its dispose scope and disposed with the context.
            /// </remarks>
            public void save_data(string key, object value)
            {
                data[key] = value;
                if (value is Tensor tensor && scope is not null && scope.Contains(tensor)) owned.Add(tensor.DetachFromDisposeScope());
            }

            /// <summary>The value kept under a name; null where there is none.</summary>
            public object get_data(string key) => data.GetValueOrDefault(key);

            /// <summary>Says which arguments forward changes in place. They must be among its results.</summary>
            /// <exception cref="ArgumentException">A tensor is no argument of forward.</exception>
            public void mark_dirty(List<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                RequireForward(nameof(mark_dirty));
                using var leases = TensorLeases.Required(tensors, nameof(tensors));
                var inputs = arguments.OfType<Tensor>().Where(tensor => !tensor.IsInvalid).Select(tensor => tensor.Handle).ToList();
                for (var i = 0; i < leases.Count; i++)
                {
                    if (!inputs.Contains(leases.Pointers[i]))
                        throw new ArgumentException($"{function}.mark_dirty: tensor {i + 1} is no argument of forward; only arguments that forward changes in place can be marked.", nameof(tensors));
                }

                fixed (nint* pointers = leases.Pointers)
                {
                    NativeError.Check(NativeMethods.optgen_context_mark_dirty(native, (void**)pointers, leases.Count));
                }
            }

            /// <summary>Says which results have no gradient, such as indices or masks. A second call replaces the first.</summary>
            public void mark_non_differentiable(List<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                RequireForward(nameof(mark_non_differentiable));
                nonDifferentiable = [.. tensors];
            }

            /// <summary>Sets <see cref="MaterializeGrads"/>: false spares backward the zeros of unused results.</summary>
            public void set_materialize_grads(bool value)
            {
                RequireActive(nameof(set_materialize_grads));
                MaterializeGrads = value;
                NativeMethods.optgen_context_materialize(native, value ? 1 : 0);
            }

            /// <summary>Forgets the values kept by name. The context's end does this; there is no need to call it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Forgets the values kept by name.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                data.Clear();
                foreach (var tensor in owned) tensor.Dispose();
                owned.Clear();
            }

            internal void Enter(void* nativeContext, DisposeScope callScope, bool inForward)
            {
                native = nativeContext;
                scope = callScope;
                this.inForward = inForward;
            }

            internal void Leave()
            {
                native = null;
                scope = null;
                arguments = [];
                nonDifferentiable = [];
            }

            /// <summary>What can only be done when the results are known.</summary>
            internal void CompleteForward(List<Tensor> results)
            {
                // libtorch compares addresses: one of a tensor freed meanwhile could be a result's by now.
                nonDifferentiable.RemoveAll(tensor => tensor is null || tensor.IsInvalid);
                if (nonDifferentiable.Count > 0)
                {
                    using var leases = TensorLeases.Optional(nonDifferentiable);
                    fixed (nint* pointers = leases.Pointers)
                    {
                        NativeError.Check(NativeMethods.optgen_context_mark_non_differentiable(native, (void**)pointers, leases.Count));
                    }
                }

                KeepNoResult(results);
            }

            /// <summary>Replaces results among the values kept by name: a result keeps the graph, and so this context, alive.</summary>
            private void KeepNoResult(List<Tensor> results)
            {
                foreach (var (key, value) in data.ToArray())
                {
                    if (value is not Tensor tensor || !results.Exists(result => ReferenceEquals(result, tensor))) continue;
                    var alias = tensor.detach().DetachFromDisposeScope();
                    data[key] = alias;
                    owned.Add(alias);
                    if (owned.Remove(tensor)) scope.Attach(tensor);
                }
            }

            private void RequireForward(string member)
            {
                RequireActive(member);
                if (!inForward) throw new InvalidOperationException($"{function}: {member} works inside forward, not backward.");
            }

            private void RequireActive(string member)
            {
                if (native is null)
                    throw new InvalidOperationException($"{function}: {member} works only while forward or backward of the function is running.");
            }
        }
#nullable restore
    }
}
