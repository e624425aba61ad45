using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

[Collection("default generator")]
public sealed class ChartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Curves_AreSvgWithTheirNamesAndRoundTicks(bool logarithmic)
    {
        Curve[] curves =
        [
            Curve.OfEpochs("first", Enumerable.Range(1, 12).Select(i => 1.0 / i)),
            new Curve("second", [.. Enumerable.Range(1, 12).Select(i => ((double)i, 2.0 / i))], [.. Enumerable.Repeat(0.1, 12)]),
            Curve.OfEpochs("with a gap", [1, double.NaN, 0.5, 0.4])
        ];
        string svg = Chart.Curves("A title & more", "epoch", "loss", curves, logarithmic);
        string[] texts = Texts(svg);
        foreach (string text in (string[])["A title & more", "epoch", "first", "second", "with a gap", logarithmic ? "loss (logarithmic)" : "loss"])
            Assert.Contains(text, texts);
        // Epochs are whole numbers.
        Assert.DoesNotContain(texts, text => text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, out double x) && x > 2.5);
        Assert.Equal(svg, Chart.Curves("A title & more", "epoch", "loss", curves, logarithmic));
    }

    [Fact]
    public void Curves_NothingToDraw_IsRefused()
    {
        Assert.StartsWith("There is no point to draw.", Assert.Throws<ArgumentException>("curves", () => Chart.Curves("t", "x", "y", [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("curves", () => Chart.Curves("t", "x", "y", [Curve.OfEpochs("a", [0, -1])], logarithmic: true));
        Assert.Throws<ArgumentException>("curve", () => Chart.Curves("t", "x", "y", [new Curve("a", [(0, 1)], [1, 2])]));
    }

    [Fact]
    public void Curves_OfOneEpochOrOneValue_AreDrawn()
    {
        foreach (double[] values in (double[][])[[0.5], [0.5, 0.5, 0.5], [0], [-1, -1]])
            Assert.Contains("epoch", Texts(Chart.Curves("t", "epoch", "y", [Curve.OfEpochs("a", values)])));
    }

    [Fact]
    public void DecisionRegions_OfAClassifier_AreSvgWithItsClasses()
    {
        using TensorSet data = new NestedRings().Sample(300, seed: 1);
        using var model = nn.Linear(2, 3);
        model.train();
        string svg = Chart.DecisionRegions("Regions", model, data);
        string[] texts = Texts(svg);
        Assert.Contains("Regions", texts);
        Assert.Contains("class 2", texts);
        byte[] image = Convert.FromBase64String(svg.Split("data:image/png;base64,")[1].Split('"')[0]);
        Assert.True(image.Length < 20_000, $"The image has {image.Length} bytes.");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], image[..4]);
        Assert.True(model.training);
        using var wrong = new TensorSet(ones(2, 3), zeros(2));
        Assert.Throws<ArgumentException>("points", () => Chart.DecisionRegions("t", model, wrong));
    }

    [Fact]
    public void ErrorTable_OfNumbers_HasAllOfThem()
    {
        string[] texts = Texts(Chart.ErrorTable("Errors", ["GD", "HB"], ["n = 3", "n = 4"], new[,] { { 0.125, 0.25 }, { double.NaN, 0.5 } }));
        foreach (string text in (string[])["Errors", "GD", "HB", "n = 3", "n = 4", "0.125", "0.250", "0.500"])
            Assert.Contains(text, texts);
        Assert.DoesNotContain("NaN", texts);
        Assert.Throws<ArgumentException>("values", () => Chart.ErrorTable("t", ["a"], ["b"], new double[2, 1]));
        Assert.Throws<ArgumentException>("values", () => Chart.ErrorTable("t", ["a"], ["b"], new[,] { { double.NaN } }));
    }

    private static string[] Texts(string svg) => [.. XElement.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}
