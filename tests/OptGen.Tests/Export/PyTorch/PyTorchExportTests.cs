using static TorchSharp.torch;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>What cannot be written is refused in a sentence.</summary>
public sealed class PyTorchExportTests
{
    [Fact]
    public void ToText_AnyModule_IsNoNetwork()
    {
        using var linear = nn.Linear(2, 2);

        Assert.Contains("no network of OptGen's", Assert.Throws<ArgumentException>(() => PyTorchExport.ToText(linear)).Message, StringComparison.Ordinal);
    }
}
