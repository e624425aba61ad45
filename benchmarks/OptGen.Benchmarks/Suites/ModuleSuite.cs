using OptGen.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The generated heavy-ball network against the same network by hand in C#, as TorchScript on the same libtorch, and in Debian's PyTorch, whose libtorch is
/// another; and the module that is made of the recurrence at run time against the generated one. Small layers measure what the recurrence costs around them; convolutions that nothing is lost where the layers are all. For these there is also
/// the network by hand in a process of its own that lacks what OptGen does to a process when it starts.
/// </summary>
internal static class ModuleSuite
{
    /// <summary>The name of the cases that a process of its own answers for.</summary>
    public const string OwnProcess = "by-hand";

    private const int Width = 64;
    private const int TinyWidth = 8;
    private const int ConvolutionLayers = 4;

    private static readonly long[] Images = [4, Width, 32, 32];

    public static Suite Create()
    {
        var peer = PeerProcess.Python("module_suite.py", get_num_threads().ToString());
        // Without what the initializer sets; the convolutions' channels are a multiple of 16, so that oneDNN is right.
        var plain = PeerProcess.Own([OwnProcess], [.. Initializer.Off, ("OMP_NUM_THREADS", get_num_threads().ToString())]);
        List<Case> cases = [];
        foreach (var layers in (int[])[8, 32, 128])
        {
            var name = $"L = {layers}";
            Compare(name, $"{layers}", Perceptron, layers, randn(32, Width), "µs", new(0.85, 0.55), new(0.85, 0.75), new(0.85, 0.65), 31);
            CompareRunTime(name, layers, randn(32, Width));
            if (layers == 32) CompareMemory(name, layers, Perceptron, randn(32, Width));
        }

        // Where what is around the operations weighs most: whether a script would pay there.
        foreach (var layers in (int[])[8, 128])
        {
            var (ours, scripted, x) = (new HeavyBall(Tiny, layers), new ScriptedHeavyBall(Tiny, layers), randn(1, TinyWidth));
            Agree(ours, [scripted], x);
            Add($"one row of {TinyWidth}, L = {layers}: forward and backward, TorchScript", "µs", null, Training(ours, x), Case.Timed(Training(scripted, x)), 31);
            Add($"one row of {TinyWidth}, L = {layers}: forward under no_grad, TorchScript", "µs", null, Inference(ours, x), Case.Timed(Inference(scripted, x)), 31);
        }

        {
            var name = $"convolutions, L = {ConvolutionLayers}";
            Compare(name, "convolutions", Convolutions, ConvolutionLayers, randn(Images), "ms", new(1, 1), new(1, 1), new(1, 1), 15);
            var (ours, x) = (new HeavyBall(Convolutions, ConvolutionLayers), randn(Images));
            Add($"{name}: forward and backward, by hand without the initializer", "ms", 0.75, Training(ours, x), count => plain.Run("train", count), 15);
            Add($"{name}: forward under no_grad, by hand without the initializer", "ms", 0.75, Inference(ours, x), count => plain.Run("infer", count), 15);
            CompareMemory(name, ConvolutionLayers, Convolutions, randn(Images));
        }

        cases.AddRange(ReversibleCases.Create());
        var memory = new MemorySettingCases();
        cases.AddRange(memory.Cases());
        return new Suite(
            "module", Machine.Describe($"ours, by hand and TorchScript: {Machine.Torch()}", $"PyTorch, on a libtorch of its own: {peer.Description}"), cases, peer, plain, memory);

        void Compare(
            string name, string key, Func<Module<Tensor, Tensor>> block, int layers, Tensor x, string unit, Target byHand, Target script, Target pyTorch, int pairs)
        {
            var ours = new HeavyBall(block, layers);
            Module<Tensor, Tensor> hand = new HandWrittenHeavyBall(block, layers), scripted = new ScriptedHeavyBall(block, layers);
            Agree(ours, [hand, scripted], x);
            Add($"{name}: forward and backward, by hand", unit, byHand.Training, Training(ours, x), Case.Timed(Training(hand, x)), pairs);
            Add($"{name}: forward and backward, TorchScript", unit, script.Training, Training(ours, x), Case.Timed(Training(scripted, x)), pairs);
            Add($"{name}: forward and backward, PyTorch", unit, pyTorch.Training, Training(ours, x), count => peer.Run($"train-{key}", count), pairs);
            Add($"{name}: forward under no_grad, by hand", unit, byHand.Inference, Inference(ours, x), Case.Timed(Inference(hand, x)), pairs);
            Add($"{name}: forward under no_grad, TorchScript", unit, script.Inference, Inference(ours, x), Case.Timed(Inference(scripted, x)), pairs);
            Add($"{name}: forward under no_grad, PyTorch", unit, pyTorch.Inference, Inference(ours, x), count => peer.Run($"infer-{key}", count), pairs);
        }

        // Here the sides are the module that is made at run time, and the generated one.
        void CompareRunTime(string name, int layers, Tensor x)
        {
            var generated = new HeavyBall(Perceptron, layers);
            Module<Tensor, Tensor> made = HeavyBall.Recurrence.ToModule(
                new RecurrenceBindings { Layers = layers }.Coefficient("a", 0.5).Coefficient("b", 0.25).Operator("T", _ => Perceptron()));
            made.load_state_dict(generated.state_dict());
            Add($"{name}: forward and backward, made at run time against generated", "µs", 1.15, Training(made, x), Case.Timed(Training(generated, x)), 31);
            Add($"{name}: forward under no_grad, made at run time against generated", "µs", 1.15, Inference(made, x), Case.Timed(Inference(generated, x)), 31);
        }

        void Add(string name, string unit, double? target, Action<int> mine, Func<int, double> theirs, int pairs) =>
            cases.Add(new Case(name, unit, target, mine, theirs) { Pairs = pairs });

        void CompareMemory(string name, int layers, Func<Module<Tensor, Tensor>> block, Tensor x)
        {
            if (!NativeMemory.IsKnown) return;
            AddMemory("held for backward, by hand", () => Held(Ours(block), x), () => Held(ByHand(block), x));
            AddMemory("most under no_grad, by hand", () => Most(Ours, block, x), () => Most(ByHand, block, x));

            Module<Tensor, Tensor> Ours(Func<Module<Tensor, Tensor>> make) => new HeavyBall(make, layers);
            Module<Tensor, Tensor> ByHand(Func<Module<Tensor, Tensor>> make) => new HandWrittenHeavyBall(make, layers);
            void AddMemory(string what, Func<double> mine, Func<double> theirs) =>
                cases.Add(new Case($"{name}: memory {what}", "KiB", 1, _ => mine(), _ => theirs()) { Pairs = 5, Once = true });
        }
    }

