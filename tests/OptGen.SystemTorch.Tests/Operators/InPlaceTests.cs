using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>In-place members that take more than another tensor: they equal their plain forms and return the object they changed.</summary>
public class InPlaceTests
{
    private static readonly Tensor X = tensor(new[] { 0.5f, -1.25f, 3, 2 }, 2, 2).DetachFromDisposeScope();
    private static readonly Tensor Y = tensor(new[] { 1.5f, 0.75f, -2, 4 }, 2, 2).DetachFromDisposeScope();
    private static readonly Tensor V = tensor(new[] { 1.5f, -2 }).DetachFromDisposeScope();
    private static readonly Tensor Batch = arange(8, dtype: ScalarType.Float32).reshape(2, 2, 2).DetachFromDisposeScope();

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Plain, Func<Tensor, Tensor> InPlace)> Pairs = new()
    {
        ["add alpha"] = (x => x.add(Y, 2), x => x.add_(Y, 2)),
        ["add number alpha"] = (x => x.add(3, 2), x => x.add_(3, 2)),
        ["div rounding"] = (x => x.div(Y, RoundingMode.floor), x => x.div_(Y, RoundingMode.floor)),
        ["div number rounding"] = (x => x.div(2, RoundingMode.trunc), x => x.div_(2, RoundingMode.trunc)),
        ["addcmul"] = (x => x.addcmul(Y, Y, 0.5), x => x.addcmul_(Y, Y, 0.5)),
        ["addcdiv"] = (x => x.addcdiv(Y, Y, 0.5), x => x.addcdiv_(Y, Y, 0.5)),
        ["addcdiv plain"] = (x => x.addcdiv(Y, Y), x => x.addcdiv_(Y, Y)),
        ["lerp"] = (x => x.lerp(Y, Y), x => x.lerp_(Y, Y)),
        ["round"] = (x => x.round(1), x => x.round_(1)),
        ["clamp"] = (x => x.clamp(-1, 1), x => x.clamp_(-1, 1)),
        ["clamp tensors"] = (x => x.clamp(max: Y), x => x.clamp_(max: Y)),
        ["masked_fill"] = (x => x.masked_fill(x > 0, 7), x => x.masked_fill_(x > 0, 7)),
        ["elu"] = (x => x.elu(0.5), x => x.elu_(0.5)),
        ["elu scaled"] = (x => x.elu(0.5, 1.5, 0.75), x => x.elu_(0.5, 1.5, 0.75)),
        ["celu"] = (x => x.celu(0.5), x => x.celu_(0.5)),
        ["hardtanh"] = (x => x.hardtanh(-0.5, 1), x => x.hardtanh_(-0.5, 1)),
        ["leaky_relu"] = (x => x.leaky_relu(0.2), x => x.leaky_relu_(0.2)),
        ["rrelu"] = (x => x.rrelu(0.1, 0.3), x => x.rrelu_(0.1, 0.3)),
        ["threshold"] = (x => x.threshold(0.3, 9), x => x.threshold_(0.3, 9)),
        ["logit"] = (x => x.logit(0.1), x => x.logit_(0.1)),
        ["nan_to_num"] = (x => x.log().nan_to_num(5), x => x.log_().nan_to_num_(5)),
        ["mvlgamma"] = (x => x.add(5).mvlgamma(2), x => x.add_(5).mvlgamma_(2)),
        ["polygamma"] = (x => x.abs().polygamma(1), x => x.abs_().polygamma_(1)),
        ["addmm"] = (x => x.addmm(X, Y, 0.5f, 2), x => x.addmm_(X, Y, 0.5f, 2)),
        ["addmv"] = (x => x.select(0, 0).clone().addmv(X, V, 0.5f, 2), x => x.select(0, 0).clone().addmv_(X, V, 0.5f, 2)),
        ["addr"] = (x => x.addr(V, V, 0.5f, 2), x => x.addr_(V, V, 0.5f, 2)),
        ["addbmm"] = (x => x.addbmm(Batch, Batch, 0.5f, 2), x => x.addbmm_(Batch, Batch, 0.5f, 2)),
        ["zero"] = (x => zeros(2, 2), x => x.zero_()),
        ["fill"] = (x => full(2, 2, 2.5f), x => x.fill_(2.5)),
        ["copy"] = (x => Y.clone(), x => x.copy_(Y)),
        ["copy converted and broadcast"] = (x => ones(2, 2), x => x.copy_(ones(2, dtype: ScalarType.Int64)))
    };

    public static TheoryData<string> Names => new(Pairs.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void InPlace_EqualsThePlainForm(string name)
    {
        using var scope = NewDisposeScope();
        var (plain, inPlace) = Pairs[name];
        TensorAssert.Close(plain(X.clone()), inPlace(X.clone()), relative: 1e-7, what: name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InPlace_ReturnsTheObjectItChanged(string name)
    {
        using var scope = NewDisposeScope();
        var x = X.clone();
        var result = Pairs[name].InPlace(x);
        if (name != "addmv") Assert.Same(x, result);
    }
}
