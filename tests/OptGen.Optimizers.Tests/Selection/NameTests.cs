using OptGen.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

// A namespace outside ours: inside it our names would win whatever the usings say.
namespace Customer;

/// <summary>That this compiles is the test: a file that imports both libraries names every type of both that they could mix up.</summary>
public sealed class NameTests
{
    private static readonly Type[] Torchs = [typeof(SGD), typeof(Adam), typeof(AdamW), typeof(Adagrad), typeof(RAdam)];

    private static readonly Type[] Named =
    [
        typeof(Centralization), typeof(CentralizationChecks), typeof(CentralizationLocation), typeof(CentralizationSelection), typeof(Centralized),
        typeof(CentralizedOptimizer), typeof(CentralizedParameter), typeof(GradientCentralization), typeof(ICentralizedGroup),
        typeof(ICentralizedOptimizer), typeof(IWeightDecay), typeof(Lookahead), typeof(OptimizerStates), typeof(OptimizerWrapper), typeof(ParameterCatalog),
        typeof(ParameterDescription), typeof(ParameterKind), typeof(WeightDecayRule), typeof(Centralized.SGD), typeof(Centralized.Adam),
        typeof(Centralized.AdamW), typeof(Centralized.Adagrad), typeof(Centralized.RAdam), typeof(Centralized.SGD.Group), typeof(Centralized.Adam.Group),
        typeof(Centralized.AdamW.Group), typeof(Centralized.Adagrad.Group), typeof(Centralized.RAdam.Group)
    ];

    [Fact]
    public void BothUsings_EveryPublicType_IsNamedAbove() =>
        Assert.Equal(
            typeof(Centralized).Assembly.ExportedTypes.Select(type => type.FullName).Order(StringComparer.Ordinal),
            Named.Select(type => type.FullName).Order(StringComparer.Ordinal));

    [Fact]
    public void OurTypes_OutsideCentralized_BearNoNameOfTorchs()
    {
        var torchs = typeof(torch).Assembly.ExportedTypes.Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("Adam", torchs);
        Assert.DoesNotContain(Named.Where(type => !type.IsNested), type => torchs.Contains(type.Name));
    }

    [Fact]
    public void OurOptimisers_InsideCentralized_BearTorchsNames()
    {
        foreach (var torchs in Torchs)
        {
            Assert.Equal("TorchSharp.Modules", torchs.Namespace);
            var ours = typeof(Centralized).GetNestedType(torchs.Name)!;
            Assert.Equal(torchs, ours.BaseType);
        }
    }

    [Fact]
    public void PapersNames_BesideTorchsClasses_AreTheirCentralizedKin()
    {
        using var network = Linear(4, 3);
        using SGD sgd = Centralized.SGD_GC(network, 0.1);
        using Adam adam = Centralized.Adam_GC(network);
        using Optimizer plain = Adam(network.parameters());
        Assert.IsType<Centralized.SGD>(sgd);
        Assert.IsType<Centralized.Adam>(adam);
        Assert.IsType<Adam>(plain);
    }
}
