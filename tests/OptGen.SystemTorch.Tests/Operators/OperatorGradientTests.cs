using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>Values and gradients through operators, as PyTorch computes them.</summary>
public class OperatorGradientTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("operator_gradients");

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Functions = new()
    {
        ["x + y * x"] = (x, y) => x + y * x,
        ["3 - x / y"] = (x, y) => 3 - x / y,
        ["2 / x - y"] = (x, y) => 2 / x - y,
        ["-x % y"] = (x, y) => -x % y,
        ["relu"] = (x, y) => (x * y).relu(),
        ["softmax"] = (x, y) => (x * y).softmax(0) * y,
        ["log_softmax"] = (x, y) => (x - y).log_softmax(0) * y,
        ["where"] = (x, y) => where(x > y, x * 2, y * y),
        ["clamp"] = (x, y) => (x * y).clamp(-1, 2),
        ["max"] = (x, y) => x.maximum(y) + x.amax(),
        ["std"] = (x, y) => x.std() * y.var(),
        ["outer"] = (x, y) => x.outer(y).matmul(y).tanh(),
        ["cumsum"] = (x, y) => x.cumsum(0) * y.sort().Values,
        ["lerp"] = (x, y) => x.lerp(y, x.sigmoid())
    };

    public static TheoryData<string> Names => new(Functions.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfOperators_EqualsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var x = Golden.Tensor("x").requires_grad_();
        var y = Golden.Tensor("y").requires_grad_();
        var result = Functions[name](x, y);
        result.sum().backward();
        var expected = Golden.Tensors(name);
        TensorAssert.Close(expected[0], result, relative: 1e-6, absolute: 1e-7, what: name);
        TensorAssert.Close(expected[1], x.grad!, relative: 1e-6, absolute: 1e-7, what: "gradient of x in " + name);
        TensorAssert.Close(expected[2], y.grad!, relative: 1e-6, absolute: 1e-7, what: "gradient of y in " + name);
    }
}
