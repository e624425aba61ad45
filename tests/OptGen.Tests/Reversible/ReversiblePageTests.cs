using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>The code of docs/reversible.md is what is compiled here.</summary>
[Collection("default generator")]
public sealed class ReversiblePageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode_AndItsNetworkRecovers()
    {
        string project = typeof(ReversiblePageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = File.ReadAllText(Path.Combine(project, "Reversible", "ReversiblePageTests.cs"));
        string shown = Regex.Match(File.ReadAllText(Path.Combine(project, "..", "..", "docs", "reversible.md")), "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["code"].Value;
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using var net = new DeepBall(width: 8);
        net.to(float64);

        net.call(randn([2, 8], dtype: float64, requires_grad: true)).sum().backward();

        Assert.Contains(shown, compiled, StringComparison.Ordinal);
        // Errors grow by up to 0.9^-100 = 38000, and by what the operators stretch; 1.5e-8 is what counts as recovered in float64.
        Assert.InRange(net.Reversal.Deviation!.Value, 0, 1.5e-8);
    }

    [Fact]
    public void PyTorchFile_OfAReversibleNetwork_SaysThatItStoresItsLayers()
    {
        using var net = new DeepBall(width: 8);

        string text = PyTorchExport.ToText(net);

        Assert.Contains("# In .NET its layers are recovered for gradients and not stored (Memory.Reversible); here they are stored, and compute the same.\n", text, StringComparison.Ordinal);
    }
}

#pragma warning disable IDE0040, IDE0044 // as the page has it

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 100, Memory = Memory.Reversible)]
public partial class DeepBall
{
    const double a = 0.9;
    [Learnable(0.1, PerLayer = true)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 4 * width);
}
