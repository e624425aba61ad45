using OptGen.Drafting;

namespace OptGen.Playground.Tests;

/// <summary>What the fragment of the address holds.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("x_<k+1> = x_k - b*T(x_k)")]
    [InlineData("x_0 = stem(u)\nx_<k+1> = x_k # a & b = c; 100 %+\nout = head(x_L)")]
    [InlineData("ξ_<k+1> = ξ_k − β·T(ξ_k) 🦉")]
    [InlineData("<script>alert('x')</script>\"&amp;#")]
    [InlineData("")]
    public void Text_WrittenAndRead_IsTheSame(string text)
    {
        string fragment = new Address(text, new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal)).ToFragment();
        Assert.All(fragment, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "%=-._~".Contains(c, StringComparison.Ordinal), $"'{c}' in {fragment}"));
        Assert.Equal(text, Address.Read("#" + fragment, out IReadOnlyList<string> faults)!.Text);
        Assert.Empty(faults);
    }

    [Fact]
    public void Coefficients_WrittenAndRead_AreTheSame()
    {
        var coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal)
        {
            ["a"] = DraftCoefficient.Number(-0.1), ["b"] = DraftCoefficient.Trained(1e-300), ["β"] = DraftCoefficient.Trained(0.5, 0, 1), ["c"] = DraftCoefficient.Trained(0.5, maximum: 1), ["text"] = DraftCoefficient.Trained(2, minimum: -1)
        };
        Address address = Address.Read(new Address("t", coefficients).ToFragment(), out IReadOnlyList<string> faults)!;
        Assert.Empty(faults);
        Assert.Equal(coefficients.OrderBy(c => c.Key, StringComparer.Ordinal), address.Coefficients.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("set=a=half", "set=a=half")]
    [InlineData("set=a", "set=a")]
    [InlineData("set==1", "set==1")]
    [InlineData("set=a=NaN", "set=a=NaN")]
    [InlineData("set=a=1e999", "set=a=1e999")]
    [InlineData("set=a=1:0..2", "set=a=1:0..2")]
    [InlineData("train=a=1:0..1", "train=a=1:0..1")]
    [InlineData("train=a=1:x..2", "train=a=1:x..2")]
    [InlineData("train=a=1:2", "train=a=1:2")]
    [InlineData("train", "train")]
    [InlineData("colour=red", "colour=red")]
    [InlineData("a=0123456789012345678901234567890123456789", "a=01234567890123456789012345678901234567…")]
    public void Setting_ThatCannotBe_IsLeftOutAndSaid(string part, string said)
    {
        Address address = Address.Read($"text=t&{part}&set=b=1", out IReadOnlyList<string> faults)!;
        Assert.Equal(["b"], address.Coefficients.Keys);
        Assert.StartsWith($"The address says {said}, which ", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("main")]
    [InlineData("set=a=1")]
    public void Fragment_WithoutText_IsNone(string fragment) => Assert.Null(Address.Read(fragment, out _));

    [Fact]
    public void Text_WithHalvesOfPairsOrDamagedEscapes_IsMadeOfCharacters() => Assert.Equal("a%�b%zz", Address.Read("text=a%\ud800b%zz", out _)!.Text);
}
