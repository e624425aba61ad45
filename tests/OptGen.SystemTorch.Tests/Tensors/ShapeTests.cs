using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Operations on shape and order against PyTorch's results; tests/oracle/shape.py holds the same table.</summary>
public sealed class ShapeTests : IDisposable
{
    private static readonly GoldenFile Golden = GoldenFile.Load("shape");
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Names => new(Table().Keys);

    public static TheoryData<string> ListNames => new(Lists().Keys);

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Member_IsBitEqualToPyTorch(string name) => TensorAssert.BitEqual(Golden.Tensor(name), Table()[name], name);

    [Theory]
    [MemberData(nameof(ListNames))]
    public void ListMember_IsBitEqualToPyTorch(string name)
    {
        var expected = Golden.Tensors(name);
        var actual = Lists()[name];
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++) TensorAssert.BitEqual(expected[i], actual[i], $"{name} {i}");
    }

    [Fact]
    public void Views_ShareMemory_AndCopiesDoNot()
    {
        var x = zeros(2, 3);
        x.view(6)[0] = 1;
        x.t()[0, 1] = 2;
        x.unsqueeze(0).squeeze().flatten()[1] = 3;
        x.alias()[0, 2] = 4;
        x.detach()[1, 1] = 5;
        Assert.Equal([1f, 3, 4, 2, 5, 0], x.data<float>().ToArray());
        x.clone().zero_();
        x.t().contiguous().zero_();
        x.to(float32, copy: true).zero_();
        Assert.Equal(15f, x.sum().item<float>());
        x.contiguous().mul_(2);
        x.to(float32).add_(1);
        Assert.Equal(36f, x.sum().item<float>());
    }

    [Fact]
    public void InPlaceForms_ReturnTheSameObject()
    {
        var x = zeros(1, 2, 3);
        Assert.Same(x, x.squeeze_(0));
        Assert.Equal([2, 3], x.shape);
        Assert.Same(x, unsqueeze_(x, 1));
        Assert.Same(x, x.transpose_(0, 2));
        Assert.Equal([3, 1, 2], x.shape);
        Assert.Same(x, squeeze_(x));
        Assert.Same(x, x.add_(1).tril_());
        Assert.Equal(5f, x.sum().item<float>());
        Assert.Same(x, triu_(x));
        Assert.Same(x, x.set_(zeros(4)));
        Assert.Equal([4], x.shape);
    }

    [Fact]
    public void Complex_PartsAreViews()
    {
        var x = complex(zeros(2), ones(2));
        x.real.fill_(3);
        Assert.Equal([(3f, 1f), (3f, 1f)], x.data<(float, float)>().ToArray());
        Assert.Equal([1f, 1], imag(x).data<float>().ToArray());
        Assert.Equal([2, 2], view_as_real(x).shape);
        TensorAssert.BitEqual(x, view_as_complex(view_as_real(x)));
        Assert.Equal([(3f, -1f)], x[..1].conj().resolve_conj().data<(float, float)>().ToArray());
        Assert.True(x.conj().is_conj());
        Assert.Equal([1, 2], x.reshape(2, 1).H.shape);
        Assert.Equal((3f, -1f), x.reshape(2, 1).mH[0, 1].item<(float, float)>());
    }

    [Fact]
    public void BadShapes_ThrowOneSentence()
    {
        var x = arange(6).reshape(2, 3);
        Assert.Contains("invalid for input of size 6", Assert.Throws<TorchException>(() => x.reshape(4, -1)).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => x.t().view(6));
        Assert.Contains("length 3 cannot be split into [2, -1]", Assert.Throws<ArgumentException>(() => x.unflatten(1, 2, -1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.unflatten(2, 1, 1));
        Assert.Throws<TorchException>(() => x.permute(0));
        Assert.Throws<TorchException>(() => x.expand(4, 3));
        Assert.Throws<TorchException>(() => x.split(new long[] { 1, 3 }, 1));
        Assert.Throws<TorchException>(() => cat([x, arange(6)]));
        Assert.Throws<TorchException>(() => stack([x, arange(6)]));
        Assert.Throws<TorchException>(() => stack([]));
        Assert.Throws<ArgumentException>(() => x.tensor_split(tensor(new[] { 1 })));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.size(2));
        Assert.Throws<TorchException>(() => x.select(2, 0));
        Assert.Throws<ArgumentException>(() => broadcast_shapes([2, 3], [4, 3]));
    }

    [Fact]
    public void EmptyAndSingleTensors_AreReshaped()
    {
        Assert.Equal([3, 0], zeros(0, 3).t().shape);
        Assert.Equal([0], zeros(0, 3).flatten().shape);
        Assert.Equal([0, 6], cat([zeros(0, 3), zeros(0, 3)], 1).shape);
        Assert.Empty(tensor(1f).T.shape);
        Assert.Equal([1], tensor(1f).flatten().shape);
        Assert.Equal([1, 1], tensor(1f).reshape(1, 1).shape);
        Assert.Equal([2], stack([tensor(1f), tensor(2f)]).shape);
        Assert.Equal(3, zeros(3, 0).unbind().Length);
    }

    [Fact]
    public void BroadcastShapes_FollowsTheRules()
    {
        Assert.Equal([4, 2, 3], broadcast_shapes([2, 1], [4, 1, 3]).Shape);
        Assert.Equal([0], broadcast_shapes([1], [0]).Shape);
        Assert.True(broadcast_shapes().IsEmpty);
    }

    [Fact]
    public void Size_IsAValue()
    {
        Size size = (2, 3);
        Assert.Equal(new Size(new long[] { 2, 3 }), size);
        Assert.True(size == new Size([2, 3]) && size != (Size)(3, 2));
        Assert.Equal(size.GetHashCode(), new Size((2, 3)).GetHashCode());
        Assert.Equal([2, 3, 4], (size + 4L).Shape);
        Assert.Equal([2, 3, 5, 6], (size + new long[] { 5, 6 }).Shape);
        Assert.Equal([3], size.Slice(-1, 2).Shape);
        Assert.Equal([2], size.Take(1));
        Assert.Equal((6L, 2, 3L, 2L), (size.numel(), size.Length, size[1], size[0L]));
        Assert.Equal(1L, Size.Empty.numel());
        Assert.True(Size.Empty.IsScalar && default(Size) == Size.Empty);
        Assert.Equal("[2, 3]", size.ToString());
        size.Shape[0] = 9;
        Assert.Equal(2, size[0]);
    }

    private static Dictionary<string, Tensor> Table()
    {
        var x = arange(24).reshape(2, 3, 4);
        var m = arange(6).reshape(2, 3);
        var v = arange(4);
        var square = arange(9).reshape(3, 3);
        return new Dictionary<string, Tensor>
        {
            ["reshape"] = reshape(x, 4, -1),
            ["view"] = x.view(6, 4),
            ["flatten"] = x.flatten(1),
            ["flatten part"] = flatten(x, 0, 1),
            ["ravel"] = ravel(x),
            ["unflatten"] = v.unflatten(0, 2, -1),
            ["unflatten middle"] = unflatten(x, -1, (2, 2)),
            ["squeeze"] = zeros(1, 2, 1).squeeze(),
            ["squeeze one"] = squeeze(zeros(1, 2, 1), 0),
            ["unsqueeze"] = unsqueeze(m, -1),
            ["T"] = x.T,
            ["mT"] = x.mT,
            ["t"] = t(m),
            ["transpose"] = swapaxes(x, 0, 2),
            ["permute"] = x.permute(1, 2, 0),
            ["movedim"] = moveaxis(x, (0, 1), (2, 0)),
            ["expand"] = m.unsqueeze(1).expand(-1, 2, 3),
            ["broadcast_to"] = broadcast_to(v, 3, 4),
            ["as_strided"] = x.as_strided([2, 2], [1, 5], 3),
            ["unfold"] = v.unfold(0, 2, 1),
            ["flip"] = flip(x, 0, 2),
            ["fliplr"] = fliplr(m),
            ["flipud"] = flipud(m),
            ["roll"] = roll(m, 1),
            ["roll dim"] = roll(m, -1, 1),
            ["roll dims"] = roll(x, (1, 2), (0, 2)),
            ["rot90"] = rot90(m),
            ["rot90 back"] = rot90(m, -1, (0, 1)),
            ["repeat"] = m.repeat(2, 1, 2),
            ["tile"] = tile(m, [2, 2]),
            ["repeat_interleave"] = repeat_interleave(m, 2),
            ["repeat_interleave dim"] = repeat_interleave(m, 2, 1),
            ["repeat_interleave each"] = repeat_interleave(m, tensor(new long[] { 1, 2 }), 0),
            ["diag"] = diag(square, 1),
            ["diag of vector"] = v.diag(-1),
            ["diagflat"] = diagflat(m, 1),
            ["diag_embed"] = diag_embed(m),
            ["diagonal"] = diagonal(x, 1, 1, 2),
            ["tril"] = tril(square, -1),
            ["triu"] = triu(square, 1),
            ["cat"] = cat([m, m + 10], 1),
            ["stack"] = stack([m, m + 10], 1),
            ["hstack"] = hstack(m, m),
            ["vstack"] = vstack([v, v + 1]),
            ["dstack"] = dstack(new List<Tensor> { m, m }),
            ["column_stack"] = column_stack(v, v + 1),
            ["block_diag"] = block_diag(m, square),
            ["atleast_3d"] = v.atleast_3d(),
            ["channel_shuffle"] = arange(8, dtype: float32).reshape(1, 4, 2, 1).channel_shuffle(2)
        };
    }

    private static Dictionary<string, IList<Tensor>> Lists()
    {
        var x = arange(24).reshape(2, 3, 4);
        var v = arange(4);
        return new Dictionary<string, IList<Tensor>>
        {
            ["chunk"] = chunk(x, 3, 2),
            ["split"] = x.split(2, 1),
            ["split sizes"] = split(x, [1, 3], 2),
            ["tensor_split"] = tensor_split(v, 3),
            ["tensor_split at"] = v.tensor_split(tensor(new long[] { 1, 3 })),
            ["hsplit"] = hsplit(x, new long[] { 1 }),
            ["vsplit"] = x.vsplit(2),
            ["dsplit"] = dsplit(x, (1, 2)),
            ["unbind"] = unbind(x, 1),
            ["broadcast_tensors"] = broadcast_tensors(v, zeros(3, 1, dtype: int64))
        };
    }
}
