using System.Globalization;

namespace OptGen.Notation;

/// <summary>What single characters mean in a recurrence.</summary>
internal static class Characters
{
    /// <summary>The kind and ASCII text of a one-character token, lookalikes included.</summary>
    public static bool TryPunctuation(char character, out TokenKind kind, out string text)
    {
        (kind, text) = character switch
        {
            '+' => (TokenKind.Plus, "+"),
            '-' or '\u2212' => (TokenKind.Minus, "-"),
            '*' or '\u00B7' or '\u00D7' or '\u2217' or '\u22C5' => (TokenKind.Star, "*"),
            '/' => (TokenKind.Slash, "/"),
            '^' => (TokenKind.Caret, "^"),
            '=' => (TokenKind.EqualsSign, "="),
            ',' => (TokenKind.Comma, ","),
            '(' => (TokenKind.OpenParenthesis, "("),
            ')' => (TokenKind.CloseParenthesis, ")"),
            '[' => (TokenKind.OpenBracket, "["),
            ']' => (TokenKind.CloseBracket, "]"),
            '_' => (TokenKind.Underscore, "_"),
            '<' => (TokenKind.OpenAngle, "<"),
            '>' => (TokenKind.CloseAngle, ">"),
            '{' => (TokenKind.OpenBrace, "{"),
            '}' => (TokenKind.CloseBrace, "}"),
            _ => (TokenKind.End, "")
        };
        return kind != TokenKind.End;
    }

    /// <summary>
    /// The plain character below a Unicode subscript: <c>k</c> for <c>ₖ</c>. There is no subscript capital L; <c>ₗ</c> is read as L,
    /// the only index it can mean.
    /// </summary>
    public static bool TrySubscript(char character, out char plain)
    {
        plain = character switch
        {
            >= '\u2080' and <= '\u2089' => (char)('0' + (character - '\u2080')),
            '\u208A' => '+',
            '\u208B' => '-',
            '\u2096' => 'k',
            '\u2097' => 'L',
            '\u2C7C' => 'j',
            '\u1D62' => 'i',
            '\u2098' => 'm',
            '\u2099' => 'n',
            '\u209A' => 'p',
            '\u209B' => 's',
            '\u209C' => 't',
            _ => '\0'
        };
        return plain != '\0';
    }

    /// <summary>What to write for a character that is not in the notation but whose meaning is clear.</summary>
    public static string? Replacement(char character) => character switch
    {
        '\u2013' or '\u2014' or '\u2010' or '\u2011' => "-",
        '\u00F7' or '\u2215' => "/",
        '\u00B2' => "^2",
        '\u00B3' => "^3",
        '\u1D40' or '\u22A4' => "^T",
        '\u2022' or '\u2219' => "*",
        '\u2190' or '\u2254' => "=",
        '\u27E8' or '\u2039' => "<",
        '\u27E9' or '\u203A' => ">",
        _ => null
    };

    /// <summary>What to write instead of an operation of other languages that the notation does not have.</summary>
    public static string? Advice(char character) => character switch
    {
        '@' => "a matrix is an operator, which is applied: write W(x_k)",
        '%' => "declare a schedule, such as static double a(int k) => k % 2, and write a_k",
        _ => null
    };

    public static bool IsLetter(char character) => 
        char.IsLetter(character) && !TrySubscript(character, out _) && Replacement(character) is null;

    public static bool IsDigit(char character) => character is >= '0' and <= '9';

    public static bool IsBlank(char character) =>
        character is ' ' or '\t' or '\u00A0' or '\uFEFF' || char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator;

    public static bool IsLineBreak(char character) => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
