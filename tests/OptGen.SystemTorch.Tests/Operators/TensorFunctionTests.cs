using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>Everything on tensors that is more than a function of each element, against PyTorch.</summary>
public partial class TensorFunctionTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("tensor_functions");

    private static Tensor X => Golden.Tensor("x");

    private static Tensor Y => Golden.Tensor("y");

    private static Tensor C => Golden.Tensor("c");

    private static Tensor D => Golden.Tensor("d");

    private static Tensor N => Golden.Tensor("n");

    private static Tensor M => Golden.Tensor("m");

    private static Tensor G => Golden.Tensor("g");

    private static Tensor A => Golden.Tensor("a");

    private static Tensor B => Golden.Tensor("b");

    private static Tensor R => Golden.Tensor("r");

    private static Tensor V => Golden.Tensor("v");

    private static Tensor W => Golden.Tensor("w");

    private static Tensor Two => full(3, 4, 2f);

    private static Tensor Third => full(3, 4, 0.3f);

    private static Tensor Quarters => tensor(new[] { 0.25f, 0.5f, 0.9f });

    private static Tensor Edges => tensor(new[] { -1f, 0.5f, 2f });

    private static Tensor Factor => Golden.Tensor("cholesky");

    public static TheoryData<string> Names => new(Functions.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_GivenInputs_EqualsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Golden.OneOrMore(name);
        var actual = Functions[name]();
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (i, (wanted, got)) in expected.Zip(actual).Index())
        {
            var inDouble = wanted.dtype == ScalarType.Float64;
            TensorAssert.Close(wanted, got, relative: inDouble ? 1e-9 : 1e-6, absolute: inDouble ? 1e-10 : 1e-6, what: $"{name}, result {i}");
        }
    }

    [Fact]
    public void Golden_EveryFunction_IsTested()
    {
        var inputs = new[] { "made by", "x", "y", "c", "d", "n", "m", "g", "a", "b", "r", "v", "w" };
        Assert.Equal(Golden.Keys.Except(inputs).Order(), Functions.Keys.Order());
    }

    private static Tensor[] List(Tensor one) => [one];

    private static Tensor[] List((Tensor, Tensor) two) => [two.Item1, two.Item2];

    private static Tensor[] List((Tensor, Tensor, Tensor) three) => [three.Item1, three.Item2, three.Item3];

    /// <summary>What was returned of results that were not all asked for.</summary>
    private static Tensor[] Found((Tensor, Tensor?, Tensor?) results) =>
        new[] { results.Item1, results.Item2, results.Item3 }.Where(tensor => tensor is not null).Select(tensor => tensor!).ToArray();
}
