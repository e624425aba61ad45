using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>The questions that a step asks of every tensor, put to TorchSharp's native library without a detour.</summary>
/// <remarks>
/// TorchSharp (0.107.0) answers each of them by a call with a change of the collector's mode, and shows a gradient in a new object with a
/// finalizer: for a network of small layers that took half of the step. These are the same functions of the same library; if one
/// of them is missing there, TorchSharp's own members are used. Those that read a field do so without the change of mode.
/// </remarks>
internal static unsafe class NativeTensor
{
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> Grad;
    private static readonly delegate* unmanaged[Cdecl]<nint, void> Dispose;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> Data;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> Count;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte> Type;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> DeviceType;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> IsSparse;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> IsContiguous;

    static NativeTensor()
    {
        if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(Tensor).Assembly, null, out var library)) return;
        Grad = (delegate* unmanaged[Cdecl]<nint, nint>)Find("grad");
        Dispose = (delegate* unmanaged[Cdecl]<nint, void>)Find("dispose");
        Data = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Find("data");
        Count = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Find("numel");
        Type = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte>)Find("type");
        DeviceType = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Find("device_type");
        IsSparse = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find("is_sparse");
        IsContiguous = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find("is_contiguous");
        IsAvailable = Grad != null && Dispose != null && Data != null && Count != null && Type != null && DeviceType != null && IsSparse != null
            && IsContiguous != null;

        nint Find(string name) => NativeLibrary.TryGetExport(library, "THSTensor_" + name, out var address) ? address : 0;
    }

    /// <summary>Whether the library has all of these functions.</summary>
    public static bool IsAvailable { get; }

    /// <summary>The address of a dense, row-major tensor of the given type in the processor's memory; else 0.</summary>
    public static nint Address(Tensor tensor, ScalarType type)
    {
        var address = Address(tensor.Handle, type);
        GC.KeepAlive(tensor);
        return address;
    }

    /// <summary>The same of a parameter's gradient.</summary>
    public static nint GradientAddress(Parameter parameter, ScalarType type, out bool exists)
    {
        var gradient = Grad(parameter.Handle);
        GC.KeepAlive(parameter);
        exists = gradient != 0;
        if (!exists) return 0;
        var address = Address(gradient, type);
        Dispose(gradient); // the handle; the parameter keeps the gradient
        return address;
    }

    // A sparse tensor has no address to ask for, so that question comes last.
    private static nint Address(nint handle, ScalarType type) =>
        Type(handle) == (sbyte)type && DeviceType(handle) == (int)TorchSharp.DeviceType.CPU && IsSparse(handle) == 0 && IsContiguous(handle) != 0
        && Count(handle) != 0
            ? Data(handle)
            : 0;
}
