using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>Recognises the types by which implicit layers are solved.</summary>
internal static class FixedPointSymbols
{
    public const string SolverName = "FixedPointSolver";

    public static bool IsSolver(this ITypeSymbol type)
    {
        for (ITypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (level.Name == SolverName && level.ContainingNamespace.IsFixedPoint())
                return true;
        }
        return false;
    }

    /// <summary>Whether the type says of itself that it keeps a Lipschitz bound.</summary>
    public static bool IsBoundedModule(this ITypeSymbol type)
    {
        IEnumerable<ITypeSymbol> starts = type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes : [type];
        return starts.SelectMany(s => s.AllInterfaces.Cast<ITypeSymbol>().Append(s))
            .Any(i => i.Name == "IBoundedModule" && i.ContainingNamespace.IsFixedPoint());
    }

    private static bool IsFixedPoint(this INamespaceSymbol? space) =>
        space is { Name: "FixedPoint", ContainingNamespace: { Name: "OptGen", ContainingNamespace.IsGlobalNamespace: true } };
}
