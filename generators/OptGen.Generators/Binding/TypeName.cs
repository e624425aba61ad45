using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptGen.Binding;

/// <summary>
/// The full names of types. Roslyn's own text of one takes longer than all else that is asked of a class; the types that networks are declared with are
/// written here, and Roslyn writes what is left.
/// </summary>
internal static class TypeName
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>A type's name from <c>global::</c> on, with nullable annotations.</summary>
    public static string FullName(this ITypeSymbol type)
    {
        var text = new StringBuilder();
        return TryWrite(type, text) ? text.ToString() : type.ToDisplayString(s_format);
    }

    private static bool TryWrite(ITypeSymbol type, StringBuilder text)
    {
        if (KeywordOf(type.SpecialType) is { } keyword)
            text.Append(keyword);
        else if (type is not INamedTypeSymbol { IsFileLocal: false, IsTupleType: false } named || !IsPlain(named) || !TryWriteName(named, text))
            return false;
        if (type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated })
            text.Append('?');
        return true;
    }

    /// <summary>Whether the type is written by its name and not in a form of its own, as <c>int?</c> and <c>dynamic</c> are.</summary>
    private static bool IsPlain(INamedTypeSymbol type) =>
        type is { SpecialType: SpecialType.None, OriginalDefinition.SpecialType: SpecialType.None, IsAnonymousType: false, IsNativeIntegerType: false }
        && type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum or TypeKind.Delegate;

    private static bool TryWriteName(INamedTypeSymbol type, StringBuilder text)
    {
        if (type.ContainingType is { } container)
        {
            if (!IsPlain(container) || !TryWriteName(container, text))
                return false;
            text.Append('.');
        }
        else
        {
            text.Append("global::");
            WriteNamespace(type.ContainingNamespace, text);
        }
        WriteIdentifier(type.Name, text);
        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            text.Append(i == 0 ? "<" : ", ");
            if (!TryWrite(type.TypeArguments[i], text))
                return false;
        }
        if (type.TypeArguments.Length > 0)
            text.Append('>');
        return true;
    }

    private static void WriteNamespace(INamespaceSymbol? space, StringBuilder text)
    {
        if (space is null or { IsGlobalNamespace: true })
            return;
        WriteNamespace(space.ContainingNamespace, text);
        WriteIdentifier(space.Name, text);
        text.Append('.');
    }

    private static void WriteIdentifier(string name, StringBuilder text)
    {
        if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            text.Append('@');
        text.Append(name);
    }

    private static string? KeywordOf(SpecialType type) => type switch
    {
        SpecialType.System_Int32 => "int",
        SpecialType.System_Int64 => "long",
        SpecialType.System_Double => "double",
        SpecialType.System_Single => "float",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_String => "string",
        _ => null
    };
}
