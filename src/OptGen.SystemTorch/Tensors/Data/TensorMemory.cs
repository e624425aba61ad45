using OptGen.SystemTorch.Interop;
using TorchSharp;

namespace OptGen.SystemTorch;

/// <summary>
/// Where the elements of tensors lie, for code that works on memory itself. TorchSharp offers the same through <c>Tensor.bytes</c>.
/// </summary>
/// <remarks>An address is valid as long as the tensor is neither disposed nor resized nor given other data.</remarks>
public static unsafe class TensorMemory
{
    /// <summary>
    /// The address of a tensor's first element, to read; 0 unless the tensor has elements, of the given type, dense in row-major order in
    /// the processor's memory.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public static nint Find(torch.Tensor tensor, torch.ScalarType type) => Find(tensor, type, write: 0);

    /// <summary>
    /// As <see cref="Find(torch.Tensor, torch.ScalarType)"/>, to write: counts as a change of the tensor, so that a backward pass that needs
    /// the values of before says so.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public static nint FindToWrite(torch.Tensor tensor, torch.ScalarType type) => Find(tensor, type, write: 1);

    /// <summary>
    /// As <see cref="Find(torch.Tensor, torch.ScalarType)"/>, of a tensor's gradient, without making an object for it. Valid as long as
    /// the tensor keeps this gradient.
    /// </summary>
    /// <param name="tensor">The tensor whose gradient is asked for.</param>
    /// <param name="type">The type the elements must have.</param>
    /// <param name="exists">Whether there is a gradient at all, wherever and however it lies.</param>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public static nint FindGradient(torch.Tensor tensor, torch.ScalarType type, out bool exists)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int found;
        var address = NativeMethods.optgen_gradient_memory(tensor.Lease(), (int)type, &found);
        tensor.Return();
        exists = found != 0;
        return (nint)address;
    }

    private static nint Find(torch.Tensor tensor, torch.ScalarType type, int write)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var address = NativeMethods.optgen_tensor_memory(tensor.Lease(), (int)type, write);
        tensor.Return();
        return (nint)address;
    }
}
