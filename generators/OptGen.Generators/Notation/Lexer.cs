using System.Globalization;

namespace OptGen.Notation;

/// <summary>Cuts a recurrence's text into tokens. Characters it does not know are reported and left out.</summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly ProblemList _problems;
    private readonly List<Token> _tokens = [];
    private int _position;

    private Lexer(string text, ProblemList problems)
    {
        _text = text;
        _problems = problems;
    }

    /// <summary>The tokens of the text; the last one is <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Read(string text, ProblemList problems)
    {
        var lexer = new Lexer(text, problems);
        while (lexer._position < text.Length)
            lexer.ReadOne();
        lexer._tokens.Add(new Token(TokenKind.End, new SourceSpan(text.Length, 0), ""));
        return lexer._tokens;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private void ReadOne()
    {
        char c = Current;
        if (c == '#')
            SkipComment();
        else if (Characters.IsLineBreak(c) || c == ';')
            Add(TokenKind.EndOfEquation, 1);
        else if (Characters.IsBlank(c))
            _position++;
        else if (c == '.' && Peek(1) == '.')
            Add(TokenKind.Range, 2);
        else if (Characters.IsDigit(c) || (c == '.' && Characters.IsDigit(Peek(1))))
            ReadNumber();
        else if (Characters.TrySubscript(c, out _))
            ReadSubscript();
        else if (Characters.IsLetter(c))
            ReadName();
        else if (Characters.TryPunctuation(c, out TokenKind kind, out string text))
            Add(kind, 1, text);
        else
            ReportUnknown();
    }

    private void Add(TokenKind kind, int length, string? text = null)
    {
        var span = new SourceSpan(_position, length);
        _tokens.Add(new Token(kind, span, text ?? span.In(_text)));
        _position += length;
    }

    private void SkipComment()
    {
        while (_position < _text.Length && !Characters.IsLineBreak(Current))
            _position++;
    }

    private void ReadName()
    {
        int length = 0;
        while (Characters.IsLetter(Peek(length)) || Characters.IsDigit(Peek(length)))
            length++;
        Add(TokenKind.Name, length);
    }

    private void ReadNumber()
    {
        int length = Digits(0);
        // Two dots are the range of a sum, not a decimal point.
        if (Peek(length) == '.' && Peek(length + 1) != '.')
            length += 1 + Digits(length + 1);
        if (Peek(length) is 'e' or 'E')
        {
            int sign = Peek(length + 1) is '+' or '-' ? 1 : 0;
            int digits = Digits(length + 1 + sign);
            if (digits > 0)
                length += 1 + sign + digits;
        }
        Add(TokenKind.Number, length);
    }

    private int Digits(int ahead)
    {
        int count = 0;
        while (Characters.IsDigit(Peek(ahead + count)))
            count++;
        return count;
    }

    /// <summary>A row of subscripts becomes the tokens of the index it writes, between two marks.</summary>
    private void ReadSubscript()
    {
        Add(TokenKind.OpenSubscript, 0);
        while (Characters.TrySubscript(Current, out char plain))
        {
            if (Characters.IsDigit(plain))
            {
                int length = 1;
                string digits = plain.ToString();
                while (Characters.TrySubscript(Peek(length), out char next) && Characters.IsDigit(next))
                {
                    digits += next;
                    length++;
                }
                Add(TokenKind.Number, length, digits);
            }
            else
            {
                Add(plain switch { '+' => TokenKind.Plus, '-' => TokenKind.Minus, _ => TokenKind.Name }, 1, plain.ToString());
            }
        }
        Add(TokenKind.CloseSubscript, 0);
    }

    private void ReportUnknown()
    {
        int length = char.IsHighSurrogate(Current) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
        var span = new SourceSpan(_position, length);
        string? replacement = Characters.Replacement(Current);
        string shown = Shown(span);
        if (Characters.Advice(Current) is { } advice)
        {
            // Reading goes on as if the factors were multiplied, which is nearest.
            _problems.Report(ProblemKind.UnknownCharacter, span, $"{shown} is not part of the notation; {advice}.");
            AddReplacement('*', span);
            _position += length;
            return;
        }
        if (replacement is null)
        {
            _problems.Report(ProblemKind.UnknownCharacter, span, $"{shown} is not part of the notation; remove it.");
            _position += length;
            return;
        }
        _problems.Report(
            ProblemKind.UnknownCharacter, span, $"{shown} is not part of the notation; write {replacement}.", new Correction(span, replacement));
        foreach (char c in replacement)
            AddReplacement(c, span);
        _position += length;
    }

    /// <summary>Goes on as if the replacement had been written, so that one wrong character is one problem.</summary>
    private void AddReplacement(char character, SourceSpan span)
    {
        if (Characters.TryPunctuation(character, out TokenKind kind, out string text))
            _tokens.Add(new Token(kind, span, text));
        else
            _tokens.Add(new Token(Characters.IsDigit(character) ? TokenKind.Number : TokenKind.Name, span, character.ToString()));
    }

    /// <summary>The character itself where it can be seen, else its code point.</summary>
    private string Shown(SourceSpan span)
    {
        string text = span.In(_text);
        bool visible = !char.IsSurrogate(text[0]) && !char.IsControl(text[0])
            && char.GetUnicodeCategory(text[0]) is not (UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark);
        if (visible)
            return $"'{text}'";
        int codePoint = span.Length == 2 ? char.ConvertToUtf32(text[0], text[1]) : text[0];
        return "The character U+" + codePoint.ToString("X4", CultureInfo.InvariantCulture);
    }
}
