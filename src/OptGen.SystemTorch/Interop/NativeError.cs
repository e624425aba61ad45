using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>The one place that turns a failed native call into an exception.</summary>
internal static unsafe class NativeError
{
    /// <summary>
    /// The exception of the native call that just failed on this thread: libtorch's own message, or, when a function
    /// written in C# threw inside libtorch, that very exception with its original stack.
    /// </summary>
    public static Exception Take()
    {
        var token = NativeMethods.optgen_error_token();
        if (token != 0 && ManagedExceptions.Take(token) is { } managed)
        {
            ExceptionDispatchInfo.Capture(managed).Throw();
        }

        return new TorchException(Marshal.PtrToStringUTF8((nint)NativeMethods.optgen_error()) ?? "libtorch failed without a message.");
    }

    /// <summary>Throws when a native call reported failure by a negative number.</summary>
    public static void Check(int status)
    {
        if (status < 0) throw Take();
    }

    /// <summary>Throws when a native call reported failure by null.</summary>
    public static void* Check(void* pointer) => pointer is null ? throw Take() : pointer;
}
