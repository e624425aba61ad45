using OptGen.FixedPoint;

namespace OptGen.CompilerServices;

/// <summary>Reads what torch says of an error.</summary>
internal static class TorchErrors
{
    /// <summary>The sentence of an exception in one line, without the C++ trace that libtorch puts behind it, and without a full stop at its end.</summary>
    public static string SentenceOf(Exception exception) =>
        string.Join(' ', TorchMessage.Of(exception).Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.', ' ');

    /// <summary>A shape as it is written everywhere: [32, 64].</summary>
    public static string ShapeOf(TorchSharp.torch.Tensor tensor) => tensor.IsInvalid ? "a tensor that is disposed" : $"[{string.Join(", ", tensor.shape)}]";
}
