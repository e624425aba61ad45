using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using OptGen.Diagnostics;

namespace OptGen.CodeFixes;

/// <summary>
/// Repairs the recurrence inside its string: a misspelt name, an index without brackets, a forgotten <c>*</c>, and whatever else has one
/// obvious correction. It is offered only where the characters of the string stand for themselves.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TextRepair))]
[Shared]
public sealed class TextRepair : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        Descriptors.All.Where(d => d.Category is not "OptGen.Verdict").Select(d => d.Id).ToImmutableArray();

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (RepairOf(diagnostic) is not { } repair)
                continue;
            string title = TitleOf(repair);
            context.RegisterCodeFix(
                CodeAction.Create(
                    title, cancellation => ApplyAsync(context.Document, repair, cancellation), equivalenceKey: diagnostic.Id + title),
                diagnostic);
        }
        return Task.CompletedTask;
    }

    private static TextChange? RepairOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Reporter.ReplacementKey, out string? replacement)
        && diagnostic.Properties.TryGetValue(Reporter.RepairStartKey, out string? start)
        && diagnostic.Properties.TryGetValue(Reporter.RepairLengthKey, out string? length)
            ? new TextChange(new TextSpan(int.Parse(start!), int.Parse(length!)), replacement!)
            : null;

    private static string TitleOf(TextChange repair) => (repair.Span.Length, repair.NewText!.Length) switch
    {
        (0, _) => $"Insert '{repair.NewText}'",
        (_, 0) => "Remove this",
        _ => $"Write '{repair.NewText}'"
    };

    private static async Task<Document> ApplyAsync(Document document, TextChange repair, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(repair));
    }
}
