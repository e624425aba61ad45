using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using OptGen.Diagnostics;

namespace OptGen.CodeFixes;

/// <summary>Adds the factory, the function or the coefficient that a recurrence names and its class lacks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddMember))]
[Shared]
public sealed class AddMember : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["OPTG205", "OPTG206"];

    /// <summary>Several uses of one name need one member only, so each is added by itself.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // A recurrence that is written elsewhere, in a constant, does not say here which class it belongs to.
            if (!diagnostic.Properties.TryGetValue(Reporter.MemberKey, out string? text)
                || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeListSyntax>()?.Parent
                    is not ClassDeclarationSyntax type
                || SyntaxFactory.ParseMemberDeclaration(text!) is not { } member)
            {
                continue;
            }
            string title = member is FieldDeclarationSyntax ? "Add the coefficient" : "Add the method";
            context.RegisterCodeFix(
                CodeAction.Create(
                    title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(type, Add(type, member)))),
                    equivalenceKey: title),
                diagnostic);
        }
    }

    private static ClassDeclarationSyntax Add(ClassDeclarationSyntax type, MemberDeclarationSyntax member)
    {
        if (type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            type = type
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(type.SemicolonToken.TrailingTrivia))
                .WithSemicolonToken(default);
        }
        return type
            .AddMembers(member.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
