using System.Reflection;
using System.Text.RegularExpressions;

namespace OptGen.Examples.Tests.Pages;

/// <summary>Links of pages lead somewhere.</summary>
public sealed partial class LinkTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(typeof(LinkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "../.."));

    [Fact]
    public void Links_OfEveryPage_LeadToFilesAndHeadings()
    {
        string[] pages =
        [
            .. Directory.GetFiles(s_root, "*.md"), .. Directory.GetFiles(Path.Combine(s_root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.GetDirectories(Path.Combine(s_root, "src")).Select(d => Path.Combine(d, "README.md")).Where(File.Exists)
        ];
        Assert.True(pages.Length > 100);
        var broken = new List<string>();
        foreach (string page in pages)
        {
            string text = Code().Replace(File.ReadAllText(page), "");
            foreach (Match link in Link().Matches(text))
            {
                string[] target = link.Groups["target"].Value.Split('#', 2);
                if (target[0].Contains("://", StringComparison.Ordinal) || target[0].StartsWith("mailto:", StringComparison.Ordinal))
                    continue;
                string path = target[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target[0]));
                bool isThere = File.Exists(path) || Directory.Exists(path);
                if (!isThere || (target.Length > 1 && path.EndsWith(".md", StringComparison.Ordinal) && !Headings(path).Contains(target[1])))
                    broken.Add($"{Path.GetRelativePath(s_root, page)}: {link.Value}");
            }
        }
        Assert.Empty(broken);
    }

    /// <summary>The anchors that GitHub gives the headings of a page.</summary>
    private static HashSet<string> Headings(string page) =>
        [.. Heading().Matches(Code().Replace(File.ReadAllText(page), "")).Select(m => Outside().Replace(m.Groups["text"].Value.Trim().ToLowerInvariant().Replace(' ', '-'), ""))];

    [GeneratedRegex("```.*?```|`[^`\n]*`(?!\\])", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\-]")]
    private static partial Regex Outside();
}
