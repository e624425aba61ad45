using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Training.Tests;

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 3)]
internal sealed partial class SummarizedNetwork
{
    private const double a = 0.5;

    [Learnable(1.0)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 4 * width);
}

[Collection("default generator")]
public sealed class SummaryTests
{
    [Fact]
    public void Summary_Convolutions_CountsWhatTheFormulasSay()
    {
        using var model = Sequential(
            ("conv", Conv2d(3, 16, 3, stride: 2L, padding: 1L)), ("norm", BatchNorm2d(16)), ("grouped", Conv2d(16, 32, 3, padding: 1L, groups: 16, bias: false)),
            ("up", ConvTranspose2d(32, 16, 2, stride: 2L)), ("flatten", Flatten()), ("last", Linear(16 * 64, 10)));
        Summary summary = Summary.Of(model, zeros(1, 3, 8, 8));
        Dictionary<string, SummaryRow> rows = summary.Rows.ToDictionary(row => row.Name);
        Assert.Equal(["", "conv", "norm", "grouped", "up", "flatten", "last"], summary.Rows.Select(row => row.Name));
        Assert.Equal([1L, 16, 4, 4], rows["conv"].OutputShape);
        // Each number of the output takes inputs per group x kernel.
        Assert.Equal(16 * 4 * 4 * 3 * 9, rows["conv"].MultiplyAdds);
        Assert.Equal(32 * 4 * 4 * 1 * 9, rows["grouped"].MultiplyAdds);
        // Each number of the input goes to outputs x kernel.
        Assert.Equal(32 * 4 * 4 * 16 * 4, rows["up"].MultiplyAdds);
        Assert.Equal(16 * 64 * 10, rows["last"].MultiplyAdds);
        Assert.Null(rows["norm"].MultiplyAdds);
        Assert.Equal(16 * 3 * 9 + 16, rows["conv"].Parameters);
        Assert.Equal(model.parameters().Sum(p => p.numel()), summary.Parameters);
        Assert.Equal(summary.Parameters, summary.TrainableParameters);
    }

    [Fact]
    public void Summary_GeneratedNetwork_HasWiringAndVerdict()
    {
        using var model = new SummarizedNetwork(width: 8);
        model.train();
        Summary summary = Summary.Of(model, zeros(1, 8));
        Assert.Equal(3 * 2 * 8 * 32, summary.MultiplyAdds);
        Assert.True(model.training);
        string text = summary.ToString();
        Assert.Equal(["module", "operator", "output", "shape", "parameters", "multiply-adds"], text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"(?m)^ +fc1 +Linear +\[1, 32\] +288 +256$", text);
        Assert.Contains("recurrence\n  x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)\n", text, StringComparison.Ordinal);
        Assert.Contains($"verdict\n  {SummarizedNetwork.Recurrence.Verdict.Text}\n", text, StringComparison.Ordinal);
        Assert.Contains("multiply-adds 1,536\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_NetworkMadeAtRunTime_IsThatOfTheGeneratedOne()
    {
        using var generated = new SummarizedNetwork(width: 8);
        using Module<Tensor, Tensor> model = Recurrence.Parse("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)")
            .ToModule(new RecurrenceBindings { Layers = 3, Name = nameof(SummarizedNetwork) }.Coefficient("a", 0.5).Learned("b", 1.0).Operator("T", _ => new TwoLayer(8, 32)));
        Summary expected = Summary.Of(generated, zeros(1, 8));
        Summary summary = Summary.Of(model, zeros(1, 8));
        Assert.Equal(expected.MultiplyAdds, summary.MultiplyAdds);
        Assert.Equal(expected.Rows.Select(row => (row.Name, row.Parameters)), summary.Rows.Select(row => (row.Name, row.Parameters)));
        Assert.Contains("recurrence\n  x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)\n", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_SharedModule_CountsEachCallAndItsParametersOnce()
    {
        using var inner = Linear(4, 4);
        using var model = new Twice(inner);
        Summary summary = Summary.Of(model, zeros(2, 4));
        SummaryRow row = Assert.Single(summary.Rows, row => row.Name == "inner");
        Assert.Equal((2, 20L, 2 * 2 * 16L), (row.Calls, row.Parameters, row.MultiplyAdds!.Value));
        Assert.Contains("Linear x 2", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_ModuleThatThrows_LeavesNoHookAndNoMode()
    {
        using var model = Sequential(("a", Linear(4, 4)), ("b", Linear(5, 5)));
        Assert.ThrowsAny<Exception>(() => Summary.Of(model, zeros(1, 4)));
        Assert.All(model.modules(), module => Assert.True(module.training));
        Assert.True(is_grad_enabled());
        using var fits = Sequential(("a", Linear(4, 4)));
        Assert.Equal(16, Summary.Of(fits, zeros(1, 4), (module, _) => module is Linear ? 16 : null).MultiplyAdds);
        Assert.Equal(7, Summary.Of(fits, zeros(1, 4), (module, _) => module is Linear ? 7 : null).MultiplyAdds);
    }

    private sealed class Twice : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> inner;

        public Twice(Module<Tensor, Tensor> inner)
            : base(nameof(Twice))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner.call(inner.call(input));
    }
}
