using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Against PyTorch's optimisers on gradients, or with updates, that tests/oracle/centralization.py centralized.</summary>
public sealed class GoldenTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("centralization");

    public static TheoryData<string, CentralizationLocation, CentralizationSelection, bool> Cases()
    {
        var data = new TheoryData<string, CentralizationLocation, CentralizationSelection, bool>();
        foreach (var name in new[] { "SGD", "Adam", "AdamW", "Adagrad", "RAdam" })
        {
            foreach (var location in Enum.GetValues<CentralizationLocation>())
            {
                foreach (var tensors in new[] { false, true })
                {
                    data.Add(name, location, CentralizationSelection.All, tensors);
                    data.Add(name, location, CentralizationSelection.ConvolutionsOnly, tensors);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Optimizer_NetworkOfEveryKindOfWeight_GivesPyTorchsWeights(
        string name, CentralizationLocation location, CentralizationSelection selection, bool tensors)
    {
        using var network = new EveryKind();
        var options = new Centralization { Location = location, Selection = selection, Catalog = ParameterCatalog.Of(network) };
        using var optimizer = Create(name, network.parameters(), options);
        ((IHasEngine)optimizer).Engine.UseTensors = tensors;
        network.Run(optimizer);
        network.Compare($"{name}/{location}/{selection}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wrapper_NetworkOfEveryKindOfWeight_GivesPyTorchsWeights(
        string name, CentralizationLocation location, CentralizationSelection selection, bool named)
    {
        using var network = new EveryKind();
        var options = new Centralization { Location = location, Selection = selection, Catalog = ParameterCatalog.Of(network) };
        using var optimizer = GradientCentralization.Wrap(CreatePlain(name, network.parameters()), options);
        if (named) optimizer.Checks.MeasureRemoved = true; // must change nothing
        network.Run(optimizer);
        network.Compare($"{name}/{location}/{selection}");
    }

    private static optim.Optimizer Create(string name, IEnumerable<Parameter> parameters, Centralization options) => name switch
    {
        "SGD" => new Centralized.SGD(parameters, 0.1, 0.8, weight_decay: 0.05, nesterov: true, centralization: options),
        "Adam" => new Centralized.Adam(parameters, 0.02, 0.8, 0.98, weight_decay: 0.05, amsgrad: true, centralization: options),
        "AdamW" => new Centralized.AdamW(parameters, 0.02, 0.8, 0.98, weight_decay: 0.05, centralization: options),
        "Adagrad" => new Centralized.Adagrad(parameters, 0.1, 0.1, 0.05, centralization: options),
        _ => new Centralized.RAdam(parameters, 0.02, 0.8, 0.98, weight_decay: 0.05, centralization: options)
    };

    private static optim.Optimizer CreatePlain(string name, IEnumerable<Parameter> parameters) => name switch
    {
        "SGD" => optim.SGD(parameters, 0.1, 0.8, 0, 0.05, nesterov: true),
        "Adam" => optim.Adam(parameters, 0.02, 0.8, 0.98, weight_decay: 0.05, amsgrad: true),
        "AdamW" => optim.AdamW(parameters, 0.02, 0.8, 0.98, weight_decay: 0.05),
        "Adagrad" => optim.Adagrad(parameters, 0.1, 0.1, 0.05),
        _ => new PyTorchRAdam(parameters, 0.02, 0.8, 0.98, 1e-8, 0.05)
    };

    /// <summary>A layer of each kind, with the golden file's weights.</summary>
    private sealed class EveryKind : nn.Module
    {
        private readonly (string Key, Parameter Parameter)[] keys;

        public EveryKind()
            : base(nameof(EveryKind))
        {
            var linear = nn.Linear(7, 4, hasBias: false, dtype: ScalarType.Float64);
            var bias = nn.BatchNorm1d(5, dtype: ScalarType.Float64);
            var conv1d = nn.Conv1d(3, 4, 5, bias: false, dtype: ScalarType.Float64);
            var conv2d = nn.Conv2d(2, 3, 3, bias: false, dtype: ScalarType.Float64);
            var transposed = nn.ConvTranspose2d(4, 3, 2, bias: false, dtype: ScalarType.Float64);
            var grouped = nn.ConvTranspose2d(4, 6, 3, groups: 2, bias: false, dtype: ScalarType.Float64);
            register_module("linear", linear);
            register_module("bias", bias);
            register_module("conv1d", conv1d);
            register_module("conv2d", conv2d);
            register_module("transposed", transposed);
            register_module("grouped", grouped);
            keys =
            [
                ("linear", linear.weight!), ("bias", bias.weight!), ("conv1d", conv1d.weight!), ("conv2d", conv2d.weight!),
                ("transposed", transposed.weight!), ("grouped", grouped.weight!)
            ];
            using var mode = no_grad();
            foreach (var (key, parameter) in keys) parameter.copy_(Golden.Tensor(key + "/weight"));
        }

        public void Run(optim.Optimizer optimizer)
        {
            using var scope = NewDisposeScope();
            var gradients = keys.Select(pair => Golden.Tensor(pair.Key + "/gradients")).ToArray();
            for (var step = 0; step < gradients[0].shape[0]; step++)
            {
                using (no_grad())
                {
                    for (var i = 0; i < keys.Length; i++)
                        keys[i].Parameter.grad = gradients[i][step].add(keys[i].Parameter.sin(), 0.3);
                }

                optimizer.step();
            }
        }

        public void Compare(string variant)
        {
            foreach (var (key, parameter) in keys)
            {
                var difference = Problem.Difference(Problem.Values(Golden.Tensor($"{key}/{variant}")), Problem.Values(parameter));
                Assert.True(difference < 1e-12, $"{key}/{variant}: {difference} from PyTorch's value");
            }
        }
    }
}
