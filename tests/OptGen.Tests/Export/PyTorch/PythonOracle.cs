using System.Text.Json;
using System.Text.Json.Nodes;
using OptGen.Training.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>
/// Runs exported files by Debian's PyTorch, all in one process, on the weights and arguments of the networks here, and compares values and every gradient. In double precision.
/// </summary>
internal sealed class PythonOracle : IDisposable
{
    public const double ValueTolerance = 1e-5;
    public const double GradientTolerance = 1e-4;

    private const string Script = """
        import importlib.util, json, struct, sys, traceback
        import torch
        torch.set_num_threads(1)
        folder = sys.argv[1]
        for case in json.load(open(folder + '/cases.json')):
            name = case['name']
            try:
                data = open(f'{folder}/{name}.in', 'rb').read()
                place = 0
                def read(entry):
                    global place
                    count = 1
                    for n in entry['shape']: count *= n
                    values = struct.unpack_from(f'<{count}d', data, place)
                    place += 8 * count
                    return torch.tensor(values, dtype=torch.float64).reshape(entry['shape'])
                spec = importlib.util.spec_from_file_location('exported', f'{folder}/{name}.py')
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                net = eval(case['make'], module.__dict__).double()
                state = {e['name']: read(e) for e in case['state']}
                own = net.state_dict()
                net.load_state_dict({k: v.to(own[k].dtype) if k in own else v for k, v in state.items()}, strict=True)
                net.train(case['training'])
                inputs = [read(e).requires_grad_() for e in case['inputs']]
                out = net(*inputs)
                (out * torch.arange(out.numel(), dtype=torch.float64).sin().reshape(out.shape)).sum().backward()
                parameters = dict(net.named_parameters(remove_duplicate=False) if 'remove_duplicate' in net.named_parameters.__code__.co_varnames else net.named_parameters())
                numbers = []
                for t in [out] + [i.grad for i in inputs] + [parameters[p].grad if p in parameters else None for p in case['parameters']]:
                    numbers += [-1] if t is None else [t.numel()] + t.detach().flatten().tolist()
                open(f'{folder}/{name}.out', 'wb').write(struct.pack(f'<{len(numbers)}d', *numbers))
            except Exception:
                open(f'{folder}/{name}.error', 'w').write(traceback.format_exc())
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<PythonCase> _cases = [];
    private readonly JsonArray _index = [];

    /// <summary>Exports a network and writes down what it computes.</summary>
    public void Add(PythonCase given)
    {
        using DisposeScope scope = NewDisposeScope();
        given.Module.to(float64);
        if (given.Text is { } text)
            File.WriteAllText(_folder.File(given.Name + ".py"), text);
        else
            PyTorchExport.Write(given.Module, _folder.File(given.Name + ".py"));
        _cases.Add(given);
        using var file = new BinaryWriter(File.Create(_folder.File(given.Name + ".in")));
        JsonObject Entry(string name, Tensor tensor)
        {
            foreach (double value in tensor.detach().to(float64).contiguous().data<double>())
                file.Write(value);
            return new JsonObject { ["name"] = name, ["shape"] = new JsonArray([.. tensor.shape.Select(n => (JsonNode)n)]) };
        }

        _index.Add(new JsonObject
        {
            ["name"] = given.Name,
            ["make"] = given.Construct,
            ["training"] = given.Module.training,
            ["state"] = new JsonArray([.. given.Module.state_dict().Select(e => Entry(e.Key, e.Value))]),
            ["inputs"] = new JsonArray([.. given.Inputs.Select(i => Entry("", i))]),
            ["parameters"] = new JsonArray([.. Trained(given).Select(p => (JsonNode)p.Name)])
        });
    }

    /// <summary>Runs all, and gives a line for each difference.</summary>
    public IReadOnlyList<string> Differences()
    {
        File.WriteAllText(_folder.File("cases.json"), _index.ToJsonString(new JsonSerializerOptions()));
        Python.Do(Script, _folder.Path);
        return [.. _cases.SelectMany(Compare)];
    }

    public void Dispose() => _folder.Dispose();

    private static (string Name, Parameter Parameter)[] Trained(PythonCase given) => [.. given.Module.named_parameters().Where(p => p.parameter.requires_grad)];

    private IEnumerable<string> Compare(PythonCase given)
    {
        string error = _folder.File(given.Name + ".error");
        if (File.Exists(error))
        {
            yield return $"{given.Name}: {File.ReadAllText(error)}\n{File.ReadAllText(_folder.File(given.Name + ".py"))}";
            yield break;
        }
        using DisposeScope scope = NewDisposeScope();
        Tensor[] inputs = [.. given.Inputs.Select(i => i.detach().clone().requires_grad_())];
        given.Module.zero_grad();
        Tensor output = given.Call(inputs);
        output.mul(arange(output.numel(), dtype: float64).sin().reshape(output.shape)).sum().backward();
        using var file = new BinaryReader(File.OpenRead(_folder.File(given.Name + ".out")));
        var all = new (string Name, Tensor? Value, double Tolerance)[] { ("the result", output, ValueTolerance) }
            .Concat(inputs.Select((x, i) => ($"the gradient of input {i}", x.grad, GradientTolerance)))
            .Concat(Trained(given).Select(p => ($"the gradient of {p.Name}", p.Parameter.grad, GradientTolerance)));
        foreach ((string name, Tensor? value, double tolerance) in all)
        {
            double count = file.ReadDouble();
            double[] theirs = [.. Enumerable.Range(0, (int)Math.Max(0, count)).Select(_ => file.ReadDouble())];
            double[] ours = value is null || value.IsInvalid ? new double[theirs.Length] : value.detach().contiguous().data<double>().ToArray();
            if (count < 0)
                theirs = new double[ours.Length];
            if (ours.Length != theirs.Length)
                yield return $"{given.Name}: {name} has {ours.Length} numbers here and {theirs.Length} there.";
            else if (ours.Zip(theirs).Select(p => Math.Abs(p.First - p.Second)).Append(0).Max() is var most && !(most <= tolerance * Math.Max(1, ours.Append(0).Max(Math.Abs))))
                yield return $"{given.Name}: {name} differs by {most}.\n{File.ReadAllText(_folder.File(given.Name + ".py"))}";
        }
    }
}

/// <summary>A network to export.</summary>
/// <param name="Name">A name for files.</param>
/// <param name="Module">The network.</param>
/// <param name="Inputs">What it is applied to, in double precision.</param>
/// <param name="Call">Applies it.</param>
/// <param name="Construct">What makes the exported class.</param>
internal sealed record PythonCase(string Name, nn.Module Module, Tensor[] Inputs, Func<Tensor[], Tensor> Call, string Construct)
{
    /// <summary>The file, where it is not what the module is exported as.</summary>
    public string? Text { get; init; }

    public static PythonCase Of(string name, nn.Module<Tensor, Tensor> module, Tensor input, string? arguments = null) =>
        new(name, module, [input], x => module.call(x[0]), $"{module.GetType().Name}({arguments})");
}
