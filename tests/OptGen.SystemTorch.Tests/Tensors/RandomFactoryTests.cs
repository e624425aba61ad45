using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>One seed gives the numbers that PyTorch draws for it, bit for bit.</summary>
[Collection("default generator")]
public sealed class RandomFactoryTests : IDisposable
{
    private static readonly GoldenFile Golden = GoldenFile.Load("creation");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Draws_FromTheDefaultGenerator_AreBitEqualToPyTorch()
    {
        manual_seed(1234);
        CheckStream("default", null);
    }

    [Fact]
    public void Draws_FromAnOwnGenerator_AreBitEqualToPyTorchAndLeaveTheDefaultAlone()
    {
        using var own = new Generator(99);
        var before = get_rng_state();
        CheckStream("own", own);
        TensorAssert.BitEqual(before, get_rng_state());
    }

    [Fact]
    public void LikeFactories_AreBitEqualToPyTorch()
    {
        manual_seed(7);
        var like = zeros(2, 5, dtype: float64);
        TensorAssert.BitEqual(Golden.Tensor("rand_like"), rand_like(like));
        TensorAssert.BitEqual(Golden.Tensor("randn_like"), randn_like(like));
        TensorAssert.BitEqual(Golden.Tensor("randint_like"), randint_like(like, 3, 9));
        var numbers = new[] { (float)rand_float(), (float)randn_float(), randint_int(3, 50) };
        TensorAssert.BitEqual(Golden.Tensor("numbers"), tensor(numbers));
    }

    [Fact]
    public void State_PutBack_RepeatsTheDraws()
    {
        manual_seed(5);
        var state = get_rng_state();
        var first = randn(10);
        set_rng_state(state);
        TensorAssert.BitEqual(first, randn(10));
        Assert.False(first.bytes.SequenceEqual(randn(10).bytes));
    }

    [Fact]
    public void Normal_HasMeanAndDeviation()
    {
        manual_seed(5);
        var drawn = normal(3, 0.5, [10000]);
        Assert.Equal(3, drawn.mean().item<float>(), 0.05);
        Assert.Equal(0.5, drawn.std().item<float>(), 0.05);
    }

    private static void CheckStream(string source, Generator? generator)
    {
        TensorAssert.BitEqual(Golden.Tensor($"{source} randn small"), randn(3, 4, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randn large"), randn(5, 7, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randn double"), randn(6, float64, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} rand"), rand(2, 3, 4, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} rand double"), rand(5, float64, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randint"), randint(-5, 100, (4, 5), generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randint high"), randint(1L << 40, 6, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randint int32"), randint(10, [7], int32, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randint float"), randint(10, [7], float32, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randperm"), randperm(25, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} randperm int32"), randperm(9, int32, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} half"), randn(4, float16, generator: generator));
        TensorAssert.BitEqual(Golden.Tensor($"{source} complex"), randn(3, complex64, generator: generator));
    }
}
