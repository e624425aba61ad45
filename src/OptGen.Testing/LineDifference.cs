using System.Text;

namespace OptGen.Testing;

/// <summary>What differs between two texts, line by line, for people.</summary>
internal static class LineDifference
{
    private const int Context = 3;
    private const int MostLines = 80;

    // Where the parts that differ are longer than this together, one is shown after the other.
    private const long MostPairs = 4_000_000;

    private enum Side
    {
        Both,
        Expected,
        Found
    }

    private readonly record struct Line(Side Side, int Number, string Text);

    /// <summary>Lines only expected begin with a minus, lines only found with a plus; some lines around them show where they are.</summary>
    public static string Describe(string expected, string found)
    {
        List<Line> lines = Align(expected.Split('\n'), found.Split('\n'));
        var text = new StringBuilder();
        int shown = 0, last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            if (!IsNearDifference(lines, i))
                continue;
            if (++shown > MostLines)
            {
                text.Append("... and more\n");
                break;
            }
            if (i != last + 1 || last < 0)
                text.Append($"@@ line {lines[i].Number} @@\n");
            last = i;
            text.Append(lines[i].Side switch { Side.Both => "  ", Side.Expected => "- ", _ => "+ " });
            text.Append(lines[i].Side == Side.Both ? lines[i].Text : Visible(lines[i].Text)).Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    private static bool IsNearDifference(List<Line> lines, int at)
    {
        for (int i = Math.Max(0, at - Context); i <= Math.Min(lines.Count - 1, at + Context); i++)
        {
            if (lines[i].Side != Side.Both)
                return true;
        }
        return false;
    }

    /// <summary>Spaces at a line's end, and tabs, can be the whole difference.</summary>
    private static string Visible(string line)
    {
        string content = line.TrimEnd(' ');
        return content.Replace('\t', '→') + new string('·', line.Length - content.Length);
    }

    private static List<Line> Align(string[] expected, string[] found)
    {
        int head = 0;
        while (head < Math.Min(expected.Length, found.Length) && expected[head] == found[head])
            head++;
        int tail = 0;
        while (tail < Math.Min(expected.Length, found.Length) - head && expected[^(tail + 1)] == found[^(tail + 1)])
            tail++;
        int rows = expected.Length - head - tail, columns = found.Length - head - tail;

        List<Line> lines = [.. expected.Take(head).Select((line, i) => new Line(Side.Both, i + 1, line))];
        bool isAligned = (long)rows * columns <= MostPairs;
        int[,] common = isAligned ? Common(expected.AsSpan(head, rows), found.AsSpan(head, columns)) : new int[0, 0];
        int e = 0, f = 0;
        while (e < rows || f < columns)
        {
            if (isAligned && e < rows && f < columns && expected[head + e] == found[head + f])
                lines.Add(new(Side.Both, head + 1 + e++, found[head + f++]));
            else if (e < rows && (!isAligned || f == columns || common[e + 1, f] >= common[e, f + 1]))
                lines.Add(new(Side.Expected, head + 1 + e, expected[head + e++]));
            else
                lines.Add(new(Side.Found, head + 1 + e, found[head + f++]));
        }
        lines.AddRange(expected.Skip(expected.Length - tail).Select((line, i) => new Line(Side.Both, expected.Length - tail + i + 1, line)));
        return lines;
    }

    /// <summary>How many lines the rests of both texts, from each pair of lines on, have in common at most.</summary>
    private static int[,] Common(ReadOnlySpan<string> expected, ReadOnlySpan<string> found)
    {
        int[,] common = new int[expected.Length + 1, found.Length + 1];
        for (int e = expected.Length - 1; e >= 0; e--)
        {
            for (int f = found.Length - 1; f >= 0; f--)
                common[e, f] = expected[e] == found[f] ? common[e + 1, f + 1] + 1 : Math.Max(common[e + 1, f], common[e, f + 1]);
        }
        return common;
    }
}
