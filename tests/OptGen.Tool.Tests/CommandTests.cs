using System.Text.Json;

namespace OptGen.Tool.Tests;

/// <summary>Exit codes, files, and what is said where a command line cannot be.</summary>
public class CommandTests
{
    private const string GradientDescent = "x_<k+1> = x_k - T(x_k)";

    [Theory]
    [InlineData(0, "check", GradientDescent)]
    [InlineData(0, "check", "x_<k+1> = T(x_k) + x_k - x_<k-1>")]
    [InlineData(3, "check", "--strict", "x_<k+1> = T(x_k) + x_k - x_<k-1>")]
    [InlineData(3, "check", "--strict", "x_<k+1> = -4*x_k + 5*x_<k-1> + T(x_k)")]
    [InlineData(0, "check", "--strict", GradientDescent)]
    [InlineData(1, "check", "x_k+1 = x_k")]
    [InlineData(1, "check", "--json", "x_k+1 = x_k")]
    [InlineData(1, "latex", "x_k+1 = x_k")]
    [InlineData(1, "emit", "--pytorch", "x_k+1 = x_k")]
    [InlineData(2, "chek", GradientDescent)]
    [InlineData(2, "check")]
    public void ExitCode_OfACommand_SaysHowItWent(int code, params string[] arguments) => Assert.Equal(code, ToolRun.Of(arguments).Code);

