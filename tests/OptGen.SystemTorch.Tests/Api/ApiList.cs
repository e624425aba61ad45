namespace OptGen.SystemTorch.Tests.Api;

/// <summary>A list of types and members in <see cref="ApiFormatter"/>'s notation, read from a file beside this one.</summary>
internal sealed class ApiList
{
    private readonly Dictionary<string, Entry> types = [];

    /// <summary>Reads lists; a type may stand in one of them only.</summary>
    public static ApiList Read(params string[] files)
    {
        var list = new ApiList();
        foreach (var file in files)
        {
            Entry? current = null;
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", file)))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                if (line[0] != ' ') list.types.Add(NameOf(line), current = new Entry(line, []));
                else if (current is null) throw new InvalidDataException($"{file}: '{line}' stands before the first type.");
                else current.Members.Add(line.Trim());
            }
        }

        return list;
    }

    public Entry? Find(Type type) => types.GetValueOrDefault(ApiFormatter.Name(type));

    /// <summary>The two listed lines that look most like one that is not listed, of the same member where there is one.</summary>
    public static IEnumerable<string> Nearest(Entry entry, string line)
    {
        var name = MemberOf(line);
        var same = entry.Members.Where(listed => MemberOf(listed) == name).ToList();
        return (same.Count > 0 ? same : entry.Members.ToList()).OrderBy(listed => Distance(listed, line)).Take(2);
    }

    private static string NameOf(string header)
    {
        var words = header.Split(' ');
        return words[Array.FindIndex(words, word => word is "class" or "enum" or "interface" or "struct") + 1];
    }

    private static string MemberOf(string line)
    {
        var end = line.IndexOfAny(['(', '{', '[']);
        return (end < 0 ? line : line[..end]).TrimEnd().Split(' ')[^1];
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }

    internal sealed record Entry(string Header, HashSet<string> Members)
    {
        /// <summary>Whether a member of the same name as a line's is listed.</summary>
        public bool Declares(string line) => Members.Any(listed => MemberOf(listed) == MemberOf(line));
    }
}
