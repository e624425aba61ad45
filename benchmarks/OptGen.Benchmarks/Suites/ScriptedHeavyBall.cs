using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The same network as TorchScript, compiled by the libtorch of this process: the loop and the layers stand in the script, which gets the weights of the
/// layers as lists.
/// </summary>
internal sealed class ScriptedHeavyBall : Module<Tensor, Tensor>
{
    private const string Script = """
        def perceptron(x: Tensor, w: List[Tensor], b: List[Tensor], v: List[Tensor], c: List[Tensor]) -> Tensor:
            previous = x
            for k in range(len(w)):
                t = torch.linear(torch.relu(torch.linear(x, w[k], b[k])), v[k], c[k])
                y = x + 0.5 * (x - previous) - 0.25 * t
                previous = x
                x = y
            return x

        def convolutions(x: Tensor, w: List[Tensor], b: List[Tensor], v: List[Tensor], c: List[Tensor]) -> Tensor:
            previous = x
            for k in range(len(w)):
                t = torch.conv2d(torch.relu(torch.conv2d(x, w[k], b[k], [1, 1], [1, 1])), v[k], c[k], [1, 1], [1, 1])
                y = x + 0.5 * (x - previous) - 0.25 * t
                previous = x
                x = y
            return x

        """;

    private readonly jit.CompilationUnit script = jit.compile(Script);
    private readonly ModuleList<Module<Tensor, Tensor>> T = [];
    private readonly string function;
    private readonly Tensor[][] weights;

    /// <param name="block">Makes the operator of a layer: two linear layers, or two convolutions that pad by one, and a ReLU between them.</param>
    /// <param name="layers">The number of layers.</param>
    public ScriptedHeavyBall(Func<Module<Tensor, Tensor>> block, int layers)
        : base(nameof(ScriptedHeavyBall))
    {
        for (var k = 0; k < layers; k++) T.Add(block());
        RegisterComponents();
        var parameters = T.Select(module => module.parameters().ToArray()).ToArray();
        weights = [.. Enumerable.Range(0, 4).Select(i => parameters.Select(p => (Tensor)p[i]).ToArray())];
        function = weights[0][0].dim() == 2 ? "perceptron" : "convolutions";
    }

    public override Tensor forward(Tensor x) => (Tensor)script.invoke(function, x, weights[0], weights[1], weights[2], weights[3]);

    protected override void Dispose(bool disposing)
    {
        if (disposing) script.Dispose();
        base.Dispose(disposing);
    }
}
