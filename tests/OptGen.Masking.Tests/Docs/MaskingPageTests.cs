using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Docs;

/// <summary>The code of docs/masking.md is what is compiled here, and does what the page says.</summary>
// TorchSharp 0.107.0: its optimisers hand torch numbers that nobody holds, which collections forced by other tests would free.
[Collection("live tensors")]
public sealed class MaskingPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(MaskingPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "Docs", "MaskingPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "masking.md"));
        string[] shown = [.. Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(4, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Mask_LearnsIsSavedAndComesBack()
    {
        manual_seed(1);
        using Tensor images = randn(256, 16), labels = images.narrow(1, 0, 4).argmax(1);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.pemn");
        try
        {
            double loss = MaskingPageExamples.FirstMask(images, labels, path);
            Assert.InRange(loss, 0, 0.5);
            using IDisposable off = no_grad();
            using Classifier loaded = MaskingPageExamples.Load(path);
            using BitMaskNetwork bits = MaskingPageExamples.Bits(path);
            using Tensor expected = loaded.call(images), fromBits = ((Classifier)bits.Network).call(images);
            Assert.True(expected.allclose(fromBits, 1e-4, 1e-4));
            Assert.InRange(expected.argmax(1).eq(labels).to(float64).mean().item<double>(), 0.85, 1);
            Assert.Equal(82, new FillLayout(new RandomVectorFill(0.01), [[128, 64]], 1).PrototypeLength);
            using PrunedNetwork pruned = MaskingPageExamples.Baseline(new Classifier());
            Assert.Equal(8, pruned.Layers.Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
