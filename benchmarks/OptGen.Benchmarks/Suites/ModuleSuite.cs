using OptGen.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The generated heavy-ball network against the same network by hand in C#, and in PyTorch. Small layers measure what the recurrence costs
/// around them; convolutions that nothing is lost where the layers are all.
/// </summary>
internal static class ModuleSuite
{
    private const int Width = 64;
    private const int ConvolutionLayers = 4;

    public static Suite Create()
    {
        var threads = get_num_threads();
        var peer = PythonPeer.Start("module_suite.py", threads.ToString());
        List<Case> cases = [];
        foreach (var layers in (int[])[8, 32, 128])
        {
            var (ours, byHand) = (new HeavyBall(Perceptron, layers), new HandWrittenHeavyBall(Perceptron, layers));
            Compare($"L = {layers}", $"{layers}", ours, byHand, randn(32, Width), "µs", (0.95, 0.85), (0.85, 0.65), 31);
            if (layers == 32) CompareMemory($"L = {layers}", layers, Perceptron, randn(32, Width));
        }

        {
            var (ours, byHand) = (new HeavyBall(Convolutions, ConvolutionLayers), new HandWrittenHeavyBall(Convolutions, ConvolutionLayers));
            var name = $"convolutions, L = {ConvolutionLayers}";
            Compare(name, "convolutions", ours, byHand, randn(4, Width, 32, 32), "ms", (1, 1), (1, 1), 15);
            CompareMemory(name, ConvolutionLayers, Convolutions, randn(4, Width, 32, 32));
        }

        var memory = new MemorySettingCases();
        cases.AddRange(memory.Cases());
        return new Suite(
            "module",
            Machine.Describe($"{threads} torch threads", $"ours and by hand: {typeof(torch).Assembly.GetName().Name}", $"PyTorch: {peer.Description}"),
            cases,
            peer,
            memory);

        void Compare(
            string name, string key, HeavyBall ours, HandWrittenHeavyBall byHand, Tensor x, string unit, (double ByHand, double PyTorch) training,
            (double ByHand, double PyTorch) inference, int pairs)
        {
            Add("forward and backward, by hand", training.ByHand, Training(ours, x), Case.Timed(Training(byHand, x)));
            Add("forward and backward, PyTorch", training.PyTorch, Training(ours, x), count => peer.Run($"train-{key}", count));
            Add("forward under no_grad, by hand", inference.ByHand, Inference(ours, x), Case.Timed(Inference(byHand, x)));
            Add("forward under no_grad, PyTorch", inference.PyTorch, Inference(ours, x), count => peer.Run($"infer-{key}", count));

            void Add(string what, double target, Action<int> mine, Func<int, double> theirs) =>
                cases.Add(new Case($"{name}: {what}", unit, target, mine, theirs) { Pairs = pairs });
        }

        void CompareMemory(string name, int layers, Func<Module<Tensor, Tensor>> block, Tensor x)
        {
            if (!NativeMemory.IsKnown) return;
            Add("held for backward, by hand", () => Held(Ours(block), x), () => Held(ByHand(block), x));
            Add("most under no_grad, by hand", () => Most(Ours, block, x), () => Most(ByHand, block, x));

            Module<Tensor, Tensor> Ours(Func<Module<Tensor, Tensor>> make) => new HeavyBall(make, layers);
            Module<Tensor, Tensor> ByHand(Func<Module<Tensor, Tensor>> make) => new HandWrittenHeavyBall(make, layers);
            void Add(string what, Func<double> mine, Func<double> theirs) =>
                cases.Add(new Case($"{name}: memory {what}", "KiB", 1, _ => mine(), _ => theirs()) { Pairs = 5, Once = true });
        }
    }

    private static Module<Tensor, Tensor> Perceptron() => Sequential(Linear(Width, Width), ReLU(), Linear(Width, Width));

    private static Module<Tensor, Tensor> Convolutions() =>
        Sequential(Conv2d(Width, Width, 3, padding: 1L), ReLU(), Conv2d(Width, Width, 3, padding: 1L));

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

    /// <summary>What stays between forward and backward, in KiB.</summary>
    private static double Held(Module<Tensor, Tensor> model, Tensor x)
    {
        model.call(x).Dispose();
        var before = NativeMemory.KiB();
        using var y = model.call(x);
        return NativeMemory.KiB() - before;
    }

    /// <summary>The most that is held when a layer's operator begins, in KiB.</summary>
    private static double Most(Func<Func<Module<Tensor, Tensor>>, Module<Tensor, Tensor>> network, Func<Module<Tensor, Tensor>> block, Tensor x)
    {
        var most = 0.0;
        var model = network(() => Sequential(new Probe(() => most = Math.Max(most, NativeMemory.KiB())), block()));
        using var quiet = no_grad();
        model.call(x).Dispose();
        most = 0;
        var before = NativeMemory.KiB();
        model.call(x).Dispose();
        return most - before;
    }

    /// <summary>Gives its input on and looks around.</summary>
    private sealed class Probe(Action look) : Module<Tensor, Tensor>(nameof(Probe))
    {
        public override Tensor forward(Tensor input)
        {
            look();
            return input.alias();
        }
    }
}
