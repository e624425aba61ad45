using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>Draws from one seed, bit by bit as PyTorch draws them.</summary>
[Collection("default generator")]
public class RandomDrawTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("draws");

    private static readonly Dictionary<string, Func<Generator?, Tensor>> Draws = new()
    {
        ["normal_"] = generator => zeros(19).normal_(1, 2, generator),
        ["normal_ float64"] = generator => zeros(5, dtype: ScalarType.Float64).normal_(generator: generator),
        ["normal"] = generator => normal(Golden.Tensor("rates"), Golden.Tensor("counts"), generator),
        ["uniform_"] = generator => zeros(7).uniform_(-1, 3, generator),
        ["exponential_"] = generator => zeros(7).exponential_(2, generator),
        ["cauchy_"] = generator => zeros(7).cauchy_(1, 0.5, generator),
        ["geometric_"] = generator => zeros(7).geometric_(0.3, generator),
        ["log_normal_"] = generator => zeros(7).log_normal_(0.5, 0.25, generator),
        ["random_"] = generator => zeros(7, dtype: ScalarType.Int64).random_(-5, 1000, generator),
        ["bernoulli_"] = generator => zeros(9).bernoulli_(0.4, generator),
        ["bernoulli_ tensor"] = generator => zeros(6).bernoulli_(Golden.Tensor("p"), generator),
        ["bernoulli"] = generator => bernoulli(Golden.Tensor("p"), generator),
        ["multinomial"] = generator => multinomial(Golden.Tensor("weights"), 3, generator: generator),
        ["multinomial replacement"] = generator => Golden.Tensor("weights").multinomial(8, replacement: true, generator),
        ["poisson"] = generator => poisson(Golden.Tensor("rates"), generator),
        ["binomial"] = generator => binomial(Golden.Tensor("counts"), Golden.Tensor("chances"), generator),
        ["_standard_gamma"] = generator => _standard_gamma(Golden.Tensor("rates"), generator),
        ["_sample_dirichlet"] = generator => _sample_dirichlet(Golden.Tensor("weights") + 0.1, generator)
    };

    public static TheoryData<string> Names => new(Draws.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_DefaultGeneratorSeeded_BitEqualToPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        TensorAssert.BitEqual(Golden.Tensor(name), Draws[name](null), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_OwnGenerator_BitEqualAndLeavesTheDefaultAlone(string name)
    {
        using var scope = NewDisposeScope();
        using var own = new Generator(7);
        var before = torch.random.get_rng_state();
        TensorAssert.BitEqual(Golden.Tensor(name), Draws[name](own), name);
        TensorAssert.BitEqual(before, torch.random.get_rng_state(), "state of the default generator");
    }
}
