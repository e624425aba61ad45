using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;

namespace OptGen.CodeFixes;

/// <summary>Gives a constant, such as a momentum, a value with which its recurrence is zero-stable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareStable))]
[Shared]
public sealed class DeclareStable : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["OPTG302"];

    /// <summary>Each changes what a network computes, so each is decided by itself.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Reporter.StableNameKey, out string? name)
                || !diagnostic.Properties.TryGetValue(Reporter.StableValueKey, out string? value)
                || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeListSyntax>()?.Parent is not ClassDeclarationSyntax type
                || DeclarationOf(name!, type) is not { } declared)
            {
                continue;
            }
            string title = $"Declare {name} = {value}, which is zero-stable";
            ExpressionSyntax stable = SyntaxFactory.ParseExpression(value!).WithTriviaFrom(declared);
            context.RegisterCodeFix(
                CodeAction.Create(
                    title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(declared, stable))), equivalenceKey: title),
                diagnostic);
        }
    }

    /// <summary>The value of a constant of this part of the class that a real number fits.</summary>
    private static ExpressionSyntax? DeclarationOf(string name, ClassDeclarationSyntax type) => type.Members
        .OfType<FieldDeclarationSyntax>()
        .Where(f => f.Declaration.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.DoubleKeyword })
        .SelectMany(f => f.Declaration.Variables)
        .FirstOrDefault(v => v.Identifier.Text == name)?.Initializer?.Value;
}
