using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.where(Tensor, Tensor)"/>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Aten.where_self.Call(condition, x, y);

    /// <summary>Where the condition is true: one tensor of positions for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => Aten.where.CallList(condition);
}
