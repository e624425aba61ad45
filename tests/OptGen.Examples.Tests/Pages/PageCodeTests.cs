using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Blocks;
using OptGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests.Pages;

/// <summary>The code of these pages is what is compiled here, and runs.</summary>
[Collection("default generator")]
public sealed class PageCodeTests
{
    private static readonly string s_project = typeof(PageCodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    [Theory]
    [InlineData("classes.md", "ClassesPage.cs", 8)]
    [InlineData("cookbook.md", "CookbookPage.cs", 11)]
    [InlineData("saving.md", "SavingPage.cs", 4)]
    [InlineData("optimizers.md", "ManualPages.cs", 2)]
    [InlineData("troubleshooting.md", "ManualPages.cs", 2)]
    [InlineData("notation.md", "ManualPages.cs", 1)]
    public void Page_Code_IsTheCompiledCode(string page, string file, int blocks)
    {
        string compiled = Unindented(File.ReadAllText(Path.Combine(s_project, "Pages", file)));
        string text = File.ReadAllText(Path.Combine(s_project, "..", "..", "docs", page)).ReplaceLineEndings("\n");
        string[] shown = [.. Regex.Matches(text, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(blocks, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    /// <summary>A page with code is one that a test reads: the theory above, or the test named here. A new block is a reason to look there.</summary>
    [Fact]
    public void Pages_WithCode_AreAllReadByTests()
    {
        var elsewhere = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["architecture.md"] = 3, // ArchitecturePageTests, of emitted code
            ["evolution-redis.md"] = 3, // RedisPageTests
            ["evolution.md"] = 4, // EvolutionPageTests
            ["getting-started.md"] = 3, // PageTests of the packages
            ["implicit.md"] = 8, // ImplicitPageTests
            ["masking.md"] = 4, // MaskingPageTests
            ["networks.md"] = 2, // PageTests of the networks
            ["pytorch.md"] = 2, // PyTorchPageTests
            ["recurrences.md"] = 3, // RecurrencePageTests
            ["reversible.md"] = 1, // ReversiblePageTests
            ["search.md"] = 1, // SearchPageTests
            ["testing.md"] = 7, // TestingPageTests
            ["training.md"] = 7, // TrainingPageTests
            ["underflow.md"] = 4 // UnderflowPageTests
        };
        IEnumerable<(string Page, int Blocks)> here = typeof(PageCodeTests).GetMethod(nameof(Page_Code_IsTheCompiledCode))!
            .GetCustomAttributes<InlineDataAttribute>().Select(a => a.GetData(null!).Single()).Select(d => ((string)d[0], (int)d[2]));
        var found = Directory.GetFiles(Path.Combine(s_project, "..", "..", "docs"), "*.md")
            .Select(f => (Page: Path.GetFileName(f), Blocks: Regex.Count(File.ReadAllText(f), "^```csharp", RegexOptions.Multiline))).Where(p => p.Blocks > 0);

        Assert.Equal(here.Concat(elsewhere.Select(e => (Page: e.Key, Blocks: e.Value))).OrderBy(p => p.Page, StringComparer.Ordinal), found.OrderBy(p => p.Page, StringComparer.Ordinal));
    }

    [Fact]
    public void ManualPages_Code_Runs()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = Sequential(("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm2d(2)), ("flat", Flatten()), ("head", Linear(32, 3)));
        using var handsOut = new HandsOut();
        using Module<Tensor, Tensor> head = Linear(4, 4);
        ManualPages.Optimize(network);
        ManualPages.CheckConvolutions();
        ManualPages.Supervise(handsOut, head, randn(2, 4), randn(2, 4)).backward();
        Assert.Equal(0.25, ManualPages.Half(0.5));
        Assert.All(handsOut.parameters().Concat(head.parameters()), p => Assert.NotNull(p.grad));
    }

    [Fact]
    public void ClassesPage_Networks_AreAsThePageSays()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([2L, 64L], ClassesPage.First(randn(2, 64)).shape);
        Assert.Equal([5L, 3L], ClassesPage.Made(randn(5, 2)).shape);
        Assert.Equal([2L, 16L, 8L, 8L], ClassesPage.Values(randn(2, 16, 8, 8)).shape);
        using var first = new Momentum12(width: 64);
        Assert.Equal(["b", "T.0.fc1.weight", "T.0.fc1.bias"], first.state_dict().Keys.Take(3));
        using var descent = new Descent(width: 4, totalStep: 1);
        Assert.Equal([2L, 4L], descent.call(randn(2, 4)).shape);
        using var staged = new TwoStages();
        Assert.Equal([2L, 32L, 8L, 8L], staged.call(randn(2, 3, 16, 16)).shape);
        using var bounded = new Bounded();
        Assert.Equal(0.5, bounded.Coefficients["a"].Value().item<float>(), 1e-6);
    }

    /// <summary>The order that the page gives: what factories ask for, layers, what has a default, the name.</summary>
    [Fact]
    public void ClassesPage_Constructor_AsksInTheOrderOfThePage() => Assert.Equal(
        ["inputs", "width", "classes", "layers", "expansion", "name"], Assert.Single(typeof(Scores).GetConstructors()).GetParameters().Select(p => p.Name));

    [Fact]
    public void SavingPage_Files_HaveTheNetwork()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var net = new Momentum12(width: 64);
        Tensor x = randn(2, 64);
        SavingPage.Names(net);
        Assert.True(SavingPage.SaveAndLoad(net, folder.File("net.safetensors"), x).equal(net.call(x)).all().item<bool>());
        SavingPage.Export(net, folder.Path);
        SavingPage.Inspect(net, folder.Path);
        Assert.True(File.Exists(folder.File("momentum12.py")) && File.Exists(folder.File("momentum12.pth")) && File.Exists(folder.File("wiring.svg")));
    }

    [Fact]
    public void CookbookPage_Networks_GiveWhatTheyShould()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        AssertShape(new ResidualNetwork(classes: 10), [2, 10], randn(2, 3, 8, 8));
        AssertShape(new NesterovNetwork(width: 8), [2, 8], randn(2, 8));
        AssertShape(new AdmmDenoiser(width: 8), [2, 8], randn(2, 8));
        AssertShape(new SparseCoder(measurements: 8, unknowns: 16, dictionary: randn(8, 16)), [2, 16], randn(2, 8));
        AssertShape(new Deblurring(rand(3, 3)), [2, 1, 8, 8], randn(2, 1, 8, 8));
        AssertShape(new EquilibriumClassifier(inputs: 2, width: 8, classes: 3), [5, 3], randn(5, 2));
        AssertShape(new BoxConstrained(width: 4), [2, 4], randn(2, 4));
        Assert.Equal([2L, 8L], CookbookPage.SeveralInputs(randn(2, 3), randn(2, 2)).shape);
    }

    /// <summary>The fixed point of the total variation's dual: the steps fall to it, and a constant stays what it is.</summary>
    [Fact]
    public void CookbookPage_TotalVariation_FlattensNoise()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        using var net = new TotalVariation();
        Tensor noise = 0.02 * randn(1, 64), step = cat([zeros(1, 32), ones(1, 32)], 1);
        Tensor smooth = net.call(zeros(1, 63), step + noise);
        Assert.True((smooth - step).norm().item<float>() < 0.8 * noise.norm().item<float>() + 0.3);
        Assert.True(new Differences().call(smooth).abs().sum().item<float>() < new Differences().call(step + noise).abs().sum().item<float>() / 1.5);
        var differences = new Differences();
        Tensor x = randn(3, 10, dtype: float64), y = randn(3, 9, dtype: float64);
        Assert.Equal((differences.call(x) * y).sum().item<double>(), (x * differences.Adjoint(y)).sum().item<double>(), 1e-12);
    }

    private static void AssertShape(Module<Tensor, Tensor> network, long[] shape, Tensor input)
    {
        using (network)
            Assert.Equal(shape, network.call(input).shape);
    }

    private static string Unindented(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()));
}