    /// <summary>Answers for the convolutional network by hand, in a process of its own.</summary>
    public static void Answer()
    {
        set_num_threads(int.Parse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "1"));
        Module<Tensor, Tensor> hand = new HandWrittenHeavyBall(Convolutions, ConvolutionLayers);
        var x = randn(Images);
        PeerProcess.Answer(Machine.Torch(), new()
        {
            ["train"] = Case.Timed(Training(hand, x)),
            ["infer"] = Case.Timed(Inference(hand, x))
        });
    }

    /// <summary>The networks compute the same from the same weights, or the comparison means nothing.</summary>
    private static void Agree(Module<Tensor, Tensor> ours, Module<Tensor, Tensor>[] others, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var expected = ours.call(x);
        foreach (var other in others)
        {
            foreach (var (mine, theirs) in ours.parameters().Zip(other.parameters())) theirs.copy_(mine);
            var difference = (other.call(x) - expected).abs().max().item<float>() / expected.abs().max().item<float>();
            if (!(difference < 1e-3)) throw new BenchmarkException($"{other.GetName()} differs from the generated network by {difference:g2}, so their times cannot be compared.");
        }
    }

    private static Module<Tensor, Tensor> Perceptron() => Sequential(Linear(Width, Width), ReLU(), Linear(Width, Width));

    private static Module<Tensor, Tensor> Tiny() => Sequential(Linear(TinyWidth, TinyWidth), ReLU(), Linear(TinyWidth, TinyWidth));

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

    /// <summary>The largest ratios aimed at.</summary>
    private readonly record struct Target(double Training, double Inference);

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
