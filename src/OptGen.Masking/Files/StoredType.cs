namespace OptGen.Masking;

/// <summary>The type of a tensor's numbers, named as in safetensors. The values are those in files.</summary>
public enum StoredType
{
    /// <summary>IEEE 754 binary32.</summary>
    F32 = 0,

    /// <summary>IEEE 754 binary64.</summary>
    F64 = 1,

    /// <summary>IEEE 754 binary16.</summary>
    F16 = 2,

    /// <summary>The upper half of a binary32.</summary>
    BF16 = 3,

    /// <summary>Whole numbers of 64 bits with sign.</summary>
    I64 = 4,

    /// <summary>Whole numbers of 32 bits with sign.</summary>
    I32 = 5,

    /// <summary>Whole numbers of 16 bits with sign.</summary>
    I16 = 6,

    /// <summary>Whole numbers of 8 bits with sign.</summary>
    I8 = 7,

    /// <summary>Whole numbers of 8 bits without sign.</summary>
    U8 = 8,

    /// <summary>True or false, a byte each: 1 or 0.</summary>
    Bool = 9
}

/// <summary>What types of numbers mean for bytes.</summary>
internal static class StoredTypes
{
    /// <summary>How many bytes a number has; 0 where there is no such type.</summary>
    public static int Size(this StoredType type) => type switch
    {
        StoredType.F64 or StoredType.I64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.I16 => 2,
        StoredType.I8 or StoredType.U8 or StoredType.Bool => 1,
        _ => 0
    };

    /// <summary>Whether weights can have the type.</summary>
    public static bool IsFloat(this StoredType type) => type is StoredType.F32 or StoredType.F64 or StoredType.F16 or StoredType.BF16;
}
