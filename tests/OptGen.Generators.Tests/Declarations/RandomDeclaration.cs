namespace OptGen.Generators.Tests.Declarations;

/// <summary>One annotated class, drawn from a seed, with the files it is declared in: legal C#, though not always a legal network.</summary>
internal sealed class RandomDeclaration
{
    private static readonly string[] s_names =
    [
        "Net", "Net", "Net", "@class", "T", "Tensor", "torch", "Module", "System", "OptGen", "TorchSharp", "Linear", "_layers", "Ñandú", "N1", "Recurrence", "Parameter", "k",
        "Initialize", "Scalar", "global", "value", "field", "record", "Update", "Math", "HoldNumbers", "_T", "_registered", "scope"
    ];

    private readonly Random _random;
    private readonly string _namespace;
    private readonly List<string> _outerHeaders = [];

    private RandomDeclaration(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _namespace = Mark + Pick("", "", "", ".App", ".@namespace", ".Torch.Nets", ".System", ".OptGen", ".TorchSharp");
        Files = [.. Draw()];
    }

    /// <summary>What the class is drawn from.</summary>
    public int Seed { get; }

    /// <summary>The texts of the files; all that is declared in them bears <see cref="Mark"/> in its name or namespace.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The part of its full name that no other seed has.</summary>
    public string Mark => MarkOf(Seed);

    public static RandomDeclaration Of(int seed) => new(seed);

    public static string MarkOf(int seed) => $"S{seed}_";

    /// <summary>All files, for messages.</summary>
    public override string ToString() => string.Join("\n----\n", Files);

    private IEnumerable<string> Draw()
    {
        bool isGlobal = _random.Next(8) == 0;
        bool isFileScoped = !isGlobal && _random.Next(2) == 0;
        string name = isGlobal ? Mark + "Net" : Pick(s_names);
        // A class Module of two parameters would be what its own members mean by Module<Tensor, Tensor>.
        string typeParameters = _random.Next(6) == 0 && name is not ("Module" or "T") ? Pick("<TModule>", "<P, Q>", "<@in>", "<T>") : "";
        string constraints = typeParameters == "<TModule>" ? " where TModule : Module<Tensor, Tensor>" : typeParameters == "<P, Q>" && _random.Next(2) == 0 ? " where P : class, new() where Q : struct" : "";
        DrawOuter();
        bool isNested = _outerHeaders.Count > 0;
        string access = Pick(isNested ? ["", "public ", "internal ", "private ", "protected internal "] : ["", "public ", "public ", "internal "]);
        if (isNested && !_outerHeaders[^1].Contains("class ", StringComparison.Ordinal))
            access = Pick("", "public ", "internal ");
        string modifiers = Pick("", "", "", "", "sealed ", "sealed ", "abstract ", "unsafe ", "static ");
        string keyword = Pick("partial class", "partial class", "partial class", "partial class", "partial class", "partial class", "partial class", "partial class", "partial class", "class", "partial record", "partial record class");
        var members = new RandomMembers(_random, Mark, name, typeParameters, isSealed: modifiers == "sealed ", isStatic: modifiers == "static ");
        string baseList = modifiers == "static " || keyword != "partial class" ? "" : members.BaseList;
        string primary = members.PrimaryParameters is { } parameters && modifiers != "static " && keyword == "partial class" ? parameters : "";
        if (primary.Length > 0)
            baseList = members.PrimaryBase;

        string header = $"{access}{modifiers}{keyword} {name}{typeParameters}{primary}{baseList}{constraints}";
        bool hasSecondPart = keyword.StartsWith("partial", StringComparison.Ordinal) && _random.Next(4) == 0;
        List<string> attributes = [.. members.Attributes];
        List<string> moved = [];
        if (hasSecondPart && attributes.Count > 1 && _random.Next(2) == 0)
        {
            moved.Add(attributes[^1]);
            attributes.RemoveAt(attributes.Count - 1);
        }
        List<string> body = [.. modifiers == "static " ? members.StaticMembers : members.Members];
        List<string> movedBody = [];
        if (hasSecondPart)
        {
            movedBody = [.. body.Where(_ => _random.Next(3) == 0)];
            body = [.. body.Except(movedBody)];
        }
        yield return File(isGlobal, isFileScoped, attributes, header, body, members.Companions);
        if (hasSecondPart)
            yield return File(isGlobal, isFileScoped, moved, $"{keyword} {name}{typeParameters}", movedBody, []);
    }

    private void DrawOuter()
    {
        int depth = _random.Next(6) switch { 0 => 1, 1 => 2, _ => 0 };
        for (int i = 0; i < depth; i++)
        {
            string parameters = _random.Next(4) == 0 ? $"<TOuter{i}>" : "";
            // Types that may be seen from outside of an assembly only inside ones that may, too, do not matter to a class; its own access does.
            string kind = Pick("public static partial class", "internal partial class", "partial struct", "public partial record", "partial record struct", "partial interface", "readonly partial struct", "class");
            _outerHeaders.Add($"{kind} {(i == 0 ? Mark : "")}{(i == 0 ? Pick("Outer", "event") : Pick("Outer", "@event", "Holder"))}{i}{parameters}");
        }
    }

    private string File(bool isGlobal, bool isFileScoped, List<string> attributes, string header, List<string> body, IReadOnlyList<string> companions)
    {
        List<string> lines = [];
        if (_random.Next(4) == 0)
            lines.Add(Pick("#nullable enable", "#nullable disable", "#nullable enable annotations", "#nullable disable warnings"));
        if (_random.Next(6) == 0)
            lines.Add("using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;");
        string indent = "";
        if (!isGlobal)
            lines.Add(isFileScoped ? $"namespace {_namespace};" : $"namespace {_namespace}\n{{");
        lines.AddRange(companions);
        foreach (string outer in _outerHeaders)
        {
            lines.Add($"{indent}{outer}\n{indent}{{");
            indent += "    ";
        }
        if (_random.Next(4) == 0)
            lines.Add($"{indent}/// <summary>A network &lt;of&gt; layers, see <see cref=\"Tensor\"/>.</summary>");
        lines.AddRange(attributes.Select(a => indent + a));
        lines.Add($"{indent}{header}\n{indent}{{");
        lines.AddRange(Directives(body.Select(m => $"{indent}    {m}")));
        lines.Add(indent + "}");
        for (int i = _outerHeaders.Count; i > 0; i--)
            lines.Add(new string(' ', 4 * (i - 1)) + "}");
        if (!isGlobal && !isFileScoped)
            lines.Add("}");
        return string.Join(Pick("\n", "\n", "\r\n"), lines) + "\n";
    }

    /// <summary>Lines for the preprocessor between members.</summary>
    private IEnumerable<string> Directives(IEnumerable<string> members)
    {
        foreach (string member in members)
        {
            (string before, string after) = _random.Next(20) switch
            {
                0 => ("#if true", "#endif"),
                1 => ("#region members", "#endregion"),
                2 => ("#if NEVER\nint never;\n#else", "#endif"),
                3 => ("#pragma warning disable CS0169", "#pragma warning restore CS0169"),
                4 => ("#line 100 \"elsewhere.cs\"", "#line default"),
                _ => ("", "")
            };
            yield return before.Length == 0 ? member : $"{before}\n{member}\n{after}";
        }
    }

    private string Pick(params string[] items) => items[_random.Next(items.Length)];
}
