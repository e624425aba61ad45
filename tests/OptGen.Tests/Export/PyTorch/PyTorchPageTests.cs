using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>The code of docs/pytorch.md is what is compiled here, and the file that it shows is what is written now; with OPTGEN_UPDATE=1 it is written anew.</summary>
public sealed class PyTorchPageTests
{
    private static string Project => typeof(PyTorchPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    private static string Page => Path.Combine(Project, "..", "..", "docs", "pytorch.md");

    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string compiled = Unindented(File.ReadAllText(Path.Combine(Project, "Export", "PyTorch", "PyTorchPageTests.cs")));
        string[] shown = [.. Regex.Matches(File.ReadAllText(Page), "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];

        Assert.Equal(2, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_File_IsWhatIsWritten()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("momentum_of_two.py");
        using var net = new MomentumOfTwo(width: 64);
        PyTorchExport.Write(net, path);
        string written = File.ReadAllText(path), page = File.ReadAllText(Page).ReplaceLineEndings("\n");
        Match shown = Regex.Match(page, "```python\n(?<file># MomentumOfTwo.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture);
        if (Environment.GetEnvironmentVariable("OPTGEN_UPDATE") == "1")
        {
            File.WriteAllText(Page, page.Replace(shown.Value, $"```python\n{written}```", StringComparison.Ordinal));
            return;
        }
        Assert.Equal(written, shown.Groups["file"].Value);
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 12)]
public partial class MomentumOfTwo
{
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter a { get; }

    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 4 * width);
}
