using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using OptGen.Binding;
using OptGen.Notation;

namespace OptGen.Diagnostics;

/// <summary>Makes diagnostics of findings.</summary>
internal static class Reporter
{
    /// <summary>The key under which a diagnostic carries the text that repairs it.</summary>
    public const string ReplacementKey = "Replacement";

    /// <summary>The key under which a diagnostic carries where its repair begins in the file.</summary>
    public const string RepairStartKey = "RepairStart";

    /// <summary>The key under which a diagnostic carries the length of what its repair replaces.</summary>
    public const string RepairLengthKey = "RepairLength";

    /// <summary>The key under which a diagnostic carries the declaration of the member that is missing.</summary>
    public const string MemberKey = "Member";

    /// <summary>The key under which a diagnostic carries the name of a constant that another value would make stable.</summary>
    public const string StableNameKey = "StableName";

    /// <summary>The key under which a diagnostic carries that value.</summary>
    public const string StableValueKey = "StableValue";

    /// <summary>All that is to be said of a class: what is wrong with it or, where that cannot be found out, that it cannot.</summary>
    /// <param name="type">The class.</param>
    /// <param name="compilation">What it belongs to.</param>
    /// <param name="examine">Finds out what is wrong.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static IReadOnlyList<Diagnostic> ReportOf(
        INamedTypeSymbol type, Compilation compilation, Func<INamedTypeSymbol, Compilation, CancellationToken, IReadOnlyList<Diagnostic>> examine,
        CancellationToken cancellation) =>
        Contained.Try(() => examine(type, compilation, cancellation), out string? fault) ?? [FaultOf(type, fault!)];

    /// <summary>What is wrong with a class.</summary>
    public static IReadOnlyList<Diagnostic> Report(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        [.. Report(Binder.Bind(type, compilation, cancellation), compilation, cancellation)];

    /// <summary>That the compiler itself failed on a class.</summary>
    public static Diagnostic FaultOf(INamedTypeSymbol type, string fault) =>
        Diagnostic.Create(DeclarationDescriptors.CompilerFault, type.Locations[0], Contained.Describe(type.Name, fault));

    public static IEnumerable<Diagnostic> Report(BoundNetwork network, Compilation compilation, CancellationToken cancellation)
    {
        foreach (Finding finding in Analysis.Of(network))
        {
            if (Report(finding, network.Source, compilation, cancellation) is { } diagnostic)
                yield return diagnostic;
        }
    }

    private static Diagnostic? Report(Finding finding, RecurrenceSource source, Compilation compilation, CancellationToken cancellation)
    {
        LiteralPlace? place = finding switch
        {
            { Span: { } span } => source.Locate(span, compilation, cancellation),
            { Input: { } input } => source.LocateInput(input, compilation, cancellation),
            _ => null
        };
        Location? location = place?.Location ?? finding.Location;
        if (location is null)
            return null;
        var others = new List<Location>();
        if (place?.Origin is { } origin)
            others.Add(origin);
        foreach (SourceSpan related in finding.Related)
        {
            if (source.Locate(related, compilation, cancellation) is { } other)
                others.Add(other.Location);
        }
        return Diagnostic.Create(
            finding.Descriptor, location, others, PropertiesOf(finding, source, compilation, cancellation), finding.Message);
    }

    private static ImmutableDictionary<string, string?> PropertiesOf(
        Finding finding, RecurrenceSource source, Compilation compilation, CancellationToken cancellation)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (finding.MissingMember is { } member)
            properties = properties.Add(MemberKey, member);
        if (finding.StableConstant is var (name, value))
            properties = properties.Add(StableNameKey, name).Add(StableValueKey, value);
        if (finding.Correction is not { } correction || !IsWritable(correction.Replacement)
            || source.Find(correction.Span, compilation, cancellation) is not var (map, span) || map.Editable(span) is not { } target)
        {
            return properties;
        }
        return properties
            .Add(ReplacementKey, correction.Replacement)
            .Add(RepairStartKey, target.Start.ToString())
            .Add(RepairLengthKey, target.Length.ToString());
    }

    /// <summary>Whether a text means itself in a string literal of any form.</summary>
    private static bool IsWritable(string text) => text.All(c => c is not ('"' or '\\' or '{' or '}' or '\r' or '\n'));
}
