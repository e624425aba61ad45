using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>What a member computes on its way is gone when it returns: its scope holds the results alone.</summary>
public class TemporaryTests
{
    private static readonly Dictionary<string, (int Results, Func<Tensor, object> Compute)> Members = new()
    {
        ["x + 1"] = (1, x => x + 1),
        ["2 - x"] = (1, x => 2 - x),
        ["2 / x"] = (1, x => 2 / x),
        ["x == 1"] = (1, x => x == 1),
        ["x.add(1)"] = (1, x => x.add(1, 2)),
        ["x.clamp(0, 1)"] = (1, x => x.clamp(0, 1)),
        ["x.masked_fill_"] = (1, x => x.masked_fill_(x > 0, 2)),
        ["x.pow(2)"] = (1, x => x.pow(2)),
        ["x.std typed"] = (1, x => x.std(0, type: ScalarType.Float64)),
        ["x.var_mean typed"] = (2, x => x.var_mean(0, type: ScalarType.Float64)),
        ["x.unique"] = (1, x => x.unique()),
        ["x.unique counts"] = (2, x => x.unique(return_counts: true)),
        ["lu"] = (2, x => lu(x)),
        ["x.tensordot"] = (1, x => x.tensordot(x, 1)),
        ["x.norm"] = (1, x => x.norm(0)),
        ["allclose"] = (0, x => allclose(x, x)),
        ["equals"] = (0, x => x.Equals(x))
    };

    public static TheoryData<string> Names => new(Members.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Member_Returned_LeavesItsResultsAlone(string name)
    {
        using var outer = NewDisposeScope();
        var x = rand(3, 3, generator: new Generator(1)) + 0.5;
        using var scope = NewDisposeScope();
        var (results, compute) = Members[name];
        compute(x);
        Assert.Equal(results, scope.DisposablesCount);
    }

    [Fact]
    public void Out_GivenTensor_HoldsTheResultAndIsReturned()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        var target = zeros(1);
        var result = x.amax([1], keepdim: false, @out: target);
        Assert.Same(target, result);
        Assert.Equal(3, scope.DisposablesCount); // arange, its view, the target
        TensorAssert.BitEqual(tensor(new[] { 2f, 5f }), target);
    }
}
