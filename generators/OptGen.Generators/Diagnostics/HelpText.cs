using System.Text;
using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>The text of a diagnostic's page up to its examples, as the diagnostic's description. It is read when somebody asks.</summary>
internal sealed class HelpText(string id) : LocalizableString
{
    /// <summary>The paragraphs between the title and the first example, each in one line.</summary>
    internal static string Read(string id)
    {
        using Stream? page = typeof(HelpText).Assembly.GetManifestResourceStream($"OptGen.Help.{id}.md");
        if (page is null)
            return "";
        using var reader = new StreamReader(page);
        var text = new StringBuilder();
        reader.ReadLine();
        while (reader.ReadLine() is { } line && !line.StartsWith("## ", StringComparison.Ordinal) && !line.StartsWith("```", StringComparison.Ordinal))
            text.Append(line.Length == 0 ? "\n" : line + " ");
        return string.Join("\n", text.ToString().Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim()).Where(p => p.Length > 0));
    }

    protected override string GetText(IFormatProvider? formatProvider) => Read(id);

    protected override int GetHash() => StringComparer.Ordinal.GetHashCode(id);

    protected override bool AreEqual(object? other) => other is HelpText text && text.Id == Id;

    private string Id => id;
}
