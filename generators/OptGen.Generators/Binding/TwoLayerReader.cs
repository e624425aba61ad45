using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>Reads whether an operator is said to contain a two-layer network: by <c>[ContainsTwoLayer]</c> on its member or on its declared type.</summary>
internal static class TwoLayerReader
{
    private const string Attribute = "ContainsTwoLayerAttribute";

    public static bool IsStated(ISymbol member) => member.Named(Attribute).Any() || (TypeOf(member) is { } type && IsStated(type));

    private static bool IsStated(ITypeSymbol type)
    {
        for (ITypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (level.Named(Attribute).Any())
                return true;
        }
        return false;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ReturnType,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null
    };
}
