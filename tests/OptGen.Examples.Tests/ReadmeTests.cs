using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Examples.Tests;

/// <summary>README.md shows the class that is compiled here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Example_IsTheCompiledClass()
    {
        string project = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string[] lines = File.ReadAllLines(Path.Combine(project, "ReadmeExample.cs"));
        string example = string.Join('\n', lines.SkipWhile(l => !l.StartsWith("[Update", StringComparison.Ordinal)));
        string readme = File.ReadAllText(Path.Combine(project, "..", "..", "README.md"));

        Assert.Contains($"```csharp\n{example}\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_Network_HasTwelveLayersAndKeepsTheShape()
    {
        using DisposeScope scope = NewDisposeScope();
        using var net = new HeavyBall(width: 64);

        Assert.Equal(new long[] { 12 }, net.b.shape);
        Assert.Equal(12, net.named_children().Single(c => c.name == "T").module.children().Count());
        Assert.Contains("T.11.fc2.bias", net.state_dict().Keys);
        Assert.Equal(new long[] { 5, 64 }, net.call(randn(5, 64)).shape);
    }
}
