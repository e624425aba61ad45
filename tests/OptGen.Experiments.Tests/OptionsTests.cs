using OptGen.Experiments.Runner;

namespace OptGen.Experiments.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_OfACommandLine_AreRead()
    {
        var options = Options.Parse(["rings", "--quick", "--seeds", "7", "--processes", "3", "--data", "folder", "--part", "2/3"]);

        Assert.Equal(("rings", Scale.Quick, (int?)7, 3, "folder", (2, 3)), (options.Name, options.Scale, options.Seeds, options.Processes, options.Data, options.Part!.Value));
        Assert.Equal(Path.Combine("artifacts", "experiments/quick"), options.Folder);
    }

    [Fact]
    public void Options_OfAWholeExperiment_WriteIntoTheResults() => Assert.Equal(Path.Combine("docs", "results"), Options.Parse(["rings"]).Folder);

    [Theory]
    [InlineData("Name an experiment, or say list.")]
    [InlineData("Name an experiment, or say list.", "--quick")]
    [InlineData("There is no option --speed.", "rings", "--speed", "9")]
    [InlineData("--seeds needs a value.", "rings", "--seeds")]
    [InlineData("--seeds needs a positive number, not '0'.", "rings", "--seeds", "0")]
    [InlineData("--part needs K/N, such as 1/2, not '2'.", "rings", "--part", "2")]
    [InlineData("--part 3/2: the first number is above the second.", "rings", "--part", "3/2")]
    [InlineData("--quick and --large contradict each other; say one of them.", "rings", "--quick", "--large")]
    public void Options_Mistake_IsAnErrorThatSaysIt(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Options.Parse(arguments)).Message);
}
