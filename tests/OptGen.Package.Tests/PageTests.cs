using System.Globalization;
using System.Text.RegularExpressions;

namespace OptGen.Package.Tests;

/// <summary>What the README and "getting started" say works, word by word, in an empty folder with the packages.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void GettingStarted_FollowedWordByWord_TrainsAndSavesANetwork()
    {
        string page = Page("docs/getting-started.md");
        using var workspace = new Workspace();
        string folder = "";
        foreach (Match step in Steps().Matches(page))
        {
            if (step.Groups["shell"].Success)
            {
                foreach (string line in step.Groups["shell"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line.StartsWith("cd ", StringComparison.Ordinal))
                    {
                        folder = Path.Combine(folder, line[3..]);
                        continue;
                    }
                    string[] arguments = line.Split(' ');
                    Assert.Equal("dotnet", arguments[0]);
                    (int code, string output) = workspace.Run(folder, arguments[1..]);
                    Assert.True(code == 0, $"{line}\n{output}");
                    if (arguments[1] == "run")
                        AssertTrained(output);
                }
            }
            else
            {
                workspace.Write(Path.Combine(folder, step.Groups["file"].Value), step.Groups["code"].Value);
            }
        }
        Assert.All(new[] { "classifier.safetensors", "classifier.pth", "classifier.py" }, f => Assert.True(File.Exists(workspace.PathOf(Path.Combine(folder, f))), f));

        // Section 4: the mistake of the page, with its message and its place.
        string network = File.ReadAllText(workspace.PathOf(Path.Combine(folder, "Classifier.cs")));
        workspace.Write(Path.Combine(folder, "Classifier.cs"), network.Replace("x_<k+1> =", "x_k+1 =", StringComparison.Ordinal));
        (int broken, string errors) = workspace.Run(folder, "build", "-c", "Release", "-v:minimal", "-tl:off", "-p:GenerateFullPaths=false");
        Assert.NotEqual(0, broken);
        Assert.Contains(Regex.Match(page, "^Classifier.cs.*OPTG006.*$", RegexOptions.Multiline).Value, errors, StringComparison.Ordinal);
    }

    [LongFact]
    public void Readme_FirstNetwork_RunsAsAFile()
    {
        string program = Regex.Match(Page("README.md"), "```cs\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["code"].Value;
        using var workspace = new Workspace();
        workspace.Write("app/app.cs", program);
        (int code, string output) = workspace.Run("app", "run", "app.cs");
        Assert.True(code == 0, output);
        double[] losses = [.. Loss().Matches(output).Select(m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(4, losses.Length);
        Assert.True(losses[^1] < losses[0], output);
        Assert.Contains("Consistent and zero-stable, of order 1, with the effective step 2*b for T.", output, StringComparison.Ordinal);
    }

    private static void AssertTrained(string output)
    {
        Match accuracy = Accuracy().Match(output);
        Assert.True(accuracy.Success && double.Parse(accuracy.Groups["value"].Value, CultureInfo.InvariantCulture) > 0.98, output);
        Assert.Contains("Consistent and zero-stable, of order 1, with the effective step 2*b_k for T.", output, StringComparison.Ordinal);
    }

    private static string Page(string path) => File.ReadAllText(Path.Combine(Built.Root, path)).ReplaceLineEndings("\n");

    /// <summary>Commands, and files that are shown after their names.</summary>
    [GeneratedRegex("""(```sh\n(?<shell>.*?)```)|(`(?<file>\w+\.cs)`:\n\n```csharp\n(?<code>.*?)```)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Steps();

    [GeneratedRegex(@"test accuracy (?<value>[\d.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"^step \d+  loss (?<value>[\d.]+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Loss();
}
