using System.Globalization;
using OptGen.Optimizers.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Holds a module against the same module in PyTorch, as tests/oracle/modules.py ran it.</summary>
internal static class GoldenModule
{
    private const double Tolerance = 1e-10;

    /// <summary>Asserts the names and shapes of the state, results in use and in training, and gradients of the argument and of every parameter.</summary>
    public static void AssertEqual(GoldenFile golden, string key, Module<Tensor, Tensor> module)
    {
        using DisposeScope scope = NewDisposeScope();
        module.to(float64);
        Dictionary<string, Tensor> state = module.state_dict();
        Assert.Equal(
            golden.Texts(key + " names").Zip(golden.Texts(key + " shapes"), (n, s) => $"{n} [{s}]").Order(StringComparer.Ordinal),
            state.Select(e => $"{e.Key} [{string.Join(',', e.Value.shape)}]").Order(StringComparer.Ordinal));
        Fill(state);
        long[] shape = golden.Numbers(key + " shape").Select(n => (long)n).ToArray();

        module.eval();
        Close(golden.Tensor(key + " in use"), module.call(Argument(shape)), $"{key} in use");

        module.train();
        Tensor x = Argument(shape).requires_grad_(), y = module.call(x);
        Close(golden.Tensor(key + " in training"), y, $"{key} in training");
        (y * Weight(y)).sum().backward();
        Close(golden.Tensor(key + " gradient"), x.grad!, $"{key}, gradient of the argument");
        Dictionary<string, Tensor> gradients = module.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!, StringComparer.Ordinal);
        foreach ((string name, double expected) in golden.Texts(key + " gradients of").Zip(golden.Numbers(key + " gradients")))
            Close(tensor(expected, dtype: float64), (gradients[name] * Weight(gradients[name])).sum(), $"{key}, gradient of {name}");
    }

    /// <summary>The weights that the script computes, too.</summary>
    private static void Fill(Dictionary<string, Tensor> state)
    {
        using IDisposable off = no_grad();
        foreach ((string name, Tensor value) in state.Where(e => e.Value.is_floating_point()))
        {
            Tensor wave = (0.7 * arange(value.numel(), dtype: float64) + name.Length).sin().reshape(value.shape);
            value.copy_(name switch
            {
                _ when name.EndsWith("running_var", StringComparison.Ordinal) => 1 + 0.5 * wave.square(),
                _ when value.dim() == 1 && !name.EndsWith("bias", StringComparison.Ordinal) && !name.EndsWith("running_mean", StringComparison.Ordinal) => 1 + 0.2 * wave,
                _ => wave / Math.Sqrt(Math.Max(1, value.numel() / (value.dim() > 0 ? value.shape[0] : 1)))
            });
        }
    }

    private static Tensor Argument(long[] shape) => (1.3 * arange(shape.Aggregate(1L, (p, n) => p * n), dtype: float64).pow(1.1)).sin().reshape(shape);

    private static Tensor Weight(Tensor like) => (0.3 * arange(like.numel(), dtype: float64)).cos().reshape(like.shape);

    private static void Close(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        double error = (expected - actual).abs().max().item<double>() / (1 + expected.abs().max().item<double>());
        Assert.True(error <= Tolerance, $"{what} differs by {error.ToString("g3", CultureInfo.InvariantCulture)}");
    }
}
