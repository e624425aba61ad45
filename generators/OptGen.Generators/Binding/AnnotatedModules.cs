using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Binding;

/// <summary>
/// Classes that bear <c>[Update]</c> themselves. Their generated part makes modules of them; the generator reads the declarations before there is one.
/// </summary>
internal static class AnnotatedModules
{
    /// <summary>Whether a class has a recurrence of its own.</summary>
    public static bool HasRecurrence(this ITypeSymbol type) => type.Named("UpdateAttribute").Any();

    /// <summary>How many tensors the class will take as a module; null when its generated part makes none of it.</summary>
    public static int? TensorsOf(INamedTypeSymbol type)
    {
        // Attributes are asked for last: hardly any type comes so far.
        if (type is not { TypeKind: TypeKind.Class, IsRecord: false, IsStatic: false, IsFileLocal: false, BaseType.SpecialType: SpecialType.System_Object }
            || !type.HasRecurrence() || !IsPartial(type))
            return null;
        return Math.Max(1, InputsOf(type)?.Count ?? 1);
    }

    /// <summary>How many tensors the class will give.</summary>
    public static int OutputsOf(INamedTypeSymbol type) => Outline.OutputsOf(Parser.Parse(RecurrenceSource.Of(type).Text).Tree);

    /// <summary>The inputs that a class declares; null when it declares none.</summary>
    private static List<string>? InputsOf(INamedTypeSymbol type) => type.Named("UpdateAttribute").Select(a => a.ArgumentOf("Inputs")).OfType<string>().FirstOrDefault() is { } text
        ? StageBinder.SplitInputs(text)
        : null;

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .All(r => r.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
