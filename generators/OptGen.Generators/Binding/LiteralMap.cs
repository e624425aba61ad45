using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>
/// Says which source characters write which characters of a constant string, whatever expression makes it. It compares its own reading
/// with the compiler's value and, where the two differ, points at the whole expression: it can be vague, never wrong.
/// </summary>
internal sealed class LiteralMap
{
    private readonly ExpressionSyntax _expression;
    private readonly List<MappedUnit> _units;

    private LiteralMap(ExpressionSyntax expression, string value, List<MappedUnit> units)
    {
        _expression = expression;
        _units = units;
        Value = value;
    }

    /// <summary>The string's value.</summary>
    public string Value { get; }

    public static LiteralMap Create(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation)
    {
        string value = model.GetConstantValue(expression, cancellation).Value as string ?? "";
        List<MappedUnit> units = new LiteralWalker(model, cancellation).Read(expression);
        bool agrees = units.Count == value.Length && !units.Where((u, i) => u.Value != value[i]).Any();
        if (!agrees)
            units = value.Select(c => new MappedUnit(c, expression.Span, expression)).ToList();
        return new LiteralMap(expression, value, units);
    }

    /// <summary>The place of a stretch of the value, in the file of the expression.</summary>
    public LiteralPlace Locate(SourceSpan span)
    {
        if (_units.Count == 0)
            return new LiteralPlace(At(new TextSpan(EndOfContent(), 0)), null);
        if (span.Length == 0)
            return LocateBetween(Math.Min(span.Start, _units.Count));
        MappedUnit first = _units[span.Start];
        MappedUnit last = first;
        for (int i = span.Start + 1; i < Math.Min(span.End, _units.Count) && _units[i].Follows(last); i++)
            last = _units[i];
        Location? origin = first.Origin is { } start
            ? Location.Create(start.Tree, TextSpan.FromBounds(start.Span.Start, last.Origin!.Value.Span.End))
            : null;
        return new LiteralPlace(At(TextSpan.FromBounds(first.Span.Start, last.Span.End)), origin);
    }

    /// <summary>
    /// The source characters that a change of a stretch of the value would replace; null when some of them stand for something else than
    /// themselves, are written elsewhere, or lie in more than one token.
    /// </summary>
    public TextSpan? Editable(SourceSpan span)
    {
        int first = span.Length == 0 ? Math.Max(0, span.Start - 1) : span.Start;
        int last = span.Length == 0 ? Math.Min(span.Start, _units.Count - 1) : span.End - 1;
        if (first > last || last >= _units.Count)
            return null;
        for (int i = first; i <= last; i++)
        {
            bool plain = _units[i] is { IsPlain: true, Origin: null } && _units[i].Token == _units[first].Token;
            if (!plain || (i > first && _units[i].Span.Start != _units[i - 1].Span.End))
                return null;
        }
        if (span.Length > 0)
            return TextSpan.FromBounds(_units[first].Span.Start, _units[last].Span.End);
        return new TextSpan(span.Start <= first ? _units[first].Span.Start : _units[first].Span.End, 0);
    }

    private LiteralPlace LocateBetween(int position)
    {
        // What is missing is missing behind what stands before it.
        bool behind = position > 0 && (position == _units.Count || _units[position].Token != _units[position - 1].Token);
        MappedUnit unit = _units[behind ? position - 1 : position];
        int place = behind ? unit.Span.End : unit.Span.Start;
        if (unit.Origin is not { } origin)
            return new LiteralPlace(At(new TextSpan(place, 0)), null);
        int originPlace = behind ? origin.Span.End : origin.Span.Start;
        return new LiteralPlace(At(unit.Span), Location.Create(origin.Tree, new TextSpan(originPlace, 0)));
    }

    /// <summary>Inside the quotes of an empty literal.</summary>
    private int EndOfContent()
    {
        if (_expression is not LiteralExpressionSyntax { Token: { Value: string } token })
            return _expression.Span.End;
        (int Start, int End)? content = LiteralReader.Content(token, LiteralForm.Of(token));
        return content is var (_, end) ? token.SpanStart + end : token.Span.End;
    }

    private Location At(TextSpan span) => Location.Create(_expression.SyntaxTree, span);
}

/// <summary>Where a stretch of a string stands.</summary>
/// <param name="Location">The place in the file that uses the string.</param>
/// <param name="Origin">The place in the other file that writes it, when the string is a constant from there.</param>
internal readonly record struct LiteralPlace(Location Location, Location? Origin);

/// <summary>One UTF-16 unit of a constant string.</summary>
/// <param name="Value">The unit.</param>
/// <param name="Span">What writes it, in the file that uses the string.</param>
/// <param name="Token">The node that the unit was read from: two units of one node may be underlined together.</param>
internal readonly record struct MappedUnit(char Value, TextSpan Span, SyntaxNode Token)
{
    /// <summary>The initializer or attribute argument that this unit is part of.</summary>
    public SyntaxNode Root { get; init; } = Token;

    /// <summary>Whether one source character writes it, and writes itself.</summary>
    public bool IsPlain { get; init; }

    /// <summary>What writes it, when that is in another file; <see cref="Span"/> is then the use of the constant.</summary>
    public (SyntaxTree Tree, TextSpan Span)? Origin { get; init; }

    /// <summary>Whether the squiggle that ends with <paramref name="previous"/> may go on to this unit.</summary>
    public bool Follows(MappedUnit previous) =>
        Root == previous.Root && Span.Start >= previous.Span.Start && Origin?.Tree == previous.Origin?.Tree
        && (Origin is not { } origin || origin.Span.Start >= previous.Origin!.Value.Span.Start);
}
