using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Binding;

namespace OptGen.Generators;

/// <summary>
/// Binds the annotated classes, each once as long as its file and the declarations of the compilation stay as they are. Roslyn asks again for
/// every class after every edit; binding them all each time is what would make typing slow.
/// </summary>
internal static class AnnotatedClassFinder
{
    private static readonly ConditionalWeakTable<SyntaxNode, Memory> s_bound = new();

    /// <summary>Whether a declaration may be an annotated class: it has attributes.</summary>
    public static bool MayBe(SyntaxNode node, CancellationToken cancellation) =>
        node is ClassDeclarationSyntax { AttributeLists.Count: > 0 } or RecordDeclarationSyntax { AttributeLists.Count: > 0 };

    public static AnnotatedClass? Bind(GeneratorSyntaxContext found, CancellationToken cancellation)
    {
        var node = (TypeDeclarationSyntax)found.Node;
        Compilation compilation = found.SemanticModel.Compilation;
        Declarations declarations = Declarations.Of(compilation);
        Memory memory = s_bound.GetOrCreateValue(node);
        if (memory.Recall(declarations) is { } known)
            return known.Class;
        if (!node.AttributeLists.Any(l => l.Attributes.Any(a => HasAttributeName(a) || declarations.Aliases.Contains(NameOf(a)))))
            return null;
        if (found.SemanticModel.GetDeclaredSymbol(node, cancellation) is not INamedTypeSymbol type)
            return null;
        AnnotatedClass? bound = Bind(type, node, compilation, cancellation);
        // Attributes on other parts of the class may stand in other files, whose change alone would not be seen.
        if (type.DeclaringSyntaxReferences.Length == 1)
            memory.Keep(declarations, bound);
        return bound;
    }

    /// <summary>Whether an attribute is written with the name of <c>[Update]</c>.</summary>
    public static bool HasAttributeName(AttributeSyntax attribute) => NameOf(attribute) is "Update" or "UpdateAttribute";

    private static string NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax name => name.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => ""
    };

    private static AnnotatedClass? Bind(INamedTypeSymbol type, SyntaxNode node, Compilation compilation, CancellationToken cancellation)
    {
        RecurrenceSource source = RecurrenceSource.Of(type);
        // A class may bear attributes on several of its parts; the part with the first one stands for it.
        if (source.FirstAttribute(cancellation)?.Parent?.Parent != node)
            return null;
        BoundNetwork network = Binder.Bind(type, source, compilation, cancellation);
        return new AnnotatedClass(MetadataNameOf(type), network.CanBeCompleted ? network.Model : null);
    }

    private static string MetadataNameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
            return MetadataNameOf(container) + "+" + type.MetadataName;
        string space = type.ContainingNamespace.PlainName();
        return space.Length == 0 ? type.MetadataName : space + "." + type.MetadataName;
    }

    /// <summary>What a class was last bound to; made of values alone. Threads may overwrite one another: each result is right.</summary>
    private sealed class Memory
    {
        private Result? _last;

        public Result? Recall(Declarations declarations) => _last is { } last && last.Declarations.Equals(declarations) ? last : null;

        public void Keep(Declarations declarations, AnnotatedClass? bound) => _last = new Result(declarations, bound);
    }

    private sealed record Result(Declarations Declarations, AnnotatedClass? Class);
}

/// <summary>A class that bears <c>[Update]</c>.</summary>
/// <param name="MetadataName">Its name for the compiler.</param>
/// <param name="Model">What its module is written from; null when the class cannot have a generated part.</param>
internal sealed record AnnotatedClass(string MetadataName, NetworkModel? Model);
