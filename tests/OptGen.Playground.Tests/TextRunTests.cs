using OptGen.Drafting;

namespace OptGen.Playground.Tests;

/// <summary>Where underlines begin and end.</summary>
public class TextRunTests
{
    [Fact]
    public void Runs_OfOverlappingProblems_HaveTheGravest()
    {
        IReadOnlyList<TextRun> runs = TextRun.Of("abcdef", [At(0, 4, DraftSeverity.Warning), At(2, 1, DraftSeverity.Error), At(4, 0, DraftSeverity.Information)]);
        Assert.Equal([new("ab", DraftSeverity.Warning), new("c", DraftSeverity.Error), new("d", DraftSeverity.Warning), new("", DraftSeverity.Information), new("ef", null)], runs);
    }

    [Fact]
    public void Runs_OfSomethingMissingAtAnEnd_AreThere()
    {
        Assert.Equal([new("", DraftSeverity.Error), new("ab", null), new("", DraftSeverity.Error)], TextRun.Of("ab", [At(0, 0, DraftSeverity.Error), At(2, 0, DraftSeverity.Error)]));
        Assert.Equal([new("", DraftSeverity.Error)], TextRun.Of("", [At(0, 0, DraftSeverity.Error)]));
        Assert.Empty(TextRun.Of("", []));
    }

    [Fact]
    public void Runs_OfProblemsBeyondTheText_EndWithIt() => Assert.Equal([new("a", null), new("b", DraftSeverity.Error)], TextRun.Of("ab", [At(1, 9, DraftSeverity.Error)]));

    [Fact]
    public void Runs_OfRandomTexts_AreTogetherTheText()
    {
        var random = new Random(1);
        foreach (int _ in Enumerable.Range(0, 300))
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => "x_k+1 =<>()T\n;🦉"[random.Next(15)]));
            Assert.Equal(text, string.Concat(TextRun.Of(text, Draft.Read(text).Problems).Select(r => r.Text)));
        }
    }

    private static DraftProblem At(int start, int length, DraftSeverity severity) => new("OPTG000", severity, start, length, "", null);
}
