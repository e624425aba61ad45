using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>What becomes of what cannot be written, and of paths.</summary>
public sealed class PyTorchExportTests
{
    [Fact]
    public void Export_OfAnotherModule_SaysWhatCanBeWritten()
    {
        using var module = new TwoLayer(2, 3);
        Assert.Equal(
            "A TwoLayer is no network of OptGen's: only what runs a recurrence, a class with [Update] or a module of Recurrence.ToModule, can be written as PyTorch. (Parameter 'module')",
            Assert.Throws<ArgumentException>(() => PyTorchExport.ToText(module)).Message);
        Assert.Throws<ArgumentNullException>(() => PyTorchExport.ToText(null!));
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

    [Fact]
    public void Export_ToAPathThatIsAFolder_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var network = new HeavyBall(4);
        Directory.CreateDirectory(folder.File("net.py"));
        Assert.ThrowsAny<Exception>(() => PyTorchExport.Write(network, folder.File("net.py")));
        Assert.Equal([folder.File("net.py")], Directory.GetFileSystemEntries(folder.Path));
        Assert.Throws<ArgumentException>(() => PyTorchExport.Write(network, ""));
    }

    [Fact]
    public void Export_ToAFolderThatIsNotThere_MakesIt()
    {
        using var folder = new TemporaryFolder();
        using var network = new HeavyBall(4);
        string path = Path.Combine(folder.Path, "a", "b", "net.py");
        PyTorchExport.Write(network, path);
        Assert.Equal(PyTorchExport.ToText(network), File.ReadAllText(path));
        Assert.NotEqual(0xef, File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void Export_OfUnknownModules_AsksForThem()
    {
        using Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = x_k - T(x_k) - S(x_k)").ToModule(new RecurrenceBindings { Layers = 2 }
            .Operator("T", _ => new Unknown()).Operator("S", Sequential(("first", Linear(2, 2)), ("second", new Unknown()))));
        string text = PyTorchExport.ToText(network);
        Assert.Contains("def __init__(self, T, S_second):", text, StringComparison.Ordinal);
        // Comments are broken where lines end.
        string remarks = string.Join(' ', text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')));
        Assert.Contains("T: 2 modules in a list, for OptGen.Tests.Export.PyTorch.PyTorchExportTests+Unknown, which OptGen does not know; in state_dict: inner.weight, inner.bias", remarks, StringComparison.Ordinal);
        Assert.Contains("self.T = nn.ModuleList(T)", text, StringComparison.Ordinal);
        Assert.Contains("(\"second\", S_second)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_OfAFunctionOfCSharp_AsksForIt()
    {
        using Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = prox[0.5](x_k)").ToModule(new RecurrenceBindings { Layers = 2 }.Function("prox", (Tensor x, double s) => x / (1 + s)));
        string text = PyTorchExport.ToText(network);
        Assert.Contains("def __init__(self, prox):", text, StringComparison.Ordinal);
        Assert.Contains("# prox: a function of 1 tensor and 1 scalar, for one of C# that OptGen cannot read.", text, StringComparison.Ordinal);
        Assert.Contains("x = self.prox(x, 0.5)", text, StringComparison.Ordinal);
    }

    private sealed class Unknown : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear inner = Linear(2, 2);

        public Unknown()
            : base(nameof(Unknown)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input);
    }
}
