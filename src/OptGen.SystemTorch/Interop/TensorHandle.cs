using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ConstrainedExecution;

namespace OptGen.SystemTorch.Interop;

/// <summary>
/// Owns one reference to a libtorch tensor until it is closed and the last lease on it has ended; the finalizer gives back
/// what nobody closed, from any thread.
/// </summary>
/// <remarks>
/// Does what a SafeHandle does, but is used again: registering an object for finalization costs more than all else about a
/// small tensor. Each use is a generation; whoever got a handle shows its generation with every request, so that a
/// tensor disposed long ago cannot reach the handle's next owner (short of four thousand million uses of one handle between two requests).
/// </remarks>
internal sealed unsafe class TensorHandle : CriticalFinalizerObject
{
    private const long Closed = 1L << 31;
    private const long Users = Closed - 1;
    private const int PoolSize = 64;

    private static long live;
    private static long peak;

    [ThreadStatic]
    private static Pool? pool;

    private void* pointer;

    /// <summary>The generation in the upper half; below it the mark <see cref="Closed"/> and how many use the tensor, the owner included.</summary>
    private long state = Closed;

    private TensorHandle()
    {
    }

    [SuppressMessage("Design", "MA0055", Justification = "This class is the safety net that others need no finalizer for.")]
    ~TensorHandle()
    {
        if (pointer is not null) Free();
    }

    public static long Live => Volatile.Read(ref live);

    public static long Peak => Volatile.Read(ref peak);

    /// <summary>The native tensor; to be read under a lease.</summary>
    public void* Pointer => pointer;

    /// <summary>A handle that owns a reference from now on.</summary>
    public static TensorHandle Open(void* pointer, out int generation)
    {
        var handle = pool is { Count: > 0 } handles ? handles.Pop() : new TensorHandle();
        generation = (int)(handle.state >> 32);
        handle.pointer = pointer;
        Volatile.Write(ref handle.state, (handle.state & ~(Closed | Users)) | 1);
        var count = Interlocked.Increment(ref live);
        if (count > Volatile.Read(ref peak)) RaisePeak(count);
        return handle;
    }

    public bool IsOpen(int generation)
    {
        var seen = Volatile.Read(ref state);
        return (int)(seen >> 32) == generation && (seen & Closed) == 0;
    }

    /// <summary>Keeps the tensor alive until <see cref="Return"/>; false if the owner has closed it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLease(int generation)
    {
        var seen = Volatile.Read(ref state);
        while ((int)(seen >> 32) == generation && (seen & Closed) == 0)
        {
            var found = Interlocked.CompareExchange(ref state, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Ends a lease.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return()
    {
        if ((Interlocked.Decrement(ref state) & (Closed | Users)) == Closed) Release();
    }

    /// <summary>Ends the ownership; false if it had ended before.</summary>
    public bool Close(int generation)
    {
        var seen = Volatile.Read(ref state);
        while ((int)(seen >> 32) == generation && (seen & Closed) == 0)
        {
            var next = (seen | Closed) - 1;
            var found = Interlocked.CompareExchange(ref state, next, seen);
            if (found == seen)
            {
                if ((next & Users) == 0) Release();
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <summary>Frees the tensor and keeps the handle for the next one on this thread.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "Nothing else holds a handle that has been released.")]
    private void Release()
    {
        Free();
        Volatile.Write(ref state, (((state >> 32) + 1) << 32) | Closed);
        var handles = pool ??= new Pool();
        if (!handles.TryPush(this)) GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var freed = pointer;
        pointer = null;
        NativeMethods.optgen_tensor_free(freed);
        Interlocked.Decrement(ref live);
    }

    private static void RaisePeak(long count)
    {
        for (var seen = Volatile.Read(ref peak); count > seen;)
        {
            var found = Interlocked.CompareExchange(ref peak, count, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private sealed class Pool
    {
        private readonly TensorHandle?[] items = new TensorHandle[PoolSize];

        public int Count { get; private set; }

        public TensorHandle Pop()
        {
            ref var slot = ref items[--Count];
            var handle = slot!;
            slot = null; // or the pool would keep the handle of a forgotten tensor from its finalizer
            return handle;
        }

        public bool TryPush(TensorHandle handle)
        {
            if (Count == PoolSize) return false;
            items[Count++] = handle;
            return true;
        }
    }
}
