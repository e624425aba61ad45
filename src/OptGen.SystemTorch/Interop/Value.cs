using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>What a <see cref="Value"/> holds; mirrors <c>optgen_tag</c> in native/optgen_torch.h.</summary>
internal enum ValueTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Complex = 5,
    String = 6,
    Device = 7,
    Generator = 8,
    IntList = 9,
    DoubleList = 10,
    BoolList = 11,
    TensorList = 12
}

/// <summary>One argument or result on its way across the C boundary; mirrors <c>optgen_value</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Value
{
    [FieldOffset(0)] public ValueTag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Real;
    [FieldOffset(8)] public void* Pointer;
}
