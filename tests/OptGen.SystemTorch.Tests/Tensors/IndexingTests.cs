using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.TensorIndex;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Index expressions, read and assigned, against PyTorch's results; tests/oracle/indexing.py holds the same table.</summary>
public sealed class IndexingTests : IDisposable
{
    private static readonly GoldenFile Golden = GoldenFile.Load("indexing");
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Expressions => new(Table().Keys);

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Index_ReadAndAssigned_IsBitEqualToPyTorch(string name)
    {
        var index = Table()[name];
        var x = Base();
        var part = x[index];
        TensorAssert.BitEqual(Golden.Tensor("get " + name), part, name);

        var numbers = Base();
        numbers[index] = -1L;
        TensorAssert.BitEqual(Golden.Tensor("number " + name), numbers, name);

        numbers = Base();
        numbers.index_put_((Scalar)(-1), index);
        TensorAssert.BitEqual(Golden.Tensor("number " + name), numbers, name);

        var tensors = Base();
        tensors[index] = arange(part.numel()).reshape(part.shape).neg().sub(1);
        TensorAssert.BitEqual(Golden.Tensor("tensor " + name), tensors, name);
        TensorAssert.BitEqual(x, Base(), name);
    }

    [Fact]
    public void Index_LeavesNothingBehindInTheScope()
    {
        var x = Base();
        var positions = tensor(new long[] { 2, 0 });
        var value = tensor(-1L);
        foreach (var index in new TensorIndex[][] { [1, Colon, None, Slice(0, 3, 2)], [TensorIndex.Bool(true), TensorIndex.Tensor(positions)], [1, 2, 3], [Ellipsis] })
        {
            var before = scope.DisposablesCount;
            var part = x[index];
            Assert.Equal(before + 1, scope.DisposablesCount);
            part.Dispose();
            x[index] = value;
            Assert.Equal(before, scope.DisposablesCount);
        }
    }

    [Fact]
    public void Index_ByNumbersAndRanges_IsAView()
    {
        var x = Base();
        x[1, 2, 3].fill_(-7);
        Assert.Equal(-7L, x[1, 2, 3].item<long>());
        x[.., ^1][0].zero_();
        Assert.Equal(0L, x[0, 3].sum().item<long>());
        x[Ellipsis].zero_();
        Assert.Equal(0L, x.sum().item<long>());
    }

