using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

public class MisuseTests
{
    [Fact]
    public void Operator_DisposedOperand_ThrowsObjectDisposed()
    {
        using var x = ones(2);
        var gone = ones(2);
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x + gone);
        Assert.Throws<ObjectDisposedException>(() => gone.exp());
        Assert.Throws<ObjectDisposedException>(() => gone.add_(1));
        Assert.Throws<ObjectDisposedException>(() => einsum("i,i->", x, gone));
    }

    [Fact]
    public void Operator_ShapesThatDoNotFit_SaysBothSizes()
    {
        using var scope = NewDisposeScope();
        var exception = Assert.Throws<TorchException>(() => ones(2) + ones(3));
        Assert.Contains("The size of tensor a (2) must match the size of tensor b (3)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InPlace_LeafThatRequiresGrad_IsRefused()
    {
        using var x = ones(2).requires_grad_();
        var exception = Assert.Throws<TorchException>(() => x.add_(1));
        Assert.Contains("a leaf Variable that requires grad", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Div_UnknownRoundingMode_NamesTheModes()
    {
        using var x = ones(2);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => x.div(2, (RoundingMode)9));
        Assert.Contains("there are None, trunc and floor", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensordot_MoreDimensionsThanThereAre_SaysHowManyThereAre()
    {
        using var x = ones(2);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => x.tensordot(x, 2));
        Assert.Contains("with 1 and 1 dimensions cannot sum over 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_NullOperand_SaysSo()
    {
        using var x = ones(2);
        var exception = Assert.Throws<TorchException>(() => x.add((Tensor)null!));
        Assert.Contains("aten::add.Tensor needs a value where it was given null: argument 2.", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<TorchException>(() => x.add((Scalar)null!));
        Assert.Contains("aten::add.Scalar needs a value where it was given null: argument 2.", exception.Message, StringComparison.Ordinal);
    }
}
