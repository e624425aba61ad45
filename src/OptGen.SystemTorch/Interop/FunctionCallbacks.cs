using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>What libtorch calls of a function written in C#; mirrors <c>optgen_function_callbacks</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FunctionCallbacks
{
    public delegate* unmanaged<void*, void*, void***, int*, long> Forward;
    public delegate* unmanaged<void*, void*, void**, int, void***, int*, long> Backward;
    public delegate* unmanaged<void**, void> ReleaseOutputs;
    public delegate* unmanaged<void*, void> ReleaseState;
    public delegate* unmanaged<long, void> ReleaseException;
}
