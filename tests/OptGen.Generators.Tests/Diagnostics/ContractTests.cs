using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>Descriptor, release row, page and kind of problem agree.</summary>
public class ContractTests
{
    private static readonly string s_root = RepositoryFiles.Root;

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(d => d.Id)];

    [Fact]
    public void Descriptors_AreThoseOfTheKinds()
    {
        IEnumerable<(int Number, string Name)> kinds = Enum.GetValues<ProblemKind>().Select(k => ((int)k, k.ToString()))
            .Concat(Enum.GetValues<DeclarationKind>().Select(k => ((int)k, k.ToString())));

        IEnumerable<(int Number, string Name)> descriptors = typeof(Descriptors).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
            .Select(f => (int.Parse(((DiagnosticDescriptor)f.GetValue(null)!).Id[HelpLink.IdPrefix.Length..]), f.Name));

        Assert.Equal(kinds.Order(), descriptors.Order());
        Assert.Equal(kinds.Count(), Descriptors.All.Length);
    }

    [Fact]
    public void Severity_OfAProblem_IsItsDescriptors()
    {
        foreach (ProblemKind kind in Enum.GetValues<ProblemKind>())
        {
            DiagnosticSeverity expected = kind.Severity() switch
            {
                Severity.Error => DiagnosticSeverity.Error,
                Severity.Warning => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info
            };
            Assert.Equal((kind, expected), (kind, Descriptors.Of((int)kind).DefaultSeverity));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_HasHelpAndTags(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(d => d.Id == id);

        // A package has no pages: their text comes along, and a link only where the pages are published.
        string description = descriptor.Description.ToString();
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Pages, id + ".md"));
        Assert.InRange(description.Length, 20, 2000);
        Assert.All(description.Split('\n'), p => Assert.Contains(p, page.ReplaceLineEndings(" "), StringComparison.Ordinal));
        Assert.DoesNotContain("```", description, StringComparison.Ordinal);
        Assert.Equal("", descriptor.HelpLinkUri);
        Assert.Equal($"https://example.org/optgen/blob/main/docs/diagnostics/{id}.md", HelpLink.Of(id, "https://example.org/optgen/"));
        Assert.Equal(descriptor.DefaultSeverity == DiagnosticSeverity.Error, descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));
        Assert.Equal("{0}", descriptor.MessageFormat.ToString());
    }

    [Fact]
    public void ReleaseRows_AreThoseOfTheDescriptors()
    {
        string[] rows = File.ReadAllLines(Path.Combine(s_root, "generators/OptGen.Generators/AnalyzerReleases.Unshipped.md"));

        Assert.Equal(
            Descriptors.All.Select(d => $"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}"),
            rows.Where(r => r.StartsWith(HelpLink.IdPrefix, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_HasTheTitle(string id)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Pages, id + ".md"));

        Assert.StartsWith($"# {id}: {Descriptors.All.Single(d => d.Id == id).Title}\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_AreOfKnownIdsOnly() => Assert.Equal(
        Descriptors.All.Select(d => d.Id + ".md"),
        Directory.GetFiles(RepositoryFiles.Pages, "OPTG*.md").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));

    /// <summary>A page's example is the test of its squiggle; what has no example says why, or is tested by its kind's name with notation and wiring.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Squiggle_IsTested(string id)
    {
        string word = "ProblemKind." + (ProblemKind)int.Parse(id[HelpLink.IdPrefix.Length..]);

        Assert.True(PageSquiggles.ById.ContainsKey(id) || PageTests.WithoutExamples.ContainsKey(id) || IsTestedByName(word), $"No test says what {id} underlines.");
    }

    private static bool IsTestedByName(string word) => Directory.GetFiles(RepositoryFiles.Tests, "*.cs", SearchOption.AllDirectories)
        .Any(f => Regex.IsMatch(File.ReadAllText(f), Regex.Escape(word) + @"(?!\w)", RegexOptions.None, TimeSpan.FromSeconds(5)));
}
