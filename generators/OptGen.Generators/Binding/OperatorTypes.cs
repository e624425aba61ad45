using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>What the type of a field, a property or a factory's result can do as an operator.</summary>
internal static class OperatorTypes
{
    /// <summary>How many tensors the operator takes; null for a type that is no operator.</summary>
    public static int? ArityOf(ITypeSymbol type) => type.TensorModuleArity() ?? (FindAdjoint(type) is null ? null : 1);

    public static AdjointForm AdjointOf(ITypeSymbol type, INamedTypeSymbol within, Compilation compilation)
    {
        if (type.IsLinear())
            return AdjointForm.Linear;
        if (type.IsConv2d())
            return AdjointForm.Conv2d;
        return FindAdjoint(type) is { } method && compilation.IsSymbolAccessibleWithin(method, within)
            ? AdjointForm.Method
            : AdjointForm.None;
    }

    /// <summary>The method <c>Tensor Adjoint(Tensor)</c>.</summary>
    private static IMethodSymbol? FindAdjoint(ITypeSymbol type)
    {
        IEnumerable<ITypeSymbol> starts = type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes : [type];
        foreach (ITypeSymbol start in starts)
        {
            IEnumerable<ITypeSymbol> levels = start.TypeKind == TypeKind.Interface
                ? start.AllInterfaces.Prepend(start)
                : SelfAndBases(start);
            foreach (IMethodSymbol method in levels.SelectMany(l => l.GetMembers("Adjoint")).OfType<IMethodSymbol>())
            {
                if (method is { IsStatic: false, IsGenericMethod: false, Parameters: [{ RefKind: RefKind.None } argument] }
                    && method.ReturnType.IsTensor() && argument.Type.IsTensor())
                {
                    return method;
                }
            }
        }
        return null;
    }

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        for (ITypeSymbol? level = type; level is not null && !level.IsOfTorch(); level = level.BaseType)
            yield return level;
    }
}
