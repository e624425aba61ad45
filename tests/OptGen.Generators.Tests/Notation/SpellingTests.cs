using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class SpellingTests
{
    [Theory]
    [InlineData("vle", "vel")]
    [InlineData("velocty", "velocity")]
    [InlineData("X", "x")]
    [InlineData("steps", "step")]
    [InlineData("y", null)]
    [InlineData("qqq", null)]
    public void Nearest_Misspelling_FindsTheName(string name, string? expected) =>
        Assert.Equal(expected, Spelling.Nearest(name, ["x", "vel", "velocity", "step"]));

    [Fact]
    public void Nearest_NamesEquallyNear_TakesTheFirstInOrdinalOrder() =>
        Assert.Equal("abca", Spelling.Nearest("abcx", ["abcb", "abca"]));
}
