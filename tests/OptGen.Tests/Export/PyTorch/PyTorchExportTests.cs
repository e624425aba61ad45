using OptGen.Blocks;
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

    [Fact]
    public void ToText_DisposedNetworks_AreRefused()
    {
        var bindings = new RecurrenceBindings { Layers = 3 }.Operator("T", _ => new TwoLayer(4, 8));
        nn.Module[] networks =
        [
            new HeavyBall(4),
            Recurrence.Parse("x_<k+1> = x_k - T(x_k)").ToModule(bindings),
            Recurrence.Parse("x_<k+1> = x_k - b*relu(x_k)").ToModule(new RecurrenceBindings { Layers = 2 }.Learned("b", 1)),
            Recurrence.Parse("x_<k+1> = x_k - T(x_k)").ToModule(new RecurrenceBindings { Layers = 2 }.Operator("T", _ => nn.Sequential(nn.Conv1d(16, 16, 1), nn.ReLU())))
        ];
        foreach (nn.Module network in networks)
        {
            Assert.Contains("class ", PyTorchExport.ToText(network), StringComparison.Ordinal);
            network.Dispose();
            Assert.StartsWith("The network has been disposed of", Assert.Throws<ObjectDisposedException>(() => PyTorchExport.ToText(network)).Message, StringComparison.Ordinal);
        }
    }
}
