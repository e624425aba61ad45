namespace OptGen.Package.Tests;

/// <summary>The tool and the templates as their users install them.</summary>
public class ToolPackageTests
{
    [Fact]
    public void Tool_Installed_RunsItsCommands()
    {
        using var workspace = new Workspace();
        workspace.Write("tools/.keep", "");
        string tools = workspace.PathOf("tools");
        (int code, string output) = workspace.Run("tools", "tool", "install", "OptGen.Tool", "--version", Built.Version, "--tool-path", tools);
        Assert.True(code == 0, output);
        string optgen = Path.Combine(tools, OperatingSystem.IsWindows() ? "optgen.exe" : "optgen");

        (code, output) = DotNet.RunProgram(optgen, tools, "check", "x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)");
        Assert.True(code == 0, output);
        Assert.Contains("Consistent and zero-stable, of order 1, with the effective step 2 for T.", output, StringComparison.Ordinal);
        (code, output) = DotNet.RunProgram(optgen, tools, "new", "Made");
        Assert.True(code == 0, output);
        Assert.True(File.Exists(workspace.PathOf("tools/Made/Made/Classifier.cs")));
        // No torch comes with the tool; the doctor has its own part.
        Assert.Empty(Directory.GetFiles(tools, "*torch_cpu*", SearchOption.AllDirectories));
        (code, output) = DotNet.RunProgram(optgen, tools, "doctor", AppContext.BaseDirectory);
        Assert.Contains("It does not refer to TorchSharp.", output, StringComparison.Ordinal);
    }

    [LongTheory]
    [InlineData("optgen")]
    [InlineData("optgen-implicit")]
    public void Template_Instantiated_TrainsAndPassesItsTests(string template)
    {
        using var workspace = new Workspace();
        workspace.Write("app/.keep", "");
        string hive = workspace.PathOf("hive"), package = Path.Combine(Built.Feed, $"OptGen.Templates.{Built.Version}.nupkg");
        (int code, string output) = workspace.Run("app", "new", "install", package, "--debug:custom-hive", hive);
        Assert.True(code == 0, output);
        (code, output) = workspace.Run("app", "new", template, "-n", "Acme", "--debug:custom-hive", hive);
        Assert.True(code == 0, output);
        (code, output) = workspace.Run("app/Acme", "run", "-c", "Release", "--project", "Acme");
        Assert.True(code == 0, output);
        Assert.Matches(@"test accuracy (0\.9|1\.0)", output);
        (code, output) = workspace.Run("app/Acme", "test", "-c", "Release");
        Assert.True(code == 0, output);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }
}
