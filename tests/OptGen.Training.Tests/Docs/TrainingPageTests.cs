using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>The code of docs/training.md is what is compiled here, and does what the page says.</summary>
[Collection("default generator")]
public sealed class TrainingPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(TrainingPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "Docs", "TrainingPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "training.md"));
        string[] shown = [.. Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(7, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_FirstTraining_Completes()
    {
        manual_seed(1);
        Assert.Equal(0, TrainingPageExamples.FirstTraining());
    }

    [Fact]
    public void Page_TwoInputsAndPenalty_Learn()
    {
        using var data = new TensorSet(randn(64, 2), randn(64, 2), zeros(64, 3));
        using var network = nn.Bilinear(2, 2, 3);
        TrainingReport report = new Trainer(TrainingPageExamples.TwoInputs(network), new TrainingOptions { Epochs = 30, Optimizer = n => optim.SGD(n.parameters(), 0.1) }).Fit(data);
        Assert.True(report.Epochs[^1].Training.Loss < report.Epochs[0].Training.Loss);
        Assert.True(report.Epochs[0].Training["penalty"] > 0);
    }

    [Fact]
    public void Page_SettingsFilesAndPictures_Work()
    {
        using TensorSet data = new NestedRings().Sample(300, seed: 1);
        manual_seed(1);
        using var network = new RingNetwork(inputs: 2, width: 8, classes: 3);
        TrainingOptions options = TrainingPageExamples.Settings(_folder.Path);
        TrainingReport report = new Trainer(TrainingProblem.Classification(network), options).Fit(data);
        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.Equal(report.TotalSteps, ((GradientHistogram)options.Callbacks[1]).Largest.Count);
        Assert.Equal(5, File.ReadAllLines(_folder.File("log/epochs.csv")).Length);
        Assert.Single(Directory.GetFiles(_folder.File("checkpoints")));
        int[] before = Small.Bits(network);
        TrainingPageExamples.Files(network, _folder.Path);
        Assert.Equal(before, Small.Bits(network));
        TrainingPageExamples.Pictures(report, network, data, _folder.Path);
        Assert.True(File.Exists(_folder.File("loss.svg")) && File.Exists(_folder.File("regions.svg")));
        Assert.Equal(4, TrainingPageExamples.Augmentations(3).Count);
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
}
