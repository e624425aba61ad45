using OptGen.Experiments.Runner;

namespace OptGen.Experiments.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("There is no option --speed.", "rings", "--speed", "9")]
    [InlineData("There is no experiment 'ring'; there are rings, ", "ring")]
    [InlineData("No seed of rings is done in every cell", "rings", "--report", "--out", "no/such/folder")]
    [InlineData("no/such/folder", "centralization", "--quick", "--out", "no/such/folder", "--processes", "1", "--data", "no/such/folder")]
    public async Task Command_Mistake_EndsWith2AndSaysIt(string message, params string[] arguments)
    {
        using var errors = new StringWriter();

        Assert.Equal(2, await Command.RunAsync(arguments, TextWriter.Null, errors, _ => Right()));
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Command_OutIsAFile_EndsWith2BeforeAnyRun(string processes)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(2, await Command.RunAsync(["rings", "--quick", "--out", file, "--processes", processes], output, errors, _ => Right()));
        Assert.StartsWith($"Runs cannot be kept in '{Path.Combine(file, "runs", "rings")}': ", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--quick", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("seed 1", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ImagesMissing_IsSaidOnceAndNoProcessIsStarted()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var data = Path.Combine(folder.Path, "none");

        Assert.Equal(2, await Command.RunAsync(["centralization", "--quick", "--out", folder.Path, "--processes", "2", "--data", data], output, errors, _ => Right()));
        Assert.StartsWith($"'{data}' does not exist", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Command_ConvolutionsWrong_TrainsNothingAndEndsWith3()
    {
        using var folder = new TemporaryFolder();
        var shapes = new List<ConvolutionShape>();
        using var errors = new StringWriter();
        var code = await Command.RunAsync(["centralization", "--quick", "--out", folder.Path], TextWriter.Null, errors, asked =>
        {
            shapes.AddRange(asked);
            return new ConvolutionCheckReport(3, [new ConvolutionFault(shapes[1], 0.2, 0.5, 0)], oneDnn: true, TimeSpan.Zero);
        });

        Assert.Equal(3, code);
        Assert.StartsWith("Nothing was trained. 1 of 3 convolutions are computed wrong on this machine; the worst is 16 to 32 channels, 3x3: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task List_HasEveryExperimentWithItsQuestion()
    {
        using var output = new StringWriter();

        Assert.Equal(0, await Command.RunAsync(["list"], output, TextWriter.Null));
        Assert.All(Catalogue.All, experiment => Assert.Contains($"{experiment.Name} ", output.ToString(), StringComparison.Ordinal));
        Assert.All(Catalogue.All, experiment => Assert.EndsWith("?", experiment.Question, StringComparison.Ordinal));
    }

    private static ConvolutionCheckReport Right() => new(1, [], oneDnn: true, TimeSpan.Zero);
}
