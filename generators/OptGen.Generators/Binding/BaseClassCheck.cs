using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;

namespace OptGen.Binding;

/// <summary>Whether a class that the user derives from leaves open what the generated part has to write.</summary>
internal sealed class BaseClassCheck(BindingContext context, INamedTypeSymbol parent, Location location)
{
    /// <param name="inputs">The number of tensors that forward takes.</param>
    public void Check(int inputs)
    {
        bool hasOwnConstructor = context.Type.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared && c.IsUsers());
        if (!hasOwnConstructor && !parent.InstanceConstructors.Any(TakesName))
        {
            Report(
                $"The generated constructor of {context.TypeName} hands the module's name to its base class, and {parent.Name} has no constructor that takes it "
                + $"alone; add protected {parent.Name}(string name), or give {context.TypeName} a constructor that calls Initialize.");
            return;
        }
        for (INamedTypeSymbol? level = parent; level is not null && !level.IsOfTorch(); level = level.BaseType)
        {
            foreach (IMethodSymbol method in level.GetMembers().OfType<IMethodSymbol>().Where(m => IsOverridden(m, inputs)))
            {
                bool isOpen = (method.IsOverride || method.IsVirtual || method.IsAbstract) && !method.IsSealed;
                if (isOpen || method.DeclaredAccessibility == Accessibility.Private)
                    continue;
                Report($"The generated part of {context.TypeName} overrides {method.Name}, and {level.Name} does not let it; make it an override there that is not sealed, or remove it.");
                return;
            }
        }
    }

    private static bool IsOverridden(IMethodSymbol method, int inputs) => method switch
    {
        { Name: "forward" } => method.Parameters.Length == inputs && method.Parameters.All(p => p.Type.IsTensor()),
        { Name: "RegisterComponents" } => method.Parameters.Length == 0,
        { Name: "_toEpilog" } => method.Parameters.Length == 3,
        { Name: "Dispose" } => method.Parameters is [{ Type.SpecialType: SpecialType.System_Boolean }],
        _ => false
    };

    private bool TakesName(IMethodSymbol constructor) =>
        context.Compilation.IsSymbolAccessibleWithin(constructor, context.Type)
        && constructor.Parameters is [{ RefKind: RefKind.None, Type.SpecialType: SpecialType.System_String or SpecialType.System_Object }, .. var rest]
        && rest.All(p => p.IsOptional || p.IsParams);

    private void Report(string message) => context.Findings.At(location, DeclarationKind.WrongBaseClass, message);
}
