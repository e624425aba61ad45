using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Testing;

/// <summary>What two networks must share to be one, and what is said where they do not.</summary>
public sealed class SameNetworkTests
{
    private static Module<Tensor, Tensor> Net(params (string, Module<Tensor, Tensor>)[] parts) => Sequential(parts);

    [Fact]
    public void Verify_EqualNetworksOfOtherWeights_AgreeAndKeepTheirOwn()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> one = Net(("a", Linear(3, 4)), ("n", BatchNorm1d(4)), ("d", Dropout(0.5))), other = Net(("a", Linear(3, 4)), ("n", BatchNorm1d(4)), ("d", Dropout(0.5)));
        Dictionary<string, Tensor> before = one.state_dict().ToDictionary(p => p.Key, p => p.Value.clone(), StringComparer.Ordinal);

        SameNetworkReport report = SameNetwork.Verify(one, other, randn(6, 3));

        Assert.Equal(["the input", "a.weight", "a.bias", "n.weight", "n.bias"], report.Gradients);
        Assert.All(one.state_dict(), p => Assert.True(p.Value.eq(before[p.Key]).all().item<bool>(), p.Key));
        Assert.All(one.parameters(), p => Assert.True(p.grad is null || p.grad.IsInvalid));
    }

    [Fact]
    public void Verify_NamesShapesAndTypesDiffer_ReportsAllBeforeRunning()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> one = Net(("a", Linear(3, 4)), ("b", Linear(4, 2))), other = Net(("a", Linear(3, 5)), ("c", Linear(4, 2)));

        string message = Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(one, other, randn(1, 99))).Message;

        Assert.Equal(
            """
            Sequential and Sequential cannot be the same network:
              only Sequential has b.weight, b.bias
              only Sequential has c.weight, c.bias
              a.weight is Float32 [4, 3], and Float32 [5, 3] is expected
              a.bias is Float32 [4], and Float32 [5] is expected
            """.ReplaceLineEndings("\n"),
            message);
    }

    [Fact]
    public void Verify_OtherNames_ArePairedByNameInActual()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> one = Net(("a", Linear(3, 4))), other = Net(("b", Linear(3, 4)));

        SameNetwork.Verify(one, other, randn(2, 3), new SameNetworkOptions { NameInActual = name => "a" + name[1..] });
        Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(one, other, randn(2, 3)));
    }

    [Fact]
    public void Verify_ValueDiffersAtOnePlace_NamesIt()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Linear(3, 3, dtype: float64);
        Tensor mask = zeros(2, 3, dtype: float64);
        mask[1, 2] = tensor(1e-9, float64);

        string message = Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(module, x => module.call(x[0]) + mask, x => module.call(x[0]), [randn([2, 3], dtype: float64)])).Message;

        Assert.StartsWith("The networks differ:\n  the value: ", message, StringComparison.Ordinal);
        Assert.Contains(" at [1, 2], and ", message, StringComparison.Ordinal);
        Assert.Contains("they are 1E-09 apart", message, StringComparison.Ordinal);
        Assert.DoesNotContain("gradient", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_EqualValuesWithOtherGradients_NamesTheParameter()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Linear(3, 3, dtype: float64);
        Tensor Cut(Tensor x) => functional.linear(x, module.get_parameter("weight")!.detach(), module.get_parameter("bias"));

        string message = Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(module, x => Cut(x[0]), x => module.call(x[0]), [randn([2, 3], dtype: float64)])).Message;

        Assert.Equal("The networks differ:\n  the gradient of weight is missing in the actual network; set MissingGradientIsZero where that is the same as zero", message);
        // What is missing is no zero here.
        Assert.Contains(
            "the gradient of weight: 0 at ",
            Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(
                module, x => Cut(x[0]), x => module.call(x[0]), [randn([2, 3], dtype: float64)], new SameNetworkOptions { MissingGradientIsZero = true })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NumberOnOneSideOnly_IsADifference()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Tanh();

        Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(module, x => x[0].log(), x => x[0].abs().log(), [tensor(new[] { -1.0 })]));
        SameNetwork.Verify(module, x => x[0].log(), x => x[0].log(), [tensor(new[] { -1.0 })]);
    }

    [Fact]
    public void Verify_NetworkWritesIntoItsInput_SaysSo()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Tanh();
        Tensor Write(Tensor x)
        {
            using IDisposable off = no_grad();
            x.detach().mul_(2);
            return x.clone();
        }

        Assert.Contains(
            "the input was changed while the network ran",
            Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(module, x => Write(x[0]), x => 2 * x[0], [ones(2)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WeightsNotCopied_ReportsThoseThatDiffer()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> one = Net(("a", Linear(3, 4, hasBias: false))), other = Net(("a", Linear(3, 4, hasBias: false)));

        Assert.EndsWith(
            "\n  a.weight has other values than expected, and CopiesWeights is off",
            Assert.Throws<CheckFailedException>(() => SameNetwork.Verify(one, other, randn(2, 3), new SameNetworkOptions { CopiesWeights = false })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_LeavesNoTensors()
    {
        using Module<Tensor, Tensor> one = Net(("a", Linear(3, 4)), ("n", BatchNorm1d(4))), other = Net(("a", Linear(3, 4)), ("n", BatchNorm1d(4)));
        using Tensor input = randn(6, 3);
        SameNetwork.Verify(one, other, input);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        SameNetwork.Verify(one, other, input);

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
