using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element type of a factory that makes real numbers unless told otherwise.</summary>
    private static ScalarType Real(ScalarType? dtype) => dtype ?? defaultType;

    /// <summary>The device of a factory; an absent argument means the processor to libtorch.</summary>
    private static Argument Place(Device? device) => device is null ? defaultDevice : InitializeDevice(device);

    /// <summary>Gives a new tensor the last two of the options that every factory has.</summary>
    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (!requires_grad && names is not { Length: > 0 }) return tensor;
        try
        {
            if (names is { Length: > 0 })
                throw new NotSupportedException("SystemTorch gives dimensions no names: leave 'names' out.");
            tensor.requires_grad = true;
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
