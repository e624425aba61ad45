using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors whose memory is an array of the managed heap, pinned until libtorch lets go of it.</summary>
internal static unsafe class SharedMemory
{
    public static Tensor Of(Array array, long byteOffset, long[] shape, ScalarType type)
    {
        var pin = new PinnedGCHandle<Array>(array);
        try
        {
            fixed (long* sizes = shape)
            {
                return Tensor.FromHandle(NativeError.Check(NativeMethods.optgen_tensor_from_blob(
                    (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + byteOffset, sizes, shape.Length, (int)type, &Unpin, (void*)PinnedGCHandle<Array>.ToIntPtr(pin))));
            }
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    [UnmanagedCallersOnly]
    private static void Unpin(void* pin) => PinnedGCHandle<Array>.FromIntPtr((nint)pin).Dispose();
}
