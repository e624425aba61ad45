using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using OptGen.Diagnostics;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.CodeFixes.Tests;

/// <summary>Applies the fix that a provider offers for a diagnostic.</summary>
internal static class Repair
{
    /// <summary>Asserts that the first diagnostic of an id is repaired, by the fix of this title, to this text.</summary>
    public static async Task To(CodeFixProvider provider, string id, string source, string title, string repaired)
    {
        (Document document, List<CodeAction> actions) = await Offer(provider, id, source);

        CodeAction action = Assert.Single(actions);
        Assert.Equal(title, action.Title);
        var change = Assert.Single((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
        Document changed = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(repaired.ReplaceLineEndings("\n"), (await changed.GetTextAsync()).ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Asserts that nothing is offered.</summary>
    public static async Task Not(CodeFixProvider provider, string id, string source) => Assert.Empty((await Offer(provider, id, source)).Actions);

    private static async Task<(Document Document, List<CodeAction> Actions)> Offer(CodeFixProvider provider, string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        CSharpCompilation model = TestCompilation.Create(source);
        Project project = workspace.AddProject("Test", LanguageNames.CSharp)
            .WithMetadataReferences(model.References).WithCompilationOptions(model.Options).WithParseOptions(model.SyntaxTrees[0].Options);
        project = project.AddDocument("Usings.cs", model.SyntaxTrees[0].ToString()).Project;
        Document document = project.AddDocument("File.cs", SourceText.From(source.ReplaceLineEndings("\n")));
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new RecurrenceAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Diagnostic diagnostic = found.OrderBy(d => d.Location.SourceSpan.Start).First(d => d.Id == id);
        Assert.Contains(id, provider.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return (document, actions);
    }
}
