using OptGen.Drafting;
using Spectre.Console;

namespace OptGen.Tool;

/// <summary>Shows problems as compilers do: the sentence, the line, carets under the characters, what to write instead.</summary>
internal static class ProblemText
{
    private const int LongestLine = 120;

    public static void Write(ToolConsole console, Draft draft)
    {
        foreach (DraftProblem problem in draft.Problems)
        {
            (string word, Color color) = problem.Severity switch
            {
                DraftSeverity.Error => ("error", Color.Red),
                DraftSeverity.Warning => ("warning", Color.Yellow),
                _ => ("note", Color.Blue)
            };
            (int number, int column, string line) = Line(draft.Text, problem.Start);
            string place = draft.Text.Contains('\n', StringComparison.Ordinal) ? $"line {number}, " : "";
            console.Line($"{word} {problem.Id} at {place}column {column + 1}: {problem.Message}", color);
            (line, column) = Window(line, column);
            int length = Math.Clamp(problem.Length, 1, Math.Max(1, line.Length - column));
            console.Line("  " + line.Replace('\t', ' '));
            console.Line("  " + new string(' ', Width(line.AsSpan(0, Math.Min(column, line.Length)))) + new string('^', Math.Max(1, Width(line.AsSpan(Math.Min(column, line.Length), Math.Min(length, line.Length - Math.Min(column, line.Length)))))), color);
            if (problem.Correction is { } correction)
                console.Line($"  {correction.Title}");
        }
    }

    /// <summary>Of a line that is too long to be looked at, what is around the place.</summary>
    private static (string Line, int Column) Window(string line, int column)
    {
        if (line.Length <= LongestLine)
            return (line, column);
        int begin = Math.Clamp(column - (LongestLine / 3), 0, line.Length - LongestLine), end = begin + LongestLine;
        // No character is cut in two.
        if (begin > 0 && char.IsLowSurrogate(line[begin]))
            begin--;
        if (end < line.Length && char.IsLowSurrogate(line[end]))
            end++;
        string before = begin > 0 ? "…" : "";
        return (before + line[begin..end] + (end < line.Length ? "…" : ""), column - begin + before.Length);
    }

    /// <summary>How many places a terminal gives the characters: none to the second half of a pair or to a combining mark.</summary>
    private static int Width(ReadOnlySpan<char> text)
    {
        int width = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
            width += System.Text.Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark ? 0 : 1;
        return width;
    }

    private static (int Number, int Column, string Line) Line(string text, int position)
    {
        position = Math.Min(position, text.Length);
        int begin = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        int end = text.IndexOf('\n', position);
        return (text.AsSpan(0, begin).Count('\n') + 1, position - begin, text[begin..(end < 0 ? text.Length : end)]);
    }
}
