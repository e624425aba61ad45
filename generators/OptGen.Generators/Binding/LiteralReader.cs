using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace OptGen.Binding;

/// <summary>One UTF-16 unit of a string's value and the source characters that write it.</summary>
internal readonly record struct LiteralUnit(char Value, TextSpan Span);

/// <summary>Reads string tokens of every form, unit by unit.</summary>
internal static class LiteralReader
{
    /// <summary>
    /// The units of a string literal token or of the text inside an interpolated string. Where they do not add up to the value that the
    /// compiler gives the token, every unit is written by the token as a whole.
    /// </summary>
    public static List<LiteralUnit> Read(SyntaxToken token, LiteralForm form)
    {
        string text = token.Text;
        List<LiteralUnit> units = [];
        if (Content(token, form) is var (start, end) && start <= end)
        {
            units = form.IsRaw
                ? ReadRaw(text, start, end, token.SpanStart, form)
                : ReadEscaped(text, start, end, token.SpanStart, form);
        }
        // In the compiler's value of the text of an interpolated string braces stay doubled; the whole string is compared later.
        if (form.IsPart || (units.Count == token.ValueText.Length && !units.Where((u, i) => u.Value != token.ValueText[i]).Any()))
            return units;
        return token.ValueText.Select(c => new LiteralUnit(c, token.Span)).ToList();
    }

    /// <summary>Where the characters between the quotes begin and end within the token's text.</summary>
    public static (int Start, int End)? Content(SyntaxToken token, LiteralForm form)
    {
        string text = token.Text;
        if (form.IsPart)
            return (0, text.Length);
        int start = form.IsVerbatim ? 2 : 1;
        if (!form.IsRaw)
            return text.Length > start ? (start, text.Length - 1) : null;
        int quotes = text.Length - text.TrimStart('"').Length;
        if (text.Length < 2 * quotes)
            return null;
        if (form.Indentation is null)
            return (quotes, text.Length - quotes);
        // The line breaks after the opening and before the closing quotes belong to the quotes.
        int firstLine = text.IndexOf('\n') + 1;
        int lastBreak = text.LastIndexOf('\n');
        if (lastBreak > 0 && text[lastBreak - 1] == '\r')
            lastBreak--;
        return (firstLine, Math.Max(firstLine, lastBreak));
    }

    private static List<LiteralUnit> ReadEscaped(string text, int start, int end, int offset, LiteralForm form)
    {
        var units = new List<LiteralUnit>(end - start);
        for (int i = start; i < end;)
        {
            char current = text[i];
            bool doubled = i + 1 < end && text[i + 1] == current
                && ((form.IsVerbatim && current == '"') || (form.IsPart && current is '{' or '}'));
            if (doubled)
            {
                units.Add(new LiteralUnit(current, new TextSpan(offset + i, 2)));
                i += 2;
            }
            else if (current == '\\' && !form.IsVerbatim)
            {
                (string value, int length) = ReadEscape(text, i, end);
                foreach (char unit in value)
                    units.Add(new LiteralUnit(unit, new TextSpan(offset + i, length)));
                i += length;
            }
            else
            {
                units.Add(new LiteralUnit(current, new TextSpan(offset + i, 1)));
                i++;
            }
        }
        return units;
    }

    private static (string Value, int Length) ReadEscape(string text, int start, int end)
    {
        if (start + 1 >= end)
            return ("\\", 1);
        char kind = text[start + 1];
        int longest = kind switch { 'u' or 'x' => 4, 'U' => 8, _ => 0 };
        if (longest == 0)
        {
            const string Letters = "0abefnrtv";
            const string Meanings = "\0\a\b\u001b\f\n\r\t\v";
            int letter = Letters.IndexOf(kind);
            return ((letter < 0 ? kind : Meanings[letter]).ToString(), 2);
        }
        int code = 0;
        int digits = 0;
        while (digits < longest && start + 2 + digits < end && HexDigit(text[start + 2 + digits]) is >= 0 and int digit)
        {
            code = unchecked((code * 16) + digit);
            digits++;
        }
        bool isPair = code is > 0xFFFF and <= 0x10FFFF;
        return (isPair ? char.ConvertFromUtf32(code) : ((char)code).ToString(), 2 + digits);
    }

    private static int HexDigit(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1
    };

    private static List<LiteralUnit> ReadRaw(string text, int start, int end, int offset, LiteralForm form)
    {
        var units = new List<LiteralUnit>(end - start);
        // A part of an interpolated string begins a line only where a line break precedes it.
        bool lineBegins = form.Indentation is not null && !form.IsPart;
        for (int i = start; i < end; i++)
        {
            if (lineBegins)
                i = SkipIndentation(text, i, end, form.Indentation!);
            if (i >= end)
                break;
            lineBegins = form.Indentation is not null && text[i] == '\n';
            units.Add(new LiteralUnit(text[i], new TextSpan(offset + i, 1)));
        }
        return units;
    }

    private static int SkipIndentation(string text, int start, int end, string indentation)
    {
        int i = start;
        while (i < end && i - start < indentation.Length && text[i] == indentation[i - start])
            i++;
        return i;
    }
}

/// <summary>How a string token is written.</summary>
/// <param name="IsVerbatim">Whether a quote is doubled and nothing else is escaped.</param>
/// <param name="IsRaw">Whether nothing is escaped.</param>
/// <param name="IsPart">Whether the token is the text of an interpolated string, without quotes.</param>
/// <param name="Indentation">The white space that a raw string of several lines drops from each; null for a string of one line.</param>
internal sealed record LiteralForm(bool IsVerbatim = false, bool IsRaw = false, bool IsPart = false, string? Indentation = null)
{
    public static LiteralForm Of(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.SingleLineRawStringLiteralToken => new LiteralForm(IsRaw: true),
        SyntaxKind.MultiLineRawStringLiteralToken => new LiteralForm(IsRaw: true, Indentation: LastLine(token.Text)),
        _ => new LiteralForm(IsVerbatim: token.Text.StartsWith("@", StringComparison.Ordinal))
    };

    private static string LastLine(string text)
    {
        string line = text.Substring(text.LastIndexOf('\n') + 1);
        return line.Substring(0, line.Length - line.TrimStart(' ', '\t').Length);
    }
}
