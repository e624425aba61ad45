using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptGen.Binding;

/// <summary>Writes symbols and values as C# that means the same anywhere.</summary>
internal static class CSharpText
{
    /// <summary>A namespace's name without @; empty for the global one.</summary>
    public static string PlainName(this INamespaceSymbol space) => space switch
    {
        { IsGlobalNamespace: true } => "",
        { ContainingNamespace.IsGlobalNamespace: true } => space.Name,
        _ => space.ContainingNamespace.PlainName() + "." + space.Name
    };

    /// <summary>
    /// A name as an identifier: with @ where it is a keyword, or one in some of the places the generated code uses names.
    /// </summary>
    public static string Identifier(string name)
    {
        bool isKeyword = SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || name is "await" or "field" or "file" or "partial" or "record" or "required" or "scoped" or "value" or "var" or "where"
                or "yield";
        return isKeyword ? "@" + name : name;
    }

    /// <summary>The default value of a parameter; null when it has none.</summary>
    public static string? DefaultOf(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        ITypeSymbol type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : parameter.Type;
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsReferenceType ? "null" : "default",
            object value when type.TypeKind == TypeKind.Enum => $"({type.FullName()})({Literal(value)})",
            object value => Literal(value)
        };
    }

    /// <summary>A constant as a literal of its own type.</summary>
    public static string Literal(object value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)
    };
}
