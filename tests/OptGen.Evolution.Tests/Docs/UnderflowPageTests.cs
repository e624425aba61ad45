using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Docs;

/// <summary>The code of docs/underflow.md is what is compiled here, and does what the page says.</summary>
[Collection("default generator")]
public sealed class UnderflowPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(UnderflowPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "Docs", "UnderflowPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "underflow.md"));
        string[] shown = [.. Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(4, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Numbers_AreThoseOfTheCode()
    {
        Assert.Equal([0, 0, 0.6f, 0, -0.9f], UnderflowPageExamples.Unit());
        var (together, apart) = UnderflowPageExamples.Distributive();
        Assert.Equal(0, together);
        Assert.Equal(0.9f, apart, 1e-6f);
    }

    [Fact]
    public void Page_Networks_RunAndDiffer()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor images = rand(8, 784), labels = arange(8);
        var (logits, control) = UnderflowPageExamples.Networks(images);
        Assert.Equal([8, 10], logits.shape);
        Assert.False(logits.allclose(control, 1e-2, 1e-2));
        Assert.InRange(UnderflowPageExamples.Baseline(images, labels), 0, 20);
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
