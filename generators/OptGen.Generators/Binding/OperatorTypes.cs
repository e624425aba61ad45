using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>What the type of a field, a property or a factory's result can do as an operator.</summary>
internal static class OperatorTypes
{
    /// <summary>What an operator of a type is: how many tensors it takes, its type's full name, and whether it is called; null for a type that is no operator.</summary>
    /// <param name="type">The type.</param>
    /// <param name="tensors">
    /// The tensors that the operator is applied to. A type that this generator cannot see, such as one that another generator writes, is taken for a module of
    /// as many; where there is no such type, the compiler says so.
    /// </param>
    public static (int Tensors, string Type, bool IsModule)? Of(ITypeSymbol type, int? tensors)
    {
        if (type.TypeKind == TypeKind.Error)
            return tensors is { } applied and > 0 and <= TorchSymbols.MostInputs ? (applied, Emission.CSharp.Module(applied), true) : null;
        int? arity = type.TensorModuleArity() ?? (FindAdjoint(type) is null ? null : 1);
        // Null is no module: a type that may say that it might be one is still that of the modules.
        return arity is { } known ? (known, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).FullName(), type.IsModule()) : null;
    }

    /// <summary>Says of a type that has the name of one of torch's, and is another, that it is; empty for all others.</summary>
    public static string Namesake(ITypeSymbol type)
    {
        if (type.Name is not ("Module" or "Tensor" or "Parameter" or "Linear" or "Conv2d") || type.IsOfTorch() || type.TypeKind == TypeKind.Error)
            return "";
        string own = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return $" (this {type.Name} is {own}, not TorchSharp's)";
    }

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
