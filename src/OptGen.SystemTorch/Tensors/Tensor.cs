using System.Runtime.CompilerServices;
using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A multi-dimensional array of numbers of one type on one device, with its part in automatic differentiation.
    /// </summary>
    /// <remarks>
    /// Owns native memory: dispose it, or create it inside a <see cref="DisposeScope"/>. What nobody disposes is given
    /// back by the finalizer, at a time the garbage collector chooses without knowing how much native memory hangs on it.
    /// Disposing is safe from any thread and while another thread is using the tensor: the memory is freed when the last
    /// operation on it has ended. Operations on one tensor from several threads follow libtorch's rules: concurrent reads are safe.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        /// <summary>Null for an undefined tensor; never exchanged, so that a lease and its return meet the same handle.</summary>
        private readonly TensorHandle? handle;

        /// <summary>Which of the handle's uses is this tensor's.</summary>
        private readonly int generation;

        /// <summary>Takes over the reference behind a native pointer.</summary>
        internal unsafe Tensor(void* pointer)
        {
            handle = TensorHandle.Open(pointer, out generation);
            DisposeScopeManager.OfThread.Created(this);
        }

        /// <summary>Takes over the native tensor of another object, which is left invalid; the new object takes its place in its scope.</summary>
        private protected unsafe Tensor(Tensor source)
        {
            ArgumentNullException.ThrowIfNull(source);
            var pointer = source.Lease();
            try
            {
                handle = TensorHandle.Open(NativeError.Check(NativeMethods.optgen_tensor_share(pointer)), out generation);
            }
            finally
            {
                source.Return();
            }

            var manager = DisposeScopeManager.OfThread;
            if (source.Scope is { } scope)
            {
                manager.Counts.TensorStatistics.CreatedInScopeCount++;
                scope.Add(this);
            }
            else
            {
                manager.Counts.TensorStatistics.CreatedOutsideScopeCount++;
            }

            source.Dispose();
        }

        private Tensor()
        {
        }

        /// <summary>How many tensors hold native memory now, in the whole process.</summary>
        public static long TotalCount => TensorHandle.Live;

        /// <summary>The most tensors that ever held native memory at one time.</summary>
        public static long PeakCount => TensorHandle.Peak;

        /// <summary>Whether the tensor is disposed or undefined, so that no operation can use it.</summary>
        public bool IsInvalid => handle is null || !handle.IsOpen(generation);

        /// <summary>Whether this object never had a native tensor: libtorch's undefined tensor, as opposed to a disposed one.</summary>
        internal bool IsUndefined => handle is null;

        /// <summary>The native tensor behind this object, as a number that identifies it. It stays valid only as long as the tensor does.</summary>
        /// <exception cref="ObjectDisposedException">The tensor is disposed or undefined.</exception>
        public unsafe IntPtr Handle
        {
            get
            {
                var pointer = (IntPtr)Lease();
                Return();
                return pointer;
            }
        }

        /// <summary>The scope that will dispose this tensor.</summary>
        internal DisposeScope? Scope { get; set; }

        /// <summary>Where in its scope's list the tensor stands.</summary>
        internal int ScopePosition { get; set; }

        /// <summary>Makes a tensor object for a native one whose reference is given away by the caller.</summary>
        /// <remarks>The counterpart of <see cref="Handle"/> for code that calls libtorch itself; nothing about the pointer is checked.</remarks>
        public static unsafe Tensor UnsafeCreateTensor(IntPtr handle) => FromHandle((void*)handle);

        /// <summary>Gives the native tensor out of this object's ownership; the object is invalid afterwards.</summary>
        public unsafe IntPtr DecoupleFromNativeHandle()
        {
            var pointer = Lease();
            try
            {
                var shared = (IntPtr)NativeError.Check(NativeMethods.optgen_tensor_share(pointer));
                Dispose();
                return shared;
            }
            finally
            {
                Return();
            }
        }

        /// <summary>Frees the native memory, unless something else (a view, the autograd graph) still needs it. A second call does nothing.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native memory.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (disposing && handle is { } owned && owned.Close(generation)) DisposeScopeManager.OfThread.Disposed(this);
        }

        /// <summary>Moves this tensor to the scope around the one it is in; out of every scope where there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes this tensor out of every scope: the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        /// <summary>An old spelling of <see cref="DetachFromDisposeScope"/>.</summary>
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        /// <summary>Moves this tensor to another scope; out of every scope for null.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Scope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        /// <summary>Moves this tensor to the scope that another tensor is in.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        /// <summary>Wraps a native tensor; one libtorch calls undefined becomes an object that <see cref="IsInvalid"/>.</summary>
        internal static unsafe Tensor FromHandle(void* pointer) => pointer is null ? new Tensor() : new Tensor(pointer);

        /// <summary>Wraps and frees an array of native tensors.</summary>
        internal static unsafe Tensor[] FromHandles(void** pointers, int count)
        {
            var tensors = new Tensor[count];
            for (var i = 0; i < count; i++) tensors[i] = FromHandle(pointers[i]);
            NativeMethods.optgen_list_free(pointers);
            return tensors;
        }

        /// <summary>The native tensor, kept alive until <see cref="Return"/>, whatever other threads dispose meanwhile.</summary>
        /// <exception cref="ObjectDisposedException">The tensor is disposed or undefined.</exception>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal unsafe void* Lease()
        {
            var current = handle;
            if (current is null || !current.TryLease(generation)) throw Invalid();
            return current.Pointer;
        }

        /// <summary>Ends a lease; must follow every successful <see cref="Lease"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Return() => handle!.Return();

        private ObjectDisposedException Invalid() => new(
            GetType().Name,
            "This tensor is disposed or undefined: a dispose scope it was in has ended, Dispose was called, or its memory went to a Parameter made from it.");
    }
}
