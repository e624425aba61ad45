using System.Text.RegularExpressions;

namespace OptGen.Examples.Tests;

/// <summary>Every example runs, shows the recurrence that it is about, and reaches what it promises.</summary>
public sealed class ExampleTests
{
    [Theory]
    [InlineData("HeavyBallInTenLines", "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", @"^accuracy on the spirals: (\S+)$", 0.9)]
    [InlineData("NesterovSchedule", "y_k = x_k + k/(k + 3)*(x_k - x_<k-1>)", @"^With 300 layers Nesterov's schedule is (\S+) times closer\.$", 40)]
    [InlineData("LinearizedAdmm", "l_<k+1> = l_k + z_<k+1> - y_<k+1>", @"^The network removes (\S+)% of the noise", 50)]
    [InlineData("SparseCoding", "x_<k+1> = soft(x_k - W(A(x_k) - y), s_k)", @"^With 16 layers LISTA is (\S+) dB closer", 3)]
    [InlineData("StagedConvolutions", "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k)", @"^accuracy on images it has not seen: (\S+)$", 0.85)]
    [InlineData("ImplicitFista", "x_<k+1> = y_k - t*A^T(A(y_k) - m) - t*G(x_<k+1>)", @"^The solved layers agree with the closed form to (\S+) digits\.$", 10)]
    [InlineData("OptGen.Demo", "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", @"^test accuracy (\S+)$", 0.99, "--data", "rings")]
    public Task Example_Run_ReachesWhatItPromises(string name, string equation, string promise, double least, params string[] arguments) =>
        Reaches(name, equation, promise, least, arguments);

    [FactWithFolder("/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist")]
    public Task DeepEquilibrium_Run_ReachesWhatItPromises() =>
        Reaches("DeepEquilibrium", "z = relu(W(z) + U(u))", @"^test accuracy: (\S+)$", 0.7, "1", "4000");

    [FactWithFolder("/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist")]
    public Task RecurrenceSearch_Run_ReachesWhatItPromises() =>
        Reaches("RecurrenceSearch", "public sealed partial class Found", @"^the best by validation: test accuracy (\S+)$", 0.7, "2", "1", "6000");

    [FactWithFolder("/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist")]
    public Task MaskedClassifier_Run_ReachesWhatItPromises() =>
        Reaches("MaskedClassifier", "another process, from the file alone", @"^file \d+ bytes, ratio \S+ against dense float32, test accuracy: (\S+)$", 0.7, "1");

    [FactWithFolder("/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist")]
    public Task Demo_FashionMnist_LearnsInOneEpoch() =>
        Reaches("OptGen.Demo", "out = head(x_L)", @"^test accuracy (\S+)$", 0.8, "--epochs", "1");

    [Fact]
    public async Task Demo_Help_ListsItsOptions()
    {
        ProgramResult result = await ExampleProgram.Run("OptGen.Demo", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--data DIR", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epochs is 'many', but must be a whole number from 1 to 1000.", "--epochs", "many")]
    [InlineData("'--fast' is no option of the demo; see --help.", "--fast")]
    [InlineData("--seed needs a value; see --help.", "--seed")]
    public async Task Demo_WrongOption_EndsWithOneSentence(string sentence, params string[] arguments)
    {
        ProgramResult result = await ExampleProgram.Run("OptGen.Demo", arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(sentence, result.Errors.Trim());
        Assert.Equal("", result.Output);
    }

    private static async Task Reaches(string name, string equation, string promise, double least, params string[] arguments)
    {
        ProgramResult result = await ExampleProgram.Run(name, arguments);

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(equation, result.Output, StringComparison.Ordinal);
        Match match = Regex.Match(result.Output, promise, RegexOptions.Multiline);
        Assert.True(match.Success, $"No line is {promise}:\n{result.Output}");
        double reached = double.Parse(match.Groups[1].Value);
        Assert.True(reached >= least, $"{reached} is below {least}:\n{result.Output}");
    }
}
