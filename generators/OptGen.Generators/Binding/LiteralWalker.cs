using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace OptGen.Binding;

/// <summary>Follows a constant string expression to the tokens that write it.</summary>
internal sealed class LiteralWalker(SemanticModel model, CancellationToken cancellation)
{
    private readonly List<MappedUnit> _units = [];

    // A constant that is defined by itself is the compiler's error, and must not be an endless loop of ours.
    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);

    // The use of a constant of another file while its initializer is being read.
    private TextSpan? _use;

    public List<MappedUnit> Read(ExpressionSyntax expression)
    {
        Visit(expression, expression, model);
        return _units;
    }

    private void Visit(ExpressionSyntax expression, SyntaxNode root, SemanticModel semantics)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                Visit(parenthesized.Expression, root, semantics);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                Visit(sum.Left, root, semantics);
                Visit(sum.Right, root, semantics);
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                Add(LiteralReader.Read(literal.Token, LiteralForm.Of(literal.Token)), literal, root);
                break;
            case InterpolatedStringExpressionSyntax interpolated:
                VisitInterpolated(interpolated, root, semantics);
                break;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                VisitConstant(expression, root, semantics);
                break;
            default:
                AddWhole(expression, expression, root, semantics);
                break;
        }
    }

    private void VisitInterpolated(InterpolatedStringExpressionSyntax interpolated, SyntaxNode root, SemanticModel semantics)
    {
        LiteralForm form = FormOf(interpolated);
        foreach (InterpolatedStringContentSyntax content in interpolated.Contents)
        {
            if (content is InterpolatedStringTextSyntax text)
                Add(LiteralReader.Read(text.TextToken, form), text, root);
            else if (content is InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole)
                Visit(hole.Expression, root, semantics);
        }
    }

    private static LiteralForm FormOf(InterpolatedStringExpressionSyntax interpolated)
    {
        bool isRaw = interpolated.StringStartToken.Kind()
            is SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken;
        if (!isRaw)
        {
            bool isVerbatim = interpolated.StringStartToken.IsKind(SyntaxKind.InterpolatedVerbatimStringStartToken);
            return new LiteralForm(IsVerbatim: isVerbatim, IsPart: true);
        }
        // What a raw string of several lines drops from its lines differs from part to part: its parts are underlined whole.
        return new LiteralForm(IsRaw: true, IsPart: true);
    }

    private void VisitConstant(ExpressionSyntax name, SyntaxNode root, SemanticModel semantics)
    {
        ISymbol? symbol = semantics.GetSymbolInfo(name, cancellation).Symbol;
        ExpressionSyntax? initializer = symbol is IFieldSymbol { IsConst: true } or ILocalSymbol { IsConst: true }
            ? InitializerOf(symbol)
            : null;
        if (initializer is null || !_open.Add(symbol!))
        {
            AddWhole(name, name, root, semantics);
            return;
        }
        TextSpan? outerUse = _use;
        bool elsewhere = initializer.SyntaxTree != semantics.SyntaxTree;
        if (elsewhere)
            _use ??= name.Span;
        SemanticModel inner = elsewhere ? semantics.Compilation.GetSemanticModel(initializer.SyntaxTree) : semantics;
        Visit(initializer, initializer, inner);
        _use = outerUse;
        _open.Remove(symbol!);
    }

    private ExpressionSyntax? InitializerOf(ISymbol symbol)
    {
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value })
                return value;
        }
        return null;
    }

    /// <summary>
    /// A constant that is not written out, such as nameof or one from a compiled assembly: each of its units is the whole
    /// expression.
    /// </summary>
    private void AddWhole(ExpressionSyntax expression, SyntaxNode token, SyntaxNode root, SemanticModel semantics)
    {
        if (semantics.GetConstantValue(expression, cancellation).Value is string value)
            Add(value.Select(c => new LiteralUnit(c, expression.Span)), token, root);
    }

    private void Add(IEnumerable<LiteralUnit> units, SyntaxNode token, SyntaxNode root)
    {
        foreach (LiteralUnit unit in units)
        {
            bool plain = unit.Span.Length == 1 && token.SyntaxTree.GetText(cancellation)[unit.Span.Start] == unit.Value;
            _units.Add(_use is { } use
                ? new MappedUnit(unit.Value, use, token) { Root = root, Origin = (token.SyntaxTree, unit.Span) }
                : new MappedUnit(unit.Value, unit.Span, token) { Root = root, IsPlain = plain });
        }
    }
}