    [Theory]
    [InlineData("'a' gives no number: write a=0.5.", "check", GradientDescent, "--set", "a")]
    [InlineData("'half' in 'a=half' is no number: write 0.5, 1e-3 or 2/3.", "check", GradientDescent, "--set", "a=half")]
    [InlineData("'1/0' in 'a=1/0' is no number: write 0.5, 1e-3 or 2/3.", "check", GradientDescent, "--set", "a=1/0")]
    [InlineData("'=1' names no coefficient: write a=0.5.", "check", GradientDescent, "--set", "=1")]
    [InlineData("The coefficient a is given twice.", "check", GradientDescent, "--set", "a=1", "--train", "a")]
    [InlineData("'b=2:0..1' does not begin between its bounds.", "check", GradientDescent, "--train", "b=2:0..1")]
    [InlineData("'b=2:0' has no range: write b=0.5:0..1, where a bound may be left out.", "check", GradientDescent, "--train", "b=2:0")]
    [InlineData("The recurrence has no coefficient 'q'; it has none.", "check", GradientDescent, "--set", "q=1")]
    [InlineData("--layers takes a number from 1 on.", "check", GradientDescent, "--layers", "0")]
    [InlineData("A picture has 1 to 100 layers, not 101.", "draw", GradientDescent, "--layers", "101")]
    [InlineData("The roots are drawn as svg alone, not as dot.", "draw", "--roots", "-f", "dot", GradientDescent)]
    [InlineData("There are no roots to draw: they are known where every coefficient of an iterate is a number. Say what a is: --set a=0.5.", "draw", "--roots", "x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)")]
    [InlineData("--class, --csharp and --pytorch exclude each other: call emit once for each.", "emit", GradientDescent, "--csharp", "--pytorch")]
    [InlineData("A class cannot be named 'my-net': a name has letters, digits and underscores, begins with no digit, and is no word of C#.", "emit", GradientDescent, "--name", "my-net")]
    [InlineData("There is no file nothing/here.txt, and it is no recurrence either: an equation has an equals sign.", "check", "nothing/here.txt")]
    [InlineData("The recurrence names MyNetwork, and no member of a class can have the class's own name: name the class otherwise.", "emit", "x_<k+1> = x_k - MyNetwork(x_k)")]
    [InlineData("There is no file nothing.pemn.", "masks", "nothing.pemn")]
    [InlineData("There is no folder nothing.", "doctor", "nothing")]
    [InlineData("'1st' cannot name a project: take letters, digits, underscores and dots, and begin each part with a letter.", "new", "1st")]
    public void Error_OfACommandLineThatCannotBe_IsOneSentence(string sentence, params string[] arguments)
    {
        var run = ToolRun.Of(arguments);
        Assert.Equal((ExitCode.Usage, "", sentence + "\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public void Text_FromAFileOrTheInput_IsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("gd.txt"), $"# gradient descent\r\n{GradientDescent}\r\n");
        Assert.Equal(ToolRun.Of("latex", GradientDescent), ToolRun.Of("latex", folder.File("gd.txt")));
        Assert.Equal(ToolRun.Of("latex", GradientDescent), ToolRun.With(GradientDescent + "\n", "latex", "-"));
        File.WriteAllText(folder.File("Net.cs"), "class C;");
        Assert.Contains("is C#, which the compiler checks", ToolRun.Of("check", folder.File("Net.cs")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ToAFile_IsWhatIsPrinted()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "pictures", "gd.svg");
        Assert.Equal((0, ""), (ToolRun.Of("draw", GradientDescent, "-o", path).Code, ToolRun.Of("draw", GradientDescent, "-o", path).Output));
        Assert.Equal(ToolRun.Of("draw", GradientDescent).Output.TrimEnd(), File.ReadAllText(path).TrimEnd());
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Contains("is a folder; name a file in it.", ToolRun.Of("draw", GradientDescent, "-o", folder.Path).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_WhereAResultIsAskedFor_IsOnTheErrorStream()
    {
        var run = ToolRun.Of("emit", "x_k+1 = x_k");
        Assert.Equal("", run.Output);
        Assert.Contains("OPTG006", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_InALongLine_IsShownWithWhatIsAroundIt()
    {
        string text = "x_<k+1> = x_k" + string.Concat(Enumerable.Repeat(" + x_k", 50)) + " + x_<k+2>" + string.Concat(Enumerable.Repeat(" + x_k", 50));
        string[] lines = ToolRun.Of("check", text).Output.Split('\n');
        Assert.All(lines.Skip(1).Take(2), l => Assert.InRange(l.Length, 1, 130));
        Assert.StartsWith("  …", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[2].IndexOf('^', StringComparison.Ordinal), lines[1].IndexOf("x_<k+2>", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_OfACheck_IsJson()
    {
        using var json = JsonDocument.Parse(ToolRun.Of("check", "--json", "x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)").Output);
        Assert.Equal([1.0, 0.5], json.RootElement.GetProperty("verdict").GetProperty("roots").EnumerateArray().Select(r => Math.Round(r.GetProperty("real").GetDouble(), 12)));
    }

    [Fact]
    public void Suggestions_ForTheShell_AreCommandsAndOptions()
    {
        Assert.Contains("check\n", ToolRun.Of("[suggest:9]", "optgen ch").Output, StringComparison.Ordinal);
        Assert.Contains("--roots\n", ToolRun.Of("[suggest:16]", "optgen draw --ro").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void New_WritesTheFilesOfTheTemplate(bool isImplicit)
    {
        using var folder = new TemporaryFolder();
        string target = Path.Combine(folder.Path, "made");
        string[] arguments = ["new", "Acme.Rings", "-o", target, .. isImplicit ? new[] { "--implicit" } : []];
        Assert.Equal(0, ToolRun.Of(arguments).Code);
        string[] files = [.. Directory.GetFiles(target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(target, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        Assert.Equal([".gitignore", "Acme.Rings.Tests/Acme.Rings.Tests.csproj", "Acme.Rings.Tests/ClassifierTests.cs", "Acme.Rings.slnx", "Acme.Rings/Acme.Rings.csproj", "Acme.Rings/Classifier.cs", "Acme.Rings/Program.cs"], files);
        Assert.All(files, f => Assert.DoesNotContain("OptGenApp", File.ReadAllText(Path.Combine(target, f)), StringComparison.Ordinal));
        Assert.Contains(isImplicit ? "[Implicit(" : "[Learnable(", File.ReadAllText(Path.Combine(target, "Acme.Rings/Classifier.cs")), StringComparison.Ordinal);
        Assert.EndsWith("is there already, and is not empty; nothing was written.\n", ToolRun.Of(arguments).Error, StringComparison.Ordinal);
    }
}
