using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>Owns one reference to a libtorch tensor; the finalizer gives back what nobody disposed, from any thread.</summary>
internal sealed unsafe class TensorHandle : SafeHandle
{
    private static long live;
    private static long peak;

    public TensorHandle(void* pointer)
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)pointer);
        var count = Interlocked.Increment(ref live);
        if (count > Volatile.Read(ref peak)) RaisePeak(count);
    }

    public static long Live => Volatile.Read(ref live);

    public static long Peak => Volatile.Read(ref peak);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.optgen_tensor_free((void*)handle);
        Interlocked.Decrement(ref live);
        return true;
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
}
