using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>Which types a coefficient's numbers may have. Each of them has a value of every number as a double.</summary>
internal static class NumberTypes
{
    public static bool IsNumber(ITypeSymbol type) => Of(type) is not null;

    /// <summary>What C# computes with a type of number; null for a type that is none.</summary>
    public static NumberType? Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => NumberType.Double,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 => NumberType.Int,
        SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Decimal
            when !IsNative(type) => NumberType.Other,
        _ => IsSystem(type, "Half") ? NumberType.Other : null
    };

    /// <summary>Whether a type that is refused is some kind of number all the same, so that its name says what is wrong.</summary>
    public static bool IsLikeNumber(ITypeSymbol type) => !IsNumber(type)
        && (type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_Char or SpecialType.System_Boolean or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || IsSystem(type, "Int128") || IsSystem(type, "UInt128") || IsSystem(type, "BigInteger") || IsSystem(type, "Complex"));

    /// <summary>The type of a member's number, or of the numbers in what it holds.</summary>
    public static ITypeSymbol ElementOf(ISymbol member)
    {
        ITypeSymbol? type = member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IMethodSymbol method => method.ReturnType,
            _ => null
        };
        while (type is IArrayTypeSymbol array)
            type = array.ElementType;
        return type ?? throw new InvalidOperationException($"{member.Kind} holds no numbers.");
    }

    private static bool IsNative(ITypeSymbol type) => type is INamedTypeSymbol { IsNativeIntegerType: true };

    private static bool IsSystem(ITypeSymbol type, string name) =>
        type.Name == name && type.ContainingType is null
        && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            or { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
