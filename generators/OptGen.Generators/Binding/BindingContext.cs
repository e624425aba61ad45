using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>What the parts of binding one class share.</summary>
internal sealed class BindingContext(INamedTypeSymbol type, Compilation compilation, RecurrenceTree tree, CancellationToken cancellation)
{
    public INamedTypeSymbol Type { get; } = type;

    public Compilation Compilation { get; } = compilation;

    public RecurrenceTree Tree { get; } = tree;

    public RecurrenceNames Names { get; } = RecurrenceNames.Of(tree);

    public CancellationToken Cancellation { get; } = cancellation;

    public MemberLookup Members { get; } = new(type, compilation);

    public FindingList Findings { get; } = new();

    /// <summary>The class's name for messages.</summary>
    public string TypeName => Type.Name;

    /// <summary>Reports a member that the compiler would let no one use, for its error would stand in the generated file.</summary>
    public void CheckUsable(ISymbol member, SourceSpan use)
    {
        AttributeData? obsolete = member.GetAttributes().FirstOrDefault(
            a => a.AttributeClass is { Name: "ObsoleteAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
        if (obsolete is { ConstructorArguments: [{ Value: var reason }, { Value: true }] })
            Findings.At(use, DeclarationKind.InaccessibleMember, $"{member.Name} is obsolete and may not be used{(reason is string { Length: > 0 } text ? ": " + text : ".")}");
    }

    /// <summary>Reports at a member's name or, when that is in a compiled assembly, at its use in the recurrence.</summary>
    public void ReportMember(ISymbol member, SourceSpan? use, DeclarationKind kind, string message)
    {
        Location? location = member.Locations.FirstOrDefault(l => l.IsInSource);
        if (location is not null)
            Findings.At(location, kind, message);
        else if (use is { } span)
            Findings.At(span, kind, message);
        else
            Findings.At(Type.Locations[0], kind, message);
    }
}
