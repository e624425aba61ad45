using System.Runtime.CompilerServices;
using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.cat.Call(tensors, dim);

    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.cat.Call(ArrayOf(tensors), dim);

    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.cat.Call(tensors.ToArray(), dim);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.stack.Call(ArrayOf(tensors), dim);

    private static Tensor[] ArrayOf(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors as Tensor[] ?? tensors.ToArray();
    }
}
