using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Factories against PyTorch's results, and what they do with type, device, gradient and bad arguments.</summary>
public sealed class FactoryTests : IDisposable
{
    private static readonly GoldenFile Golden = GoldenFile.Load("creation");
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<ScalarType, string> Types => new()
    {
        { float16, "float16" }, { float32, "float32" }, { float64, "float64" }, { uint8, "uint8" },
        { int8, "int8" }, { int16, "int16" }, { int32, "int32" }, { int64, "int64" }
    };

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Factories_OfEveryType_AreBitEqualToPyTorch(ScalarType type, string name)
    {
        TensorAssert.BitEqual(Golden.Tensor($"arange {name}"), arange(2, 20, 3, type));
        TensorAssert.BitEqual(Golden.Tensor($"full {name}"), full(2, 3, 7, type));
        TensorAssert.BitEqual(Golden.Tensor($"eye {name}"), eye(2, 3, type));
        Assert.Equal(type, zeros(2, dtype: type).dtype);
        Assert.All(zeros(2, 2, dtype: type).to(float64).data<double>(), value => Assert.Equal(0, value));
        Assert.All(ones(2, 2, dtype: type).to(float64).data<double>(), value => Assert.Equal(1, value));
        Assert.Equal(type, empty(2, 3, dtype: type).dtype);
    }

    [Theory]
    [InlineData(ScalarType.Float32, "float32")]
    [InlineData(ScalarType.Float64, "float64")]
    public void Ranges_OfRealNumbers_AreBitEqualToPyTorch(ScalarType type, string name)
    {
        TensorAssert.BitEqual(Golden.Tensor($"arange step {name}"), arange(0.1, 1.3, 0.17, type));
        TensorAssert.BitEqual(Golden.Tensor($"linspace {name}"), linspace(-1.3, 2.7, 11, type));
        TensorAssert.BitEqual(Golden.Tensor($"logspace {name}"), logspace(-2, 1.5, 7, 3.0, type));
    }

    [Fact]
    public void Arange_WithoutType_ChoosesItByItsArguments()
    {
        TensorAssert.BitEqual(Golden.Tensor("arange int"), arange(5));
        TensorAssert.BitEqual(Golden.Tensor("arange mixed"), arange(0, 2.5));
        TensorAssert.BitEqual(Golden.Tensor("arange negative"), arange(5, -4, -2));
    }

    [Fact]
    public void IndexFactories_AreBitEqualToPyTorch()
    {
        TensorAssert.BitEqual(Golden.Tensor("tril_indices"), tril_indices(4, 3, -1));
        TensorAssert.BitEqual(Golden.Tensor("triu_indices"), triu_indices(3, 4, 1));
        foreach (var indexing in new[] { "ij", "xy" })
        {
            var grids = meshgrid([arange(2), arange(3)], indexing);
            TensorAssert.BitEqual(Golden.Tensor($"meshgrid {indexing} a"), grids[0]);
            TensorAssert.BitEqual(Golden.Tensor($"meshgrid {indexing} b"), grids[1]);
        }
    }

    [Fact]
    public void Factories_InEveryWayToSayAShape_MakeThatShape()
    {
        ReadOnlySpan<long> span = [2, 3];
        Assert.Equal([5], zeros(5).shape);
        Assert.Equal([5], ones(5L).shape);
        Assert.Equal([2, 3], empty(2, 3).shape);
        Assert.Equal([2, 3], full(2L, 3L, 1.5).shape);
        Assert.Equal([2, 3, 4], rand(2, 3, 4).shape);
        Assert.Equal([2, 3, 4, 5], randn(2L, 3L, 4L, 5L).shape);
        Assert.Equal([2, 3], zeros(span).shape);
        Assert.Equal([2, 3], ones(new long[] { 2, 3 }).shape);
        Assert.Equal([2, 3], zeros([2, 3]).shape);
        Assert.Empty(zeros(Array.Empty<long>()).shape);
        Assert.Equal([0, 3], zeros(0, 3).shape);
        Assert.Equal([4], randint(10, [4]).shape);
        Assert.Equal([4, 2], randint(3, 10, (4, 2)).shape);
        Assert.Equal([3], randint(3, 10, new[] { 3 }).shape);
    }

