using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OptGen.Binding;

/// <summary>Reads what attributes say and where they say it.</summary>
internal static class AttributeReader
{
    public static IEnumerable<AttributeData> Named(this ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(a => a.AttributeClass?.Name == name && IsOurs(a.AttributeClass));

    /// <summary>The value of a named argument; null when it is not given.</summary>
    public static object? ArgumentOf(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value.Value;
        }
        return null;
    }

    /// <summary>The expression that gives a named argument; null when it is not given.</summary>
    public static ExpressionSyntax? ExpressionOf(this AttributeData attribute, string name, CancellationToken cancellation) =>
        SyntaxOf(attribute, cancellation)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    /// <summary>Where the value of a named argument is written; the whole attribute when it is not given.</summary>
    public static Location? LocationOf(this AttributeData attribute, string name, CancellationToken cancellation) =>
        attribute.ExpressionOf(name, cancellation)?.GetLocation() ?? SyntaxOf(attribute, cancellation)?.GetLocation();

    private static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, IsGenericType: false, ContainingNamespace: { Name: "OptGen", ContainingNamespace.IsGlobalNamespace: true } };

    private static AttributeSyntax? SyntaxOf(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
}