    [Fact]
    public void Index_OfATensorThatNeedsGradient_PassesItBack()
    {
        var x = ones(3, 4, requires_grad: true);
        x[1, 1..3].sum().backward();
        Assert.Equal([0f, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], x.grad!.data<float>().ToArray());
        var y = ones(3, requires_grad: true);
        var copy = y.clone();
        copy[tensor(new long[] { 0, 0 })] = tensor(new[] { 2f, 2f });
        copy.sum().backward();
        Assert.Equal([0f, 1, 1], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void LongIndexers_OfEveryLength_ReadAndWrite()
    {
        var x = arange(64).reshape(2, 2, 2, 2, 2, 2);
        Assert.Equal(63L, x[1, 1, 1, 1, 1, 1].item<long>());
        Assert.Equal([2], x[1, 1, 1, 1, 1].shape);
        Assert.Equal([2, 2], x[1, 1, 1, 1].shape);
        Assert.Equal([2, 2, 2], x[0, 1, -1].shape);
        Assert.Equal([2, 2, 2, 2], x[0, 1].shape);
        Assert.Equal(32L, x[-1][0, 0, 0, 0, 0].item<long>());
        x[1, 1, 1, 1, 1, 1] = 5L;
        x[0, 0, 0, 0, 0] = 6L;
        x[0, 0, 0, 1] = tensor(new long[,] { { 7, 8 }, { 9, 10 } });
        x[0, 0, 1] = 11;
        x[0, 1] = 12;
        x[1] = x[1] * 2;
        Assert.Equal([6L, 6, 2, 3, 7, 8, 9, 10, 11], x.flatten().data<long>().ToArray()[..9]);
        Assert.Equal(10L, x[1, 1, 1, 1, 1, 1].item<long>());
    }

    [Fact]
    public void Values_AreBroadcastAsInPyTorch()
    {
        var x = Base();
        x[1] = arange(5);
        TensorAssert.BitEqual(Golden.Tensor("broadcast row"), x);
        x = Base();
        x[.., 1] = arange(5).reshape(1, 1, 1, 5);
        TensorAssert.BitEqual(Golden.Tensor("broadcast surplus"), x);
        x = Base();
        var mask = Mask();
        x[mask] = arange(mask.sum().item<long>()).reshape(1, -1);
        TensorAssert.BitEqual(Golden.Tensor("broadcast mask"), x);
        x = Base();
        x.index_put_(tensor(100L), [tensor(new long[] { 0, 0, 2 }), tensor(new long[] { 1, 1, 3 })], accumulate: true);
        TensorAssert.BitEqual(Golden.Tensor("accumulate"), x);
        var real = zeros(2, 2);
        real[tensor(new long[] { 1 })] = 5;
        real[0] = 2.5;
        Assert.Equal([2.5f, 2.5f, 5, 5], real.data<float>().ToArray());
    }

    [Fact]
    public void BadIndices_ThrowOneSentence()
    {
        var x = Base();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => x[3]);
        Assert.Contains("Index 3 lies outside a dimension of length 3; it may run from -3 to 2.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[0, 0, -6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[0, 0, 5] = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[^0]);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => x[^4]);
        Assert.Contains("Index -4", error.Message, StringComparison.Ordinal);
        Assert.Contains("too many", Assert.Throws<ArgumentException>(() => x[0, 0, 0, 0]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tensor(1f)[0]);
        Assert.Throws<ArgumentException>(() => x[Ellipsis, 0, Ellipsis]);
        Assert.Throws<TorchException>(() => x[tensor(new long[] { 3 })]);
        Assert.Throws<TorchException>(() => x[tensor(new[] { 1.5f })]);
        Assert.Throws<TorchException>(() => x[0] = arange(3));
        Assert.Throws<TorchException>(() => x[.., Slice(0, 4, -1)]);
        Assert.Throws<ArgumentNullException>(() => x[0] = null!);
        Assert.Throws<ArgumentNullException>(() => TensorIndex.Tensor(null!));
        Assert.Throws<InvalidOperationException>(() => (Tensor)Ellipsis);
        Assert.Throws<ArgumentOutOfRangeException>(() => zeros(0)[0]);
    }

    [Fact]
    public void Selecting_IsBitEqualToPyTorch()
    {
        var x = Base();
        var f = x.@float();
        var index = tensor(new long[] { 2, 0 });
        var mask = Mask();
        var where = tensor(new long[,] { { 0, 1, 2 }, { 2, 1, 0 } });
        var m = arange(6, dtype: float32).reshape(2, 3);
        Check("index_select", index_select(f, 0, index));
        Check("index_add", index_add(f, 0, index, ones(2, 4, 5), 3));
        Check("index_copy", index_copy(f, 1, tensor(new long[] { 3, 1 }), ones(3, 2, 5)));
        Check("index_fill", index_fill(f, 2, tensor(new long[] { 0, 4 }), 9));
        Check("index_reduce", index_reduce(f, 0, tensor(new long[] { 0, 0 }), full(2, 4, 5, 2), Reduce.prod));
        Check("gather", gather(m, 1, where));
        Check("scatter", scatter(zeros(2, 3), 1, where, m));
        Check("scatter_add", scatter_add(ones(2, 3), 1, tensor(new long[,] { { 0, 0, 0 }, { 1, 1, 2 } }), m));
        Check("masked_select", masked_select(x, mask));
        Check("masked_scatter", x.masked_scatter(mask, arange(60)));
        Check("take", take(x, tensor(new long[,] { { 0, 59 }, { 7, -1 } })));
        Check("take_along_dim", take_along_dim(m, tensor(new long[,] { { 2 }, { 0 } }), 1));
        Check("nonzero", nonzero(mask));
        Check("nonzero", argwhere(mask));
        Check("nonzero", stack(mask.nonzero_as_list(), 1));
        Check("select", select(x, 1, 2));
        Check("slice", x.slice(1, 0, 4, 2));
        Check("narrow", narrow(x, 2, 1, 3));
        Check("select_scatter", select_scatter(x, zeros(3, 5, dtype: int64), 1, 2));
        Check("slice_scatter", slice_scatter(x, zeros(1, 4, 5, dtype: int64), 0, 1, 2));
        Check("diagonal_scatter", diagonal_scatter(m, tensor(new[] { 8f, 9f }), 1));
        Assert.Same(f, f.index_add_(0, index, ones(2, 4, 5), 3));
        Check("index_add", f);
        var target = zeros(2, 3);
        Assert.Same(target, scatter_(target, 1, where, m));
        Check("scatter", target);
        Assert.True(is_nonzero(tensor(2)));
    }

    private static void Check(string name, Tensor actual) => TensorAssert.BitEqual(Golden.Tensor(name), actual, name);

    private static Tensor Base() => arange(60).reshape(3, 4, 5);

    private static Tensor Mask() => Base().remainder(7).eq(2);

    private static Dictionary<string, TensorIndex[]> Table()
    {
        var at = TensorIndex.Tensor(tensor(new long[] { 2, 0, -1 }));
        var rows = TensorIndex.Tensor(tensor([true, false, true]));
        return new Dictionary<string, TensorIndex[]>
        {
            ["first"] = [0],
            ["last"] = [(Index)(^1)],
            ["element"] = [1, 2, 3],
            ["negative element"] = [-1, (Index)(^2), -3],
            ["slice"] = [Slice(1..3)],
            ["slice step"] = [Colon, Slice(null, null, 2)],
            ["slice negative"] = [Slice(^2..), Slice(..^1)],
            ["slice empty"] = [Slice(2, 1)],
            ["slice beyond"] = [(1, 100)],
            ["ellipsis"] = [Ellipsis, 2],
            ["ellipsis middle"] = [1, Ellipsis, 0],
            ["none"] = [None, 1],
            ["none last"] = [Ellipsis, Null],
            ["none between"] = [Colon, Single(null), 1],
            ["true"] = [TensorIndex.Bool(true)],
            ["false"] = [TensorIndex.Bool(false)],
            ["colon"] = [(null, null), 2],
            ["mask"] = [TensorIndex.Tensor(Mask())],
            ["row mask"] = [rows],
            ["row mask and slice"] = [rows, (Range)(1..3)],
            ["second mask"] = [Colon, TensorIndex.Tensor(tensor([true, false, false, true]))],
            ["positions"] = [at],
            ["positions of second"] = [Colon, at],
            ["two positions"] = [at, TensorIndex.Tensor(tensor(new long[] { 0, 1, 3 }))],
            ["positions apart"] = [at, Colon, TensorIndex.Tensor(tensor(new long[] { 0, 1, 4 }))],
            ["positions broadcast"] = [TensorIndex.Tensor(tensor(new long[,] { { 2 }, { 0 }, { -1 } })), TensorIndex.Tensor(tensor(new long[] { 0, 1 }))],
            ["positions after number"] = [1, at],
            ["number tensor"] = [TensorIndex.Tensor(tensor(1L))],
            ["positions and none"] = [None, at],
            ["no positions"] = [TensorIndex.Tensor(empty(0, dtype: int64))],
            ["matrix positions"] = [TensorIndex.Tensor(tensor(new long[,] { { 0, 1 }, { 2, 0 } }))]
        };
    }
}
