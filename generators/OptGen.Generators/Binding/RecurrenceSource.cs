using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>The recurrence of a class: the texts of its <c>[Update]</c> attributes, one a line, and where each stands.</summary>
internal sealed class RecurrenceSource
{
    public const string AttributeName = "OptGen.UpdateAttribute";

    private readonly List<Line> _lines;

    private RecurrenceSource(List<Line> lines)
    {
        _lines = lines;
        Text = string.Join("\n", lines.Select(l => l.Text));
    }

    public string Text { get; }

    public IEnumerable<AttributeData> Attributes => _lines.Select(l => l.Attribute);

    public static RecurrenceSource Of(INamedTypeSymbol type)
    {
        var lines = new List<Line>();
        int start = 0;
        foreach (AttributeData attribute in type.Named("UpdateAttribute").Where(a => a.ConstructorArguments.Length == 1))
        {
            string text = attribute.ConstructorArguments[0].Value as string ?? "";
            lines.Add(new Line(attribute, text, start));
            start += text.Length + 1;
        }
        return new RecurrenceSource(lines);
    }

    /// <summary>The first attribute's syntax: the declaration that bears it stands for the class.</summary>
    public AttributeSyntax? FirstAttribute(CancellationToken cancellation) =>
        _lines.Count == 0 ? null : _lines[0].Attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    /// <summary>The place of a stretch of the recurrence; where it runs over several attributes, of its part in the first.</summary>
    public LiteralPlace? Locate(SourceSpan span, Compilation compilation, CancellationToken cancellation) =>
        Find(span, compilation, cancellation) is var (map, local) ? map.Locate(local) : null;

    /// <summary>Where a declared input is named.</summary>
    public LiteralPlace? LocateInput(string name, Compilation compilation, CancellationToken cancellation)
    {
        AttributeData? attribute = _lines.Select(l => l.Attribute).FirstOrDefault(a => a.ArgumentOf("Inputs") is not null);
        if (attribute?.ExpressionOf("Inputs", cancellation) is not { } expression)
            return null;
        var map = LiteralMap.Create(expression, compilation.GetSemanticModel(expression.SyntaxTree), cancellation);
        int start = 0;
        foreach (string part in map.Value.Split(','))
        {
            if (part.Trim() == name)
                return map.Locate(new SourceSpan(start + part.IndexOf(name, StringComparison.Ordinal), name.Length));
            start += part.Length + 1;
        }
        return map.Locate(new SourceSpan(0, map.Value.Length));
    }

    /// <summary>The literal that writes a stretch of the recurrence, and the stretch counted from the literal's own beginning.</summary>
    public (LiteralMap Map, SourceSpan Span)? Find(SourceSpan span, Compilation compilation, CancellationToken cancellation)
    {
        int number = _lines.FindLastIndex(l => l.Start <= span.Start);
        if (number < 0 || MapOf(_lines[number], compilation, cancellation) is not { } map)
            return null;
        int start = span.Start - _lines[number].Start;
        int end = Math.Min(span.End - _lines[number].Start, map.Value.Length);
        return (map, SourceSpan.FromBounds(Math.Min(start, end), end));
    }

    private static LiteralMap? MapOf(Line line, Compilation compilation, CancellationToken cancellation)
    {
        if (line.Map is null && line.Attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax
            && EquationsOf(syntax) is { } expression)
        {
            line.Map = LiteralMap.Create(expression, compilation.GetSemanticModel(expression.SyntaxTree), cancellation);
        }
        return line.Map;
    }

    private static ExpressionSyntax? EquationsOf(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null)?.Expression;

    private sealed class Line(AttributeData attribute, string text, int start)
    {
        public AttributeData Attribute { get; } = attribute;

        public string Text { get; } = text;

        public int Start { get; } = start;

        public LiteralMap? Map { get; set; }
    }
}
