using OptGen.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)")]
internal sealed partial class StoredBall
{
    private const double a = 0.99, b = 0.01;

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Memory = Memory.Reversible)]
internal sealed partial class RecoveredBall
{
    private const double a = 0.99, b = 0.01;

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>A network that recovers its layers ("ours") against the same that stores them ("theirs"): what memory is saved, and what time it takes.</summary>
internal static class ReversibleCases
{
    public static IEnumerable<Case> Create()
    {
        foreach (var layers in (int[])[8, 32, 128])
        {
            foreach (var found in Of($"recovered against stored, 64 wide, 32 rows, L = {layers}", "µs", layers, () => Perceptron(64), randn(32, 64), 15)) yield return found;
        }
        foreach (var found in Of("recovered against stored, 256 wide, 1024 rows, L = 32", "ms", 32, () => Perceptron(256), randn(1024, 256), 7)) yield return found;
        foreach (var found in Of("recovered against stored, convolutions, L = 16", "ms", 16, Convolutions, randn(4, 64, 32, 32), 5)) yield return found;
    }

    private static IEnumerable<Case> Of(string name, string unit, int layers, Func<Module<Tensor, Tensor>> block, Tensor x, int pairs)
    {
        Module<Tensor, Tensor> recovered = new RecoveredBall(block, layers), stored = new StoredBall(block, layers);
        recovered.load_state_dict(stored.state_dict());
        yield return new Case($"{name}: forward and backward", unit, null, Training(recovered, x), Case.Timed(Training(stored, x))) { Pairs = pairs };
        yield return new Case($"{name}: forward under no_grad", unit, null, Inference(recovered, x), Case.Timed(Inference(stored, x))) { Pairs = pairs };
        if (!NativeMemory.IsKnown) yield break;
        yield return Memory("held between forward and backward", () => Held(recovered, x), () => Held(stored, x));
        yield return Memory("most in a training step", () => Most(m => new RecoveredBall(m, layers), block, x), () => Most(m => new StoredBall(m, layers), block, x));

        Case Memory(string what, Func<double> mine, Func<double> theirs) => new($"{name}: memory {what}", "KiB", null, _ => mine(), _ => theirs()) { Pairs = 3, Once = true };
    }

    private static Module<Tensor, Tensor> Perceptron(int width) => Sequential(Linear(width, width), ReLU(), Linear(width, width));

    private static Module<Tensor, Tensor> Convolutions() => Sequential(Conv2d(64, 64, 3, padding: 1L), ReLU(), Conv2d(64, 64, 3, padding: 1L));

    private static Action<int> Training(Module<Tensor, Tensor> model, Tensor x) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            model.zero_grad();
            model.call(x).sum().backward();
        }
    };

    private static Action<int> Inference(Module<Tensor, Tensor> model, Tensor x) => count =>
    {
        using var quiet = no_grad();
        for (var i = 0; i < count; i++) model.call(x).Dispose();
    };

    private static double Held(Module<Tensor, Tensor> model, Tensor x)
    {
        model.call(x).Dispose();
        Collect();
        var before = NativeMemory.KiB();
        using var y = model.call(x);
        return NativeMemory.KiB() - before;
    }

    /// <summary>The most above the start when an operator begins, forward or backward, in KiB, without the gradients, which are there from a step before.</summary>
    private static double Most(Func<Func<Module<Tensor, Tensor>>, Module<Tensor, Tensor>> network, Func<Module<Tensor, Tensor>> block, Tensor x)
    {
        var most = 0.0;
        using var model = network(() => Sequential(block(), new Probe(() => most = Math.Max(most, NativeMemory.KiB()))));
        Step();
        Collect();
        most = 0;
        var before = NativeMemory.KiB();
        Step();
        return most - before;

        void Step()
        {
            using var scope = NewDisposeScope();
            model.zero_grad(set_to_none: false);
            model.call(x).sum().backward();
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Gives its input on and looks around, when a layer's operator has kept what it keeps.</summary>
    private sealed class Probe(Action look) : Module<Tensor, Tensor>(nameof(Probe))
    {
        public override Tensor forward(Tensor input)
        {
            look();
            return input.alias();
        }
    }
}
