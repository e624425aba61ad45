using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds the class itself: what it is called, what stands around it, and whether it can be completed.</summary>
internal sealed class TypeBinder(BindingContext context)
{
    public TypeModel Bind(int inputs, int outputs)
    {
        INamedTypeSymbol type = context.Type;
        var containers = new List<TypeHeader>();
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            CheckPartial(
                container, DeclarationKind.ContainerNotPartial,
                $"{type.Name} is completed by a generated part, so {container.Name} around it must be partial too; "
                + $"write partial before {KeywordOf(container)}.");
            containers.Insert(0, HeaderOf(container));
        }
        CheckPartial(
            type, DeclarationKind.ClassNotPartial,
            $"{type.Name} is completed by a generated part, so it must be partial; write partial before {KeywordOf(type)}.");
        CheckKind(type);
        CheckLanguage(type);
        string space = type.ContainingNamespace.PlainName();
        return new TypeModel(
            string.Join(".", space.Split('.').Where(p => p.Length > 0).Select(CSharpText.Identifier)),
            containers.ToEquatableArray(),
            HeaderOf(type),
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            type.IsSealed,
            type.IsAbstract,
            BindBase(type, inputs, outputs),
            type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat),
            HintNameOf(type),
            TakenNames());
    }

    private static TypeHeader HeaderOf(INamedTypeSymbol type)
    {
        string parameters = string.Join(", ", type.TypeParameters.Select(p => VarianceOf(p) + CSharpText.Identifier(p.Name)));
        return new TypeHeader(KeywordOf(type), CSharpText.Identifier(type.Name), parameters.Length == 0 ? "" : $"<{parameters}>");
    }

    private static string VarianceOf(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => ""
    };

    private static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class"
    };

    private static string HintNameOf(INamedTypeSymbol type)
    {
        // As the compiler names it: no other type has the name Net`1.
        string name = type.MetadataName;
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
            name = container.MetadataName + "+" + name;
        return type.ContainingNamespace.IsGlobalNamespace ? name : type.ContainingNamespace.PlainName() + "." + name;
    }

    /// <summary>What torch's modules name as the generated part names its fields, such as _to: a field of that name would hide it.</summary>
    private IEnumerable<string> ModuleFields()
    {
        for (INamedTypeSymbol? level = context.Compilation.GetTypesByMetadataName(TorchSymbols.ModuleMetadataName).FirstOrDefault(); level is not null; level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers().Where(m => m.Name.StartsWith("_", StringComparison.Ordinal) && m.DeclaredAccessibility != Accessibility.Private))
                yield return member.Name;
        }
    }

    private EquatableArray<string> TakenNames() =>
        context.Members.All().Select(m => m.Name).Concat(ModuleFields()).Distinct().OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>
    /// Every declaration of a type needs the modifier as soon as there are two; one that lacks it is reported at its name.
    /// </summary>
    private void CheckPartial(INamedTypeSymbol type, DeclarationKind kind, string message)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(context.Cancellation) is TypeDeclarationSyntax declaration
                && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                context.Findings.At(declaration.Identifier.GetLocation(), kind, message);
            }
        }
    }

    private void CheckKind(INamedTypeSymbol type)
    {
        string? kind = type switch
        {
            { IsRecord: true } => "a record",
            { IsStatic: true } => "a static class",
            _ when SelfAndContainers(type).FirstOrDefault(t => t.IsFileLocal) is { } local =>
                local.Equals(type, SymbolEqualityComparer.Default) ? "visible in one file only" : $"inside {local.Name}, which is visible in one file only,",
            _ => null
        };
        if (kind is not null)
        {
            context.Findings.At(
                type.Locations[0], DeclarationKind.UnsupportedClass,
                $"{type.Name} is {kind} and cannot become a torch module; make it a partial class.");
        }
    }

    private static IEnumerable<INamedTypeSymbol> SelfAndContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
            yield return level;
    }

    /// <summary>What is generated is written in C# 12.</summary>
    private void CheckLanguage(INamedTypeSymbol type)
    {
        if (context.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp12 } compilation)
        {
            context.Findings.At(
                type.Locations[0], DeclarationKind.LanguageVersion,
                $"The generated part of {type.Name} needs C# 12 or later, and this project compiles C# {compilation.LanguageVersion.ToDisplayString()}; set LangVersion to 12.0.");
        }
    }

    private string? BindBase(INamedTypeSymbol type, int inputs, int outputs)
    {
        INamedTypeSymbol? parent = type.BaseType;
        if (parent is null or { SpecialType: SpecialType.System_Object } || type.IsRecord || type.IsStatic)
            return null;
        if (FindBase(type, parent) is not { } syntax)
            return null;
        for (INamedTypeSymbol? level = parent; level is not null && !level.IsOfTorch(); level = level.BaseType)
        {
            if (!level.HasRecurrence())
                continue;
            context.Findings.At(
                syntax.GetLocation(), DeclarationKind.WrongBaseClass,
                $"{level.Name} has a recurrence of its own, and a network has one: {type.Name} cannot derive from it; remove the base class, "
                + $"and apply {level.Name} as an operator of {type.Name} where its layers are wanted.");
            return parent.FullName();
        }
        string result = outputs == 1 ? "Tensor" : $"({string.Join(", ", Enumerable.Repeat("Tensor", outputs))})";
        string expected = $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", inputs))}{result}>";
        if (parent.TensorModuleShape() != (inputs, outputs) && parent.TypeKind != TypeKind.Error)
        {
            context.Findings.At(
                syntax.GetLocation(), DeclarationKind.WrongBaseClass,
                $"{type.Name} takes {Tensors(inputs)}{(outputs == 1 ? "" : $" and gives {Tensors(outputs)}")}, so its base class must be {expected}; "
                + $"remove the base, or let it derive from {expected}.");
        }
        else if (parent.TypeKind != TypeKind.Error)
        {
            new BaseClassCheck(context, parent, syntax.GetLocation()).Check(inputs);
        }
        return parent.FullName();
    }

    private static string Tensors(int count) => count == 1 ? "1 tensor" : count + " tensors";

    /// <summary>Where the user's own part names the base class, which stands first.</summary>
    private TypeSyntax? FindBase(INamedTypeSymbol type, INamedTypeSymbol parent)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences.Where(GeneratedFiles.IsUsers))
        {
            if (reference.GetSyntax(context.Cancellation) is TypeDeclarationSyntax { BaseList.Types: [var first, ..] }
                && SymbolEqualityComparer.Default.Equals(
                    context.Compilation.GetSemanticModel(reference.SyntaxTree).GetTypeInfo(first.Type, context.Cancellation).Type, parent))
            {
                return first.Type;
            }
        }
        return null;
    }
}
