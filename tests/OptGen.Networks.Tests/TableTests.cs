using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>What holds of every network: it trains, its state goes there and back, its code is known, its verdict is that of the literature.</summary>
[Collection("default generator")]
public sealed class TableTests
{
    public static TheoryData<string> Names => [.. Everything.Names];

    public static TheoryData<Type> Declared => [.. Everything.Declared];

    /// <summary>One step down the gradient makes the loss smaller, and reaches every parameter.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Network_OneStep_LowersTheLoss(string name)
    {
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> network, Tensor x) = Everything.Make(name);
        Tensor target = randn_like(network.call(x)).detach();
        Tensor Loss() => functional.mse_loss(network.call(x), target);

        Tensor first = Loss();
        first.backward();
        Parameter[] trained = network.parameters().Where(p => p.requires_grad).ToArray();
        string[] without = network.named_parameters().Where(p => p.parameter.requires_grad && p.parameter.grad is null).Select(p => p.name).ToArray();
        double square = trained.Where(p => p.grad is not null).Sum(p => p.grad!.square().sum().item<float>());
        double step = 1e-3 * first.item<float>() / square;
        using (no_grad())
        {
            foreach (Parameter p in trained.Where(p => p.grad is not null))
                p.sub_(p.grad! * step);
        }

        Assert.Empty(without);
        Assert.True(double.IsFinite(square) && square > 0);
        Assert.InRange(Loss().item<float>(), 0.99 * first.item<float>(), 0.99999 * first.item<float>());
        network.Dispose();
    }

    /// <summary>The state of one network makes another compute the same, through a file; and moved to double precision and back it still does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Network_State_GoesThereAndBack(string name)
    {
        manual_seed(2);
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> network, Tensor x) = Everything.Make(name);
        (Module<Tensor, Tensor> other, _) = Everything.Make(name);
        network.eval();
        other.eval();
        using IDisposable off = no_grad();
        Tensor expected = network.call(x);
        Assert.False(expected.allclose(other.call(x)), "two networks are equal before");

        using (var stream = new MemoryStream())
        {
            network.save(new BinaryWriter(stream));
            stream.Position = 0;
            other.load(new BinaryReader(stream));
        }
        Assert.Equal(network.state_dict().Keys, other.state_dict().Keys);
        Assert.Equal(network.state_dict().Keys.Count, network.named_parameters().Count() + network.named_buffers().Count());
        Assert.True(expected.allclose(other.call(x), rtol: 1e-4, atol: 1e-5));

        other.to(float64);
        Assert.All(other.state_dict().Values.Where(t => t.is_floating_point()), t => Assert.Equal(float64, t.dtype));
        Assert.Equal(float64, other.call(x.to(float64)).dtype);
        other.to(float32);
        Assert.True(expected.allclose(other.call(x), rtol: 1e-4, atol: 1e-5));
        network.Dispose();
        other.Dispose();
    }

    /// <summary>In a scope of the caller's, forward leaves its result and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Network_WithoutGradients_LeavesOnlyItsResult(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> network, Tensor x) = Everything.Make(name);
        network.eval();
        using IDisposable off = no_grad();
        network.call(x).Dispose();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using Tensor result = network.call(x);
        Assert.Equal(live + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        network.Dispose();
    }

    [Theory]
    [MemberData(nameof(Declared))]
    public void Network_Code_IsItsSnapshot(Type network) => Snapshot.VerifyGenerated(network);

    [Fact]
    public void Snapshots_AllHaveANetwork()
    {
        string folder = Path.Combine(
            typeof(TableTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false).Cast<System.Reflection.AssemblyMetadataAttribute>()
                .First(a => a.Key == "ProjectDirectory").Value!, "Snapshots");
        Assert.Equal(
            Everything.Declared.Select(t => t.Name + ".verified.cs"), Directory.EnumerateFiles(folder, "*.verified.cs").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalogue_Entries_AreTheDeclaredNetworksOfOperators()
    {
        Assert.Equal(
            Everything.Declared.Select(t => t.Name).Except(
                ["Lista", "PrimalDualHybridGradient", "IsotropicConvNeXt", "IsotropicConvNeXtApg2", "VisionTransformer", "VisionTransformerApg2"]),
            Catalogue.All.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.All(Catalogue.All, e => Assert.Equal(Everything.Declared.Single(t => t.Name == e.Name).Namespace, typeof(Catalogue).Namespace));
        Assert.Same(Catalogue.All[1], Catalogue.Find("heavyball"));
        Assert.StartsWith("The catalogue has no network 'Adam'; it has GradientDescent, HeavyBall,", Assert.Throws<ArgumentException>(() => Catalogue.Find("Adam")).Message, StringComparison.Ordinal);
    }

    /// <summary>The networks whose layers are solved report that they were.</summary>
    [Theory]
    [InlineData("ProximalPoint")]
    [InlineData("ProximalGradient")]
    [InlineData("Fista")]
    [InlineData("AdamsMoulton2")]
    [InlineData("Bdf2")]
    public void ImplicitNetwork_WithBoundedOperators_Converges(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> network, Tensor x) = Everything.Make(name);
        var implicitSolve = (ImplicitSolve)network.GetType().GetProperty("Implicit")!.GetValue(network)!;
        network.call(x);
        Assert.Equal(Everything.Layers, implicitSolve.Reports.Count);
        Assert.All(implicitSolve.Reports, r => Assert.Equal(SolveStatus.Converged, r.Status));
        Assert.True(Catalogue.Find(name).IsImplicit);
        network.Dispose();
    }
}
