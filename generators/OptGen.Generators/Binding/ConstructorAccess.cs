using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>How visible a generated constructor can be: C# wants the types of its parameters to be no less so.</summary>
internal static class ConstructorAccess
{
    /// <param name="type">The class.</param>
    /// <param name="parameters">The types of the constructor's parameters.</param>
    public static string Of(INamedTypeSymbol type, IEnumerable<ITypeSymbol> parameters)
    {
        Accessibility least = Accessibility.Public;
        foreach (INamedTypeSymbol part in parameters.SelectMany(Parts))
        {
            // What the class is inside of, its constructor is inside of too.
            for (INamedTypeSymbol? level = part; level is not null && !Contains(level, type); level = level.ContainingType)
            {
                bool isCovered = Rank(level.DeclaredAccessibility) >= Rank(Least(type)) && level.ContainingType is null;
                if (!isCovered && !IsBeside(level, type))
                    least = Rank(level.DeclaredAccessibility) < Rank(least) ? level.DeclaredAccessibility : least;
            }
        }
        return (least, type.IsAbstract) switch
        {
            (Accessibility.Public, false) => "public",
            (Accessibility.Public, true) => "protected",
            (Accessibility.Private, _) => "private",
            (Accessibility.Internal or Accessibility.ProtectedOrInternal, false) => "internal",
            (Accessibility.Protected, false) => "protected",
            _ => "private protected"
        };
    }

    /// <summary>A type and those that it is made of.</summary>
    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(named),
        _ => []
    };

    private static bool Contains(INamedTypeSymbol outer, INamedTypeSymbol inner)
    {
        for (INamedTypeSymbol? level = inner.ContainingType; level is not null; level = level.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(level.OriginalDefinition, outer.OriginalDefinition))
                return true;
        }
        return false;
    }

    /// <summary>Whether a type stands in the same type as the class, which is no more visible than it.</summary>
    private static bool IsBeside(INamedTypeSymbol other, INamedTypeSymbol type) =>
        other.ContainingType is { } container && SymbolEqualityComparer.Default.Equals(container.OriginalDefinition, type.ContainingType?.OriginalDefinition)
        && Rank(other.DeclaredAccessibility) >= Rank(type.DeclaredAccessibility);

    private static Accessibility Least(INamedTypeSymbol type)
    {
        Accessibility least = type.DeclaredAccessibility;
        for (INamedTypeSymbol? level = type.ContainingType; level is not null; level = level.ContainingType)
            least = Rank(level.DeclaredAccessibility) < Rank(least) ? level.DeclaredAccessibility : least;
        return least;
    }

    private static int Rank(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public => 4,
        Accessibility.ProtectedOrInternal => 3,
        Accessibility.Internal or Accessibility.Protected => 2,
        Accessibility.ProtectedAndInternal => 1,
        _ => 0
    };
}