    [Fact]
    public void Like_WithoutOptions_TakesTypeAndShape()
    {
        var source = zeros(2, 3, dtype: float64);
        foreach (var made in new[] { zeros_like(source), source.ones_like(), empty_like(source), source.full_like(2), rand_like(source), source.randn_like(), source.randint_like(0, 5) })
        {
            Assert.Equal(float64, made.dtype);
            Assert.Equal([2, 3], made.shape);
        }

        Assert.Equal(int32, ones_like(source, int32).dtype);
        Assert.Equal([7], source.new_zeros(7).shape);
        Assert.Equal(float64, source.new_full(2, 2, 5).dtype);
        Assert.Equal(int64, source.new_ones(2, dtype: int64).dtype);
        Assert.Equal([1, 2, 3, 4], source.new_empty(1, 2, 3, 4).shape);
        Assert.Equal(6.0, full_like(source, 1).sum().item<double>());
    }

    [Fact]
    public void Factory_AskedForGradient_RequiresIt()
    {
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.True(randn(2, 2, requires_grad: true).is_leaf);
        Assert.True(tensor(new[] { 1f }, requires_grad: true).requires_grad);
        Assert.True(zeros(2).ones_like(requires_grad: true).requires_grad);
        Assert.False(zeros(2).requires_grad);
    }

    [Fact]
    public void Factory_OfWholeNumbersAskedForGradient_ThrowsAndFreesTheTensor()
    {
        var before = scope.DisposablesCount;
        var error = Assert.Throws<TorchException>(() => zeros(2, dtype: int32, requires_grad: true));
        Assert.Contains("floating point", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void Factory_WithBadArguments_SaysWhatIsWrong()
    {
        Assert.Throws<TorchException>(() => zeros(-1));
        Assert.Throws<ArgumentNullException>(() => zeros((long[])null!));
        Assert.Throws<ArgumentNullException>(() => full(2, null!));
        Assert.Contains("names", Assert.Throws<NotSupportedException>(() => zeros(2, names: ["a"])).Message, StringComparison.Ordinal);
        var range = Assert.Throws<ArgumentOutOfRangeException>(() => randint(0, 300, [2], uint8));
        Assert.Contains("between 0 and 255", range.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => randint(5, 5, [2]));
        Assert.Throws<InvalidOperationException>(() => zeros(2, device: new Device(DeviceType.MPS)));
    }

    [Fact]
    public void OutFactories_GiveATensorANewShape()
    {
        var target = zeros(0);
        Assert.Same(target, target.ones(2, 2));
        Assert.Equal([1f, 1, 1, 1], target.data<float>().ToArray());
        Assert.Equal([2, 3], target.full([2, 3], 4).shape);
        Assert.Equal([1f, 0, 0, 1], target.eye(2, 2).data<float>().ToArray());
        Assert.Equal([0f, 2, 4], target.arange_out(0, 6, 2).data<float>().ToArray());
        Assert.Equal([0, 1, 2, 3], zeros(0, dtype: int64).randperm_out(4).data<long>().Order());
        var order = zeros(4, dtype: int64);
        Assert.Same(order, randperm(4, order));
    }

    [Fact]
    public void Sparse_MadeFromElements_HasThemInPlace()
    {
        var sparse = sparse_coo_tensor(tensor(new long[,] { { 0, 1 }, { 2, 0 } }), tensor(new[] { 3f, 4f }), [2, 3]);
        Assert.True(sparse.is_sparse);
        Assert.Equal([0f, 0, 3, 4, 0, 0], sparse.to_dense().data<float>().ToArray());
        Assert.Equal([3f, 4f], sparse.SparseValues.data<float>().ToArray());
        Assert.Equal([2, 2], sparse.SparseIndices.shape);
        Assert.Contains("to_dense", Assert.Throws<InvalidOperationException>(() => sparse.data<float>()).Message, StringComparison.Ordinal);
    }
}
