using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Says of each layer's input, in the order of the calls, whether it depends on no parameter that is evolved, so that it is the same for all members.</summary>
/// <remarks>
/// That an input needs no gradient is not enough: behind a comparison, a detach or no_grad it needs none, and depends on the layers before all the same. What comes into the first layer depends on
/// none; what comes into later ones is taken to do so, unless it is the memory of an input that does not, as where several layers have the network's input.
/// </remarks>
internal sealed class InputProbe
{
    // With a handle kept of each, its memory is nobody else's.
    private readonly List<(Tensor Input, Tensor Handle)> _shared = [];
    private bool _isLater;

    /// <summary>Whether it does, for the next call of a layer. Handles are kept in the current dispose scope.</summary>
    public bool IsShared(Tensor input)
    {
        bool isShared = !input.requires_grad && (!_isLater || _shared.Exists(other => ReferenceEquals(other.Input, input) || IsSameMemory(other.Handle, input)));
        _isLater = true;
        if (isShared)
            _shared.Add((input, input.alias()));
        return isShared;
    }

    private static bool IsSameMemory(Tensor a, Tensor b) =>
        IsInMemory(a) && IsInMemory(b) && Unsafe.AreSame(ref MemoryMarshal.GetReference(a.bytes), ref MemoryMarshal.GetReference(b.bytes));

    private static bool IsInMemory(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.is_contiguous() && tensor.numel() > 0;
}
