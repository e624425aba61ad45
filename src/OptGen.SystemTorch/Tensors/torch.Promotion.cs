using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// The type of a result of arithmetic between two tensors; one without dimensions yields to the other of the same kind.
    /// </summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Aten.result_type_Tensor.CallLong(tensor1, tensor2);

    /// <summary>The smallest type that both types convert to without losing their kind or range.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)Aten.promote_types.CallLong(type1, type2);

    /// <summary>
    /// Whether elements of one type may be converted to another by type promotion: not from complex to real, nor from real to integer.
    /// </summary>
    public static bool can_cast(ScalarType from, ScalarType to) => Aten.can_cast.CallBool(from, to);
}
