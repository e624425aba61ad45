namespace OptGen.Notation;

internal enum TokenKind
{
    End,

    /// <summary>The end of an equation: a line break or a semicolon.</summary>
    EndOfEquation,
    Name,
    Number,
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    EqualsSign,
    Comma,

    /// <summary><c>..</c>, between the bounds of a sum.</summary>
    Range,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,

    /// <summary><c>_</c>, after which an index follows.</summary>
    Underscore,
    OpenAngle,
    CloseAngle,
    OpenBrace,
    CloseBrace,

    /// <summary>Before the first and after the last of a row of subscript letters; both have no length.</summary>
    OpenSubscript,
    CloseSubscript
}

/// <summary>The smallest pieces of a recurrence.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">Its text in ASCII form where it was a lookalike: <c>*</c> for <c>·</c>, <c>k</c> for <c>ₖ</c>.</param>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span, string Text)
{
    /// <summary>Whether an operand can begin here.</summary>
    public bool StartsOperand => Kind is TokenKind.Name or TokenKind.Number or TokenKind.OpenParenthesis;

    public bool EndsEquation => Kind is TokenKind.End or TokenKind.EndOfEquation;
}
