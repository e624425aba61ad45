using OptGen.SystemTorch.Interop;
using TorchSharp;

namespace OptGen.SystemTorch;

/// <summary>
/// Where the elements of tensors lie, for code that works on memory itself. TorchSharp offers the same through <c>Tensor.bytes</c>.
/// </summary>
/// <remarks>
/// An address is valid as long as the tensor is neither disposed nor resized nor given other data. What is written there does not
/// count as a change of the tensor: autograd cannot warn of a backward pass that needed the old values.
/// </remarks>
public static unsafe class TensorMemory
{
    private const int Contiguous = 1;
    private const int Unreadable = 2 | 32 | 64 | 128; // sparse, conjugate, negative, quantized

    /// <summary>
    /// The address of a tensor's first element; 0 unless the tensor has elements, of the given type, dense in row-major order in the
    /// processor's memory.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public static nint Find(torch.Tensor tensor, torch.ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var pointer = tensor.Lease();
        var address = Find(pointer, type);
        tensor.Return();
        return address;
    }

    /// <summary>
    /// The address of the first element of a tensor's gradient, under the conditions of <see cref="Find(torch.Tensor, torch.ScalarType)"/>;
    /// makes no tensor object. Valid as long as the tensor keeps this gradient.
    /// </summary>
    /// <param name="tensor">The tensor whose gradient is asked for.</param>
    /// <param name="type">The type the elements must have.</param>
    /// <param name="exists">Whether there is a gradient at all, wherever and however it lies.</param>
    public static nint FindGradient(torch.Tensor tensor, torch.ScalarType type, out bool exists)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        void* gradient;
        var pointer = tensor.Lease();
        try
        {
            NativeError.Check(NativeMethods.optgen_tensor_grad(pointer, &gradient));
        }
        finally
        {
            tensor.Return();
        }

        exists = gradient is not null;
        if (!exists) return 0;
        var address = Find(gradient, type);
        NativeMethods.optgen_tensor_free(gradient); // the tensor holds its gradient itself
        return address;
    }

    private static nint Find(void* pointer, torch.ScalarType type)
    {
        int index;
        if (NativeMethods.optgen_tensor_dtype(pointer) != (int)type) return 0;
        if (NativeMethods.optgen_tensor_device(pointer, &index) != (int)DeviceType.CPU) return 0;
        var flags = NativeMethods.optgen_tensor_flags(pointer);
        if (flags < 0 || (flags & Contiguous) == 0 || (flags & Unreadable) != 0) return 0;
        return NativeMethods.optgen_tensor_numel(pointer) == 0 ? 0 : (nint)NativeMethods.optgen_tensor_data(pointer);
    }
}
