namespace OptGen.Export.PyTorch;

/// <summary>Breaks lines that are too long: the items of the last pair of brackets each get a line, or the terms of a sum do.</summary>
internal static class PythonLayout
{
    private const int ShortItem = 24;

    /// <summary>How a list of parts that are all alike ends.</summary>
    private const string Repeated = " for _ in range(";

    /// <param name="output">Where to write.</param>
    /// <param name="line">A statement, or an item of a list with its comma.</param>
    public static void Write(PythonWriter output, string line)
    {
        if (line.Length <= output.Room)
        {
            output.Line(line);
            return;
        }
        string end = line.EndsWith(',') ? "," : "";
        string text = line[..(line.Length - end.Length)];
        if (text.LastIndexOf(Repeated, StringComparison.Ordinal) is var loop and > 0 && !text[(loop + Repeated.Length)..].TrimEnd(')').Contains(')', StringComparison.Ordinal))
        {
            Write(output, text[..loop]);
            output.Line(text[(loop + 1)..] + end);
            return;
        }
        if (LastGroup(text) is { } open && Items(text[(open + 1)..^1]) is var items && items.Count > 0)
        {
            string begin = text[..(open + 1)], close = text[^1..] + end;
            // A list that is the one argument of a call opens with it.
            if (items is [['[', ..] only] && LastGroup(only) == 0)
            {
                items = Items(only[1..^1]);
                (begin, close) = (begin + "[", "]" + close);
            }
            if (items.All(i => i.Length <= ShortItem))
            {
                output.List(begin, items, close);
                return;
            }
            output.Line(begin);
            using (output.Deeper())
            {
                for (int i = 0; i < items.Count; i++)
                    Write(output, items[i] + (i < items.Count - 1 ? "," : ""));
            }
            output.Line(close);
            return;
        }
        int equals = text.IndexOf(" = ", StringComparison.Ordinal);
        List<string> terms = equals < 0 ? [] : Terms(text[(equals + 3)..]);
        if (terms.Count < 2)
        {
            output.Line(line);
            return;
        }
        using (output.Block(text[..(equals + 3)] + "("))
        {
            foreach (string term in terms)
                output.Line(term);
        }
        output.Line(")");
    }

    /// <summary>Where the pair of brackets opens that closes at the end; null where there is none, or where it is part of a sum.</summary>
    private static int? LastGroup(string text)
    {
        if (text.Length == 0 || text[^1] is not (')' or ']' or '}'))
            return null;
        var open = new Stack<int>();
        int? last = null;
        foreach ((int at, char c) in Outside(text))
        {
            if (c is '(' or '[' or '{')
                open.Push(at);
            else if (c is ')' or ']' or '}')
                last = open.Pop();
            else if (c is ' ' && open.Count == 0 && at + 2 < text.Length && text[at + 1] is '+' or '-' or '*' or '/' && text[at + 2] is ' ')
                return null;
        }
        return last;
    }

    private static List<string> Items(string text)
    {
        var items = new List<string>();
        int depth = 0, begin = 0;
        foreach ((int at, char c) in Outside(text))
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (c != ',' || depth > 0)
                continue;
            items.Add(text[begin..at].Trim());
            begin = at + 1;
        }
        if (text[begin..].Trim() is { Length: > 0 } rest)
            items.Add(rest);
        return items;
    }

    private static List<string> Terms(string text)
    {
        var terms = new List<string>();
        int depth = 0, begin = 0;
        foreach ((int at, char c) in Outside(text))
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (depth > 0 || c != ' ' || at + 2 >= text.Length || text[at + 1] is not ('+' or '-') || text[at + 2] != ' ')
                continue;
            terms.Add(text[begin..at]);
            begin = at + 1;
        }
        terms.Add(text[begin..]);
        return terms;
    }

    /// <summary>The characters outside of string literals, with their places.</summary>
    private static IEnumerable<(int At, char Character)> Outside(string text)
    {
        bool inside = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (inside && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                inside = !inside;
            else if (!inside)
                yield return (i, text[i]);
        }
    }
}
