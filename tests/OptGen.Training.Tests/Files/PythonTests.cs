using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>PyTorch reads what is written here, and the reverse: the equal network gives equal outputs.</summary>
[Collection("default generator")]
public sealed class PythonTests : IDisposable
{
    // The network in Python, and a reader of safetensors of a few lines that shares nothing with ours.
    private const string Preamble = """
        import json, struct, sys
        import numpy, torch
        from torch import nn
        net = nn.Sequential()
        net.add_module('conv', nn.Conv2d(1, 16, 3, padding=1))
        net.add_module('norm', nn.BatchNorm2d(16))
        net.add_module('relu', nn.ReLU())
        net.add_module('flatten', nn.Flatten())
        net.add_module('last', nn.Linear(16 * 36, 5))
        x = (torch.arange(2 * 36, dtype=torch.float32).reshape(2, 1, 6, 6) * 0.37).sin()
        def show():
            net.eval()
            print(' '.join(repr(v) for v in net(x).flatten().tolist()))
        def read(path):
            with open(path, 'rb') as f:
                n, = struct.unpack('<Q', f.read(8))
                head, data = json.loads(f.read(n)), f.read()
            types = {'F32': numpy.float32, 'I64': numpy.int64}
            return {k: torch.from_numpy(numpy.frombuffer(data[v['data_offsets'][0]:v['data_offsets'][1]], dtype=types[v['dtype']]).reshape(v['shape']).copy())
                    for k, v in head.items() if k != '__metadata__'}
        def write(path, tensors):
            head, blobs, place = {}, [], 0
            for k, v in tensors.items():
                b = v.contiguous().numpy().tobytes()
                head[k] = {'dtype': {'torch.float32': 'F32', 'torch.int64': 'I64'}[str(v.dtype)], 'shape': list(v.shape), 'data_offsets': [place, place + len(b)]}
                place += len(b); blobs.append(b)
            h = json.dumps(head).encode()
            with open(path, 'wb') as f:
                f.write(struct.pack('<Q', len(h)) + h + b''.join(blobs))

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactWithPythonTorch]
    public void Safetensors_WrittenHere_IsReadByPython()
    {
        using nn.Module<Tensor, Tensor> model = Network();
        Safetensors.Save(model, _folder.File("a"));
        Check(model, Python.Do(Preamble + "net.load_state_dict(read(sys.argv[1]))\nshow()", _folder.File("a")));
    }

    [FactWithPythonTorch]
    public void Safetensors_WrittenByPython_IsReadHere()
    {
        using nn.Module<Tensor, Tensor> model = Network();
        string expected = Python.Do(Preamble + "torch.manual_seed(3)\nfor p in net.parameters(): nn.init.normal_(p, std=0.1)\nnet(x + 1)\nwrite(sys.argv[1], net.state_dict())\nshow()", _folder.File("a"));
        Safetensors.Load(model, _folder.File("a"));
        Check(model, expected);
        Assert.Equal(1, model.state_dict()["norm.num_batches_tracked"].item<long>());
    }

    [FactWithPythonTorch]
    public void Pth_WrittenByPython_IsReadHere()
    {
        using nn.Module<Tensor, Tensor> model = Network();
        string expected = Python.Do(Preamble + "torch.manual_seed(3)\nfor p in net.parameters(): nn.init.normal_(p, std=0.1)\nnet(x + 1)\ntorch.save(net.state_dict(), sys.argv[1])\nshow()", _folder.File("a.pth"));
        PyTorchFile.Load(model, _folder.File("a.pth"));
        Check(model, expected);
        Assert.Equal(1, model.state_dict()["norm.num_batches_tracked"].item<long>());
    }

    [FactWithPythonTorch]
    public void Pth_WrittenHere_IsReadByPython()
    {
        using nn.Module<Tensor, Tensor> model = Network();
        PyTorchFile.Save(model, _folder.File("a.pth"));
        Check(model, Python.Do(Preamble + "net.load_state_dict(torch.load(sys.argv[1]))\nshow()", _folder.File("a.pth")));
    }

    [Fact]
    public void Pth_SavedAndLoaded_IsTheSame()
    {
        using nn.Module<Tensor, Tensor> model = Network(), other = Network();
        PyTorchFile.Save(model, _folder.File("a.pth"));
        Assert.NotEqual(Small.Bits(model), Small.Bits(other));
        PyTorchFile.Load(other, _folder.File("a.pth"));
        Assert.Equal(Small.Bits(model), Small.Bits(other));
    }

    [Fact]
    public void Pth_OfAnotherNetworkOrNone_IsOneSentenceAndChangesNothing()
    {
        using nn.Module<Tensor, Tensor> model = Network();
        using var wider = nn.Sequential(("conv", nn.Conv2d(1, 32, 3)));
        PyTorchFile.Save(model, _folder.File("a.pth"));
        int[] before = Small.Bits(wider);
        Assert.Equal($"'{_folder.File("a.pth")}' is of another network: 'conv.weight' has shape [16, 1, 3, 3] in the file, but [32, 1, 3, 3] in the network.",
            Assert.Throws<InvalidDataException>(() => PyTorchFile.Load(wider, _folder.File("a.pth"))).Message);
        File.WriteAllText(_folder.File("b.pth"), "no zip");
        Assert.StartsWith($"'{_folder.File("b.pth")}' is no state_dict of PyTorch that can be read: ", Assert.Throws<InvalidDataException>(() => PyTorchFile.Load(wider, _folder.File("b.pth"))).Message, StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(_folder.File("a.pth"));
        File.WriteAllBytes(_folder.File("b.pth"), whole[..(whole.Length / 2)]);
        Assert.StartsWith($"'{_folder.File("b.pth")}' is no state_dict", Assert.Throws<InvalidDataException>(() => PyTorchFile.Load(wider, _folder.File("b.pth"))).Message, StringComparison.Ordinal);
        Assert.Equal(before, Small.Bits(wider));
    }

    private static nn.Module<Tensor, Tensor> Network()
    {
        var model = nn.Sequential(("conv", nn.Conv2d(1, 16, 3, padding: 1L)), ("norm", nn.BatchNorm2d(16)), ("relu", nn.ReLU()), ("flatten", nn.Flatten()), ("last", nn.Linear(16 * 36, 5)));
        using var scope = NewDisposeScope();
        model.call(Inputs().add(1));
        return model;
    }

    private static Tensor Inputs() => arange(2 * 36, dtype: ScalarType.Float32).reshape(2, 1, 6, 6).mul(0.37).sin();

    private static void Check(nn.Module<Tensor, Tensor> model, string printed)
    {
        using var scope = NewDisposeScope();
        model.eval();
        float[] ours = model.call(Inputs()).flatten().data<float>().ToArray();
        double[] theirs = [.. printed.Trim().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(theirs.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
            Assert.Equal(theirs[i], ours[i], 1e-5);
    }
}
