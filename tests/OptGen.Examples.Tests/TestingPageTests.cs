using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Examples.Tests;

/// <summary>The code of docs/testing.md is what is compiled here, and passes.</summary>
public sealed class TestingPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(TestingPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "TestingPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "testing.md"));

        string[] shown = Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value)).ToArray();

        Assert.Equal(7, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Snapshots_AreThoseOfThisFolder()
    {
        TestingPageExamples.MomentumCode();
        TestingPageExamples.MomentumWeights();
    }

    [Fact]
    public void Page_Gradients_AllAgree()
    {
        using DisposeScope scope = NewDisposeScope();
        // The input, three weights and their biases, and b; what has more than 24 elements is also moved along a direction.
        Assert.Equal(25 + (3 * (25 + 8)) + 1, TestingPageExamples.MomentumGradients().Comparisons);
        Assert.Equal(3, TestingPageExamples.FunctionGradients().Comparisons);
    }

    [Fact]
    public void Page_Networks_AreTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(8, TestingPageExamples.MomentumByHand().Gradients.Count);
        Assert.Equal(["the input", "weight"], TestingPageExamples.LinearByFormula().Gradients);
    }

    [Fact]
    public void Page_OtherRecurrence_IsAnotherNetwork()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new Momentum(width: 8);
        using var other = new WrittenMomentum(width: 8);

        string message = Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(network, x => network.call(x[0]), other, x => other.call(x[0]) * 1.001, [randn(4, 8)])).Message;

        Assert.StartsWith("The networks differ:\n  the value: ", message, StringComparison.Ordinal);
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()));
}
