using OptGen.Drafting;

namespace OptGen.Tool.Tests;

/// <summary>The gallery of recurrences.</summary>
public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.Entries.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Entry_OfTheGallery_ReadsAndIsWritten(string name)
    {
        GalleryEntry entry = Gallery.Entries.Single(e => e.Name == name);
        Draft draft = Draft.Read(entry.Text, new DraftOptions { Coefficients = entry.Coefficients });
        Assert.Empty(draft.Problems);
        Assert.True(draft.IsValid);
        Assert.Contains("[Update(", draft.ToClass(), StringComparison.Ordinal);
        Assert.Contains("partial class MyNetwork", draft.ToGeneratedCode(), StringComparison.Ordinal);
        Assert.Contains("nn.Module", draft.ToPyTorch(), StringComparison.Ordinal);
        Assert.NotEmpty(draft.Recurrence.ToLatex());
        Assert.StartsWith("<svg", draft.Recurrence.WiringSvg(2), StringComparison.Ordinal);
        Assert.EndsWith(".", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_OfAGroup_StandTogetherAndHaveNamesOfTheirOwn()
    {
        Assert.Equal(Gallery.Entries.Count, Gallery.Entries.Select(e => e.Name).Distinct(StringComparer.Ordinal).Count());
        string[] groups = [.. Gallery.Entries.Select(e => e.Group)];
        Assert.Equal(groups.Distinct(StringComparer.Ordinal).Count() - 1, groups.Zip(groups.Skip(1)).Count(g => g.First != g.Second));
    }

    [Fact]
    public void Verdict_OfThoseThatAreSaidToWarn_IsBadAndOfNoOther()
    {
        string[] bad = [.. Gallery.Entries.Where(e => Draft.Read(e.Text, new DraftOptions { Coefficients = e.Coefficients }).Recurrence.Verdict is { IsConsistent: false } or { Stability: ZeroStability.Unstable }).Select(e => e.Name)];
        Assert.Equal(Gallery.Entries.Where(e => e.Group == "With a warning").Select(e => e.Name), bad);
    }
}
