using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OptGen.Generators;

/// <summary>What one file declares; read once for each version of the file.</summary>
internal sealed class FileDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> s_ofTrees = new();

    private FileDeclarations(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        Digest = Declarations.Digest(root.ContainsDirectives ? root.ToFullString() : TextOf(root));
        Aliases = root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>().Where(u => u.Alias is not null).Select(u => u.Alias!.Name.Identifier.ValueText).ToArray();
    }

    /// <summary>The digest of the declarations' words; where directives can change what words mean, of the whole text.</summary>
    public string Digest { get; }

    public IReadOnlyList<string> Aliases { get; }

    public static FileDeclarations Of(SyntaxTree tree) => s_ofTrees.GetValue(tree, t => new FileDeclarations(t));

    private static string TextOf(SyntaxNode root)
    {
        var text = new StringBuilder();
        foreach (SyntaxToken token in root.DescendantTokens(n => !IsContent(n)))
            text.Append(token.Text).Append(' ');
        return text.ToString();
    }

    /// <summary>
    /// What nobody sees from outside: the statements of a method, and what <c>[Update]</c> says of the class that bears it, which is bound
    /// again anyway when its file changes.
    /// </summary>
    private static bool IsContent(SyntaxNode node) => node switch
    {
        BlockSyntax or GlobalStatementSyntax => true,
        ExpressionSyntax => node.Parent is ArrowExpressionClauseSyntax,
        AttributeArgumentListSyntax => node.Parent is AttributeSyntax attribute && AnnotatedClassFinder.HasAttributeName(attribute),
        _ => false
    };
}
