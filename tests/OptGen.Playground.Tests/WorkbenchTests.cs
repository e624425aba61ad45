using OptGen.Drafting;

namespace OptGen.Playground.Tests;

/// <summary>What becomes of a text and its coefficients while they are edited.</summary>
public class WorkbenchTests
{
    private const string HeavyBall = "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)";

    [Fact]
    public void Coefficient_ThatIsMoved_ChangesTheVerdict()
    {
        Workbench bench = With(HeavyBall, ("a", 0.5));
        Assert.Equal(ZeroStability.Stable, bench.Draft.Recurrence.Verdict.Stability);
        bench.Say("a", DraftCoefficient.Number(1.2));
        Assert.Equal(ZeroStability.Unstable, bench.Draft.Recurrence.Verdict.Stability);
        Assert.Equal([("1.2, outside the circle: breaks zero-stability", true), ("1, on the circle", false)], RootMark.Of(bench.Draft.Recurrence.Verdict).Select(m => (m.Describe(), m.IsBroken)));
    }

    [Fact]
    public void Mistake_WhileTyping_KeepsThePictureAndTheCoefficients()
    {
        Workbench bench = With(HeavyBall, ("a", 0.25));
        bench.Edit(HeavyBall + " +");
        Assert.False(bench.Draft.IsValid);
        Assert.Equal(HeavyBall, bench.Shown!.Recurrence.Text);
        Assert.Equal(["a", "b"], bench.Names);
        bench.Say("a", DraftCoefficient.Number(0.75));
        bench.Edit(HeavyBall);
        Assert.Equal(0.75, bench["a"].Value);
        Assert.Equal(["a=0.75", "b=0.5"], bench.Address.Coefficients.Select(c => $"{c.Key}={c.Value.Value}"));
    }

    [Fact]
    public void Name_ThatWasACoefficient_MayBecomeAnOperator()
    {
        Workbench bench = With("x_<k+1> = x_k - a*T(x_k)", ("a", 2));
        bench.Edit("x_<k+1> = x_k - a(x_k)");
        Assert.True(bench.Draft.IsValid);
        Assert.Empty(bench.Names);
    }

    [Fact]
    public void Address_WithAMistakeInTheText_KeepsItsCoefficientsUntilItIsMended()
    {
        Workbench bench = With(HeavyBall + " +", ("a", 0.125), ("stranger", 3));
        Assert.Null(bench.Shown);
        Assert.Equal(0.125, bench.Address.Coefficients["a"].Value);
        bench.Edit(HeavyBall);
        Assert.Equal(["a", "b"], bench.Names);
        Assert.Equal(0.125, bench.Draft.Options.Coefficients["a"].Value);
    }

    [Fact]
    public void Value_ThatTheTextCannotHave_IsAProblemThatAnotherValueMends()
    {
        Workbench bench = With("x_<k+1> = x_k - T(x_k)/a", ("a", 1));
        bench.Say("a", DraftCoefficient.Number(0));
        Assert.Equal(["a"], bench.Names);
        Assert.NotNull(bench.Shown);
        bench.Say("a", DraftCoefficient.Number(2));
        Assert.True(bench.Draft.IsValid);
    }

    [Fact]
    public void Answer_ThatIsLeftForLater_KnowsEverythingThatWasSaid()
    {
        Workbench bench = With(HeavyBall, ("a", 0.5));
        bench.Note("a", DraftCoefficient.Number(0.25));
        bench.Note("b", DraftCoefficient.Number(3));
        bench.Type(HeavyBall + " # more");
        Assert.False(bench.IsAnswered);
        Assert.Equal("1 0.5", string.Join(' ', bench.Draft.Recurrence.Verdict.Roots.Select(r => r.Real)));
        bench.Answer();
        Assert.True(bench.IsAnswered);
        Assert.Equal("1 0.25", string.Join(' ', bench.Draft.Recurrence.Verdict.Roots.Select(r => r.Real)));
        Assert.Equal("4", bench.Draft.Recurrence.Verdict.EffectiveSteps["T"]);
    }

    [Fact]
    public void Address_OfTheSameText_HasItsOwnCoefficients()
    {
        Workbench bench = With(HeavyBall, ("a", 0.5));
        bench.Open(new Address(HeavyBall, new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal) { ["stranger"] = DraftCoefficient.Number(1), ["a"] = DraftCoefficient.Number(0.75) }));
        Assert.Equal(["a", "b"], bench.Names);
        Assert.Equal(0.75, bench.Draft.Options.Coefficients["a"].Value);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("lambda")]
    [InlineData("await")]
    [InlineData("η")]
    public void Coefficient_NamedLikeAKeyword_IsWrittenInEveryLanguage(string name)
    {
        Workbench bench = With($"x_<k+1> = x_k - {name}*T(x_k)", (name, 0.5));
        Assert.Equal([name], bench.Names);
        Assert.NotEmpty(bench.Draft.ToClass() + bench.Draft.ToGeneratedCode() + bench.Draft.ToPyTorch());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Entry_OfTheGallery_IsShown(string name)
    {
        Workbench bench = With("x", ("a", 1));
        bench.Open(Gallery.Entries.Single(e => e.Name == name));
        Assert.Same(bench.Draft, bench.Shown);
        Workbench shared = new(Address.Read(bench.Address.ToFragment(), out _)!);
        Assert.Equal(bench.Draft.Recurrence.Verdict.Text, shared.Draft.Recurrence.Verdict.Text);
        Assert.Equal(bench.Draft.ToClass(), shared.Draft.ToClass());
    }

    public static TheoryData<string> Names => [.. Gallery.Entries.Select(e => e.Name)];

    private static Workbench With(string text, params (string Name, double Value)[] numbers) =>
        new(new Address(text, numbers.ToDictionary(n => n.Name, n => DraftCoefficient.Number(n.Value), StringComparer.Ordinal)));
}
