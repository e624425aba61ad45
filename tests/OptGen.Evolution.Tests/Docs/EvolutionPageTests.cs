using System.Reflection;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Docs;

/// <summary>The code of docs/evolution.md is what is compiled here, and does what the page says.</summary>
[Collection("default generator")]
public sealed class EvolutionPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(EvolutionPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "Docs", "EvolutionPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "evolution.md"));
        string[] shown = [.. Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(4, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Classify_GetsFitter()
    {
        var (images, labels) = Networks.Samples();
        var reports = EvolutionPageExamples.Classify(images, labels);
        Assert.True(reports[^1].MeanFitness > reports[0].MeanFitness + 0.3);
    }

    [Fact]
    public void Count_WithoutGradient_GetsFitter()
    {
        var (images, labels) = Networks.Samples();
        Assert.InRange(EvolutionPageExamples.Count(images, labels), 120, 200);
    }

    [Fact]
    public void Resume_GoesOn()
    {
        using var folder = new TemporaryFolder();
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 4 }, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 1);
        Assert.Equal(60, EvolutionPageExamples.Resume(strategy, workers, folder.Path));
    }

    [Fact]
    public void OwnLayer_Together_GivesWhatItGivesAlone()
    {
        using var scope = NewDisposeScope();
        var options = new EvolutionOptions { Population = 8, RangeSize = 8, Noise = Noise.LowRank() };
        using var together = new PopulationEvaluator(Made(), Fitness(), options);
        using var alone = new PopulationEvaluator(Made(), Fitness(), options with { Together = false });
        Assert.Null(together.WhyOneByOne);
        Tensor[] parameters = [.. Made().parameters()];
        double[] a = new double[8], b = new double[8];
        together.Evaluate(parameters, 0, new MemberRange(0, 8), a);
        alone.Evaluate(parameters, 0, new MemberRange(0, 8), b);
        for (int i = 0; i < 8; i++)
            Assert.Equal(b[i], a[i], 1e-5);

        static nn.Module<Tensor, Tensor> Made()
        {
            var layer = new EvolutionPageExamples.Squares();
            Networks.Fill(layer);
            return layer;
        }

        static SampleFitness Fitness() => Networks.Classification();
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
