using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

public sealed class SelectionTests
{
    [Theory]
    [InlineData(CentralizationSelection.None, "")]
    [InlineData(CentralizationSelection.All, "bilinear.weight conv1.weight conv2.weight conv3.weight linear.weight transposed.weight")]
    [InlineData(CentralizationSelection.ConvolutionsOnly, "conv1.weight conv2.weight conv3.weight transposed.weight")]
    public void Plan_NetworkOfAllLayers_CentralizesWhatItsModulesSay(CentralizationSelection selection, string expected)
    {
        using var network = Everything();
        using var optimizer = new Centralized.Adam(network.parameters(), centralization: new Centralization { Selection = selection, Catalog = ParameterCatalog.Of(network) });
        Assert.Equal(expected, Selected(optimizer));
    }

    [Fact]
    public void Plan_EmbeddingsAskedFor_CentralizesThemToo()
    {
        using var network = Everything();
        var options = new Centralization { Embeddings = true, Catalog = ParameterCatalog.Of(network) };
        using var optimizer = new Centralized.Adam(network.parameters(), centralization: options);
        Assert.Contains("embedding.weight", Selected(optimizer), StringComparison.Ordinal);
        using var convolutions = new Centralized.Adam(network.parameters(), centralization: options with { Selection = CentralizationSelection.ConvolutionsOnly });
        Assert.DoesNotContain("embedding.weight", Selected(convolutions), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Chosen_OverridesTheSelection()
    {
        using var network = Everything();
        var options = new Centralization
        {
            Catalog = ParameterCatalog.Of(network),
            Choose = parameter => parameter.Name switch
            {
                "linear.weight" => false,
                "embedding.weight" => true,
                _ => null
            }
        };
        using var optimizer = new Centralized.Adam(network.parameters(), centralization: options);
        var names = Selected(optimizer).Split(' ');
        Assert.Contains("embedding.weight", names);
        Assert.Contains("conv1.weight", names);
        Assert.DoesNotContain("linear.weight", names);
    }

    [Fact]
    public void Plan_NoCatalog_GoesByRank()
    {
        var parameters = new[] { Problem.Weight(1, 4), Problem.Weight(2, 4, 3), Problem.Weight(3, 4, 3, 2), Problem.Weight(4, 4, 3, 2, 2) };
        using var all = new Centralized.SGD(parameters, 0.1);
        Assert.Equal("parameter 1 parameter 2 parameter 3", Selected(all));
        using var convolutions = new Centralized.SGD(parameters, 0.1, centralization: new Centralization { Selection = CentralizationSelection.ConvolutionsOnly });
        Assert.Equal("parameter 3", Selected(convolutions));
    }

    [Fact]
    public void Plan_TransposedConvolutionInGroups_HasOneMeanPerOutputChannel()
    {
        using var network = nn.ConvTranspose2d(4, 6, 3, groups: 2);
        using var optimizer = Centralized.SGD_GC(network, 0.1);
        Assert.Contains("6 means of 18", optimizer.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void FanInOfOne_IsLeftAloneAndReportedOnce()
    {
        var notices = new List<string>();
        var (weight, depthwise) = (Problem.Weight(1, 5, 1), Problem.Weight(2, 4, 1, 1, 1));
        using var optimizer = new Centralized.SGD([weight, depthwise], 0.1, centralization: new Centralization { Notice = notices.Add });
        var before = Problem.Values(weight);
        Problem.Run(optimizer, [weight, depthwise], 0, 3);
        optimizer.add_param_group(new Centralized.SGD.Group { Parameters = [Problem.Weight(3, 2, 3)] });
        Problem.Run(optimizer, [weight, depthwise], 3, 3);
        Assert.NotEqual(before, Problem.Values(weight));
        Assert.Equal(2, notices.Count);
        Assert.Equal("SGD leaves parameter 0 of shape [5, 1] uncentralized: fan-in 1: its mean is all of it, and it would never change.", notices[0]);
        Assert.Contains("fan-in 1", optimizer.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_SmallNetwork_SaysWhatEachParameterGetsAndWhy()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(1, 2, 3)), ("norm", nn.BatchNorm2d(2)), ("flat", nn.Flatten()), ("head", nn.Linear(8, 3)));
        using var optimizer = Centralized.Adam_GCC(network);
        var lines = optimizer.Describe().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Equal(
            [
                "Adam: 1 of 6 parameters are centralized.",
                "conv.weight [2, 1, 3, 3] gradient 2 means of 9 CoupledInside a convolution (Conv2d)",
                "conv.bias [2] - CoupledInside a bias or scale: it has no fan-in (Conv2d)",
                "norm.weight [2] - CoupledInside a bias or scale: it has no fan-in (BatchNorm2d)",
                "norm.bias [2] - CoupledInside a bias or scale: it has no fan-in (BatchNorm2d)",
                "head.weight [3, 8] - CoupledInside no convolution (Linear)",
                "head.bias [3] - CoupledInside a bias or scale: it has no fan-in (Linear)",
                ""
            ],
            lines);
    }

    [Fact]
    public void Describe_TheManualsNetwork_IsWhatTheManualShows()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(1, 2, 3)), ("norm", nn.BatchNorm2d(2)), ("flat", nn.Flatten()), ("head", nn.Linear(8, 3)));
        using var optimizer = Centralized.Adam_GC(network, lr: 1e-3, weight_decay: 1e-4);
        var project = typeof(SelectionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectDirectory").Value!;
        var manual = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "optimizers.md"));
        Assert.Contains($"```text\n{optimizer.Describe()}```", manual, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_WeightSharedWithARecurrentCell_CountsAsRecurrent()
    {
        var linear = nn.Linear(4, 6, hasBias: false);
        using var network = new Container(("linear", linear), ("decoder", new GRUCell(linear.weight!)));
        using var optimizer = Centralized.SGD_GC([linear.weight!], 0.1, catalog: ParameterCatalog.Of(network));
        Assert.Equal("", Selected(optimizer));
        Assert.Contains("a recurrent weight", optimizer.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Network_ThatUsesAModuleTwice_StepsItsParametersOnce()
    {
        var (shared, alone) = (nn.Linear(3, 3, dtype: ScalarType.Float64), nn.Linear(3, 3, dtype: ScalarType.Float64));
        alone.load_state_dict(shared.state_dict());
        using var network = new Container(("first", shared), ("second", shared));
        using Centralized.SGD twice = Centralized.SGD_GC(network, 0.1), once = Centralized.SGD_GC(alone, 0.1);
        Assert.Equal(["first.weight", "first.bias"], twice.Plan.Select(parameter => parameter.Description.Name));
        Problem.Run(twice, [shared.weight!, shared.bias!], 0, 2);
        Problem.Run(once, [alone.weight!, alone.bias!], 0, 2);
        Assert.Equal(Problem.Values(alone.weight!), Problem.Values(shared.weight!));
    }

    [Fact]
    public void Selection_OfAGroup_OverridesTheOptimisers()
    {
        var (first, second) = (Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 4));
        using var optimizer = new Centralized.Adam([new Centralized.Adam.Group { Parameters = [first] }, new Centralized.Adam.Group { Parameters = [second], Centralization = Centralization.Off }]);
        Assert.Equal("parameter 0", Selected(optimizer));
    }

    private static string Selected(ICentralizedOptimizer optimizer) => string.Join(
        ' ', optimizer.Plan.Where(parameter => parameter.Location is not null).Select(parameter => parameter.Description.Name).Order(StringComparer.Ordinal));

    private static Container Everything() => new(
        ("conv1", nn.Conv1d(2, 3, 3)), ("conv2", nn.Conv2d(2, 3, 3)), ("conv3", nn.Conv3d(2, 3, 3)), ("transposed", nn.ConvTranspose2d(2, 3, 3)),
        ("linear", nn.Linear(4, 3)), ("bilinear", nn.Bilinear(2, 3, 4)), ("embedding", nn.Embedding(7, 4)), ("lstm", nn.LSTM(3, 4)), ("gru", nn.GRU(3, 4)),
        ("rnn", nn.RNN(3, 4)), ("layerNorm", nn.LayerNorm([3, 4])), ("groupNorm", nn.GroupNorm(1, 3)), ("batchNorm", nn.BatchNorm2d(3)), ("prelu", nn.PReLU(1, 0.25)));

    private sealed class Container : nn.Module
    {
        public Container(params (string Name, nn.Module Module)[] modules)
            : base(nameof(Container))
        {
            foreach (var (name, module) in modules) register_module(name, module);
        }
    }

    /// <summary>A cell of the user's own, known by its name.</summary>
    private sealed class GRUCell : nn.Module
    {
        public GRUCell(Parameter weight)
            : base(nameof(GRUCell)) => register_parameter("weight", weight);
    }
}
