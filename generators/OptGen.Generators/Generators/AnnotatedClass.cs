using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Binding;
using OptGen.Diagnostics;

namespace OptGen.Generators;

/// <summary>A class that bears <c>[Update]</c>, as values.</summary>
/// <param name="MetadataName">Its name for the compiler.</param>
/// <param name="Model">What its module is written from; null when the class cannot have a generated part.</param>
internal sealed record AnnotatedClass(string MetadataName, NetworkModel? Model)
{
    /// <summary>Whether a declaration with the attribute can be asked about: what else bears it, the compiler refuses.</summary>
    public static bool MayBe(SyntaxNode node, CancellationToken cancellation) => node is ClassDeclarationSyntax or RecordDeclarationSyntax;

    /// <summary>
    /// The class that a declaration belongs to; null for all its parts but one. A class may bear attributes on several of its parts, and
    /// Roslyn asks about each part with that part's attributes alone: the symbol has them all, and the part with the first one stands for it.
    /// </summary>
    public static AnnotatedClass? Bind(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        RecurrenceSource source = RecurrenceSource.Of(type);
        if (source.FirstAttribute(cancellation)?.Parent?.Parent != found.TargetNode)
            return null;
        string name = MetadataNameOf(type);
        // A failure here is one class's: the analyzer reports it, and all others are written.
        NetworkModel? model = Contained.Try(() => Binder.Bind(type, source, found.SemanticModel.Compilation, cancellation), out _) is { CanBeCompleted: true } network
            ? network.Model
            : null;
        return new AnnotatedClass(name, model);
    }

    private static string MetadataNameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
            return MetadataNameOf(container) + "+" + type.MetadataName;
        string space = type.ContainingNamespace.PlainName();
        return space.Length == 0 ? type.MetadataName : space + "." + type.MetadataName;
    }
}
