using System.Globalization;
using System.Text;

namespace OptGen.Search;

/// <summary>Writes a recurrence that was found as the class that declares it.</summary>
internal static class CSharpDeclaration
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event",
        "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while"
    };

    public static string Write(SearchEntry entry, IReadOnlyList<SearchOperator> members, string name, string? nameSpace)
    {
        Require(name, nameof(name));
        foreach (string part in nameSpace?.Split('.') ?? [])
            Require(part, nameof(nameSpace));
        var text = new StringBuilder();
        text.AppendLine("using OptGen;");
        text.AppendLine("using OptGen.Blocks;");
        text.AppendLine("using TorchSharp;");
        text.AppendLine("using static TorchSharp.torch;");
        text.AppendLine("using static TorchSharp.torch.nn;");
        text.AppendLine();
        if (nameSpace is not null)
            text.AppendLine(CultureInfo.InvariantCulture, $"namespace {nameSpace};").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"/// <summary>{Escape(entry.Recurrence.Verdict.Text)}</summary>");
        string[] lines = entry.Recurrence.Text.Split('\n');
        string inputs = entry.Recurrence.Inputs is [SearchNames.Input] ? $", Inputs = \"{SearchNames.Input}\"" : "";
        if (lines.Length == 1)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"[Update(\"{lines[0]}\", Layers = {entry.Layers}{inputs})]");
        }
        else
        {
            text.AppendLine("[Update(\"\"\"");
            foreach (string line in lines)
                text.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    \"\"\", Layers = {entry.Layers}{inputs})]");
        }
        text.AppendLine(CultureInfo.InvariantCulture, $"public sealed partial class {name}");
        text.AppendLine("{");
        text.AppendLine(string.Join(Environment.NewLine + Environment.NewLine, members.Select(member => $"    {member.Member()}")));
        text.AppendLine("}");
        return text.ToString();
    }

    private static void Require(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (!(char.IsLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsLetterOrDigit(c) || c == '_') || Keywords.Contains(name))
            throw new ArgumentException($"'{name}' is no name in C#: take letters, digits and underscores, begin with a letter, and take no word of the language.", parameter);
    }

    private static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
