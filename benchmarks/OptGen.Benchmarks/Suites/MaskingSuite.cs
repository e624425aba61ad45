using OptGen.Benchmarks.Harness;
using OptGen.Masking;
using OptGen.Networks.Baselines;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// Forward and backward of masked networks against the same networks unmasked, one torch thread: what scores, selection and products cost. Then what evaluating from bit
/// masks alone saves in memory and costs in time, against dense weights.
/// </summary>
internal static class MaskingSuite
{
    private const int Width = 512;
    private const int Batch = 128;

    public static Suite Create()
    {
        var owned = new Owned();
        return new Suite(
            "masking",
            Machine.Describe(Machine.Torch()),
            [
                Step("ConvMixer 64, 4 layers, patches of 2, 16 images 3x32x32: forward and backward", 1.25,
                    () => new ConvMixer(64, 4, 2, 10, kernelSize: 5), () => randn(16, 3, 32, 32), new MaskOptions()),
                Step($"MLP of width {Width}, 4 layers, {Batch} samples: forward and backward", 1.4, Mlp, () => randn(Batch, Width), new MaskOptions()),
                Step("the same MLP, signed scores", 1.4, Mlp, () => randn(Batch, Width), new MaskOptions { Scores = ScoreKind.Signed }),
                Step("the same MLP, global budget, a tenth kept", 1.4, Mlp, () => randn(Batch, Width), new MaskOptions { Budget = MaskBudget.Global, Kept = 0.1 }),
                Step("the same MLP, 16 samples", null, Mlp, () => randn(16, Width), new MaskOptions()),
                Bits($"MLP of width {Width} from bit masks, {Batch} samples: forward", Mlp, () => randn(Batch, Width)),
                Bits($"the same, 1 sample", Mlp, () => randn(1, Width)),
                Bits("1x1 convolutions 256 to 256, 4 layers, 4 images 16x16, from bit masks: forward", Pointwise, () => randn(4, 256, 16, 16)),
                new Case($"MLP of width {Width} from bit masks: memory of its weights", "KiB", null, _ => Kibibytes(true), _ => Kibibytes(false)) { Once = true, Pairs = 1 }
            ],
            owned);

        // Both sides are made when they are first measured, so that cases that are left out cost nothing.
        Case Step(string name, double? target, Func<Module<Tensor, Tensor>> make, Func<Tensor> input, MaskOptions options)
        {
            Lazy<Training> masked = new(() => owned.Add(new Training(Masked.Apply(make(), options), input()))), plain = new(() => owned.Add(new Training(make(), input())));
            return new Case(name, "ms", target, count => masked.Value.Run(count), Case.Timed(count => plain.Value.Run(count)));
        }

        // The peer has the same masked weights, dense.
        Case Bits(string name, Func<Module<Tensor, Tensor>> make, Func<Tensor> input)
        {
            Lazy<Evaluation> bits = new(() => owned.Add(new Evaluation(FromBits(make, owned), input()))), dense = new(() => owned.Add(new Evaluation(make(), input())));
            return new Case(name, "ms", null, count => bits.Value.Run(count), Case.Timed(count => dense.Value.Run(count)));
        }
    }

    private static BitMaskNetwork Import(Func<Module<Tensor, Tensor>> make)
    {
        using var masked = Masked.Apply(make(), new MaskOptions { Fill = new RandomVectorFill(1e-4), Values = FillValues.SignedConstant });
        return Masked.ImportBits(make(), masked.Export());
    }

    private static Module<Tensor, Tensor> FromBits(Func<Module<Tensor, Tensor>> make, Owned owned) => (Module<Tensor, Tensor>)owned.Add(Import(make)).Network;

    private static double Kibibytes(bool fromBits)
    {
        using var network = Import(Mlp);
        return network.Layers.Sum(layer => fromBits ? layer.Bytes : layer.DenseBytes) / 1024.0;
    }

    private static Module<Tensor, Tensor> Pointwise() => Sequential(
        Conv2d(256, 256, 1), ReLU(), Conv2d(256, 256, 1), ReLU(), Conv2d(256, 256, 1), ReLU(), Conv2d(256, 256, 1));

    private static Module<Tensor, Tensor> Mlp() => Sequential(
        Linear(Width, Width), ReLU(), Linear(Width, Width), ReLU(), Linear(Width, Width), ReLU(), Linear(Width, Width));

    /// <summary>Forward and backward, as a training step has them, without the optimiser's.</summary>
    private sealed class Training(Module<Tensor, Tensor> network, Tensor input) : IDisposable
    {
        public void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                network.zero_grad();
                network.call(input).sum().backward();
            }
        }

        public void Dispose()
        {
            network.Dispose();
            input.Dispose();
        }
    }

    /// <summary>Forward alone, without gradients.</summary>
    private sealed class Evaluation(Module<Tensor, Tensor> network, Tensor input) : IDisposable
    {
        public void Run(int count)
        {
            using var off = no_grad();
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                network.call(input);
            }
        }

        public void Dispose()
        {
            network.Dispose();
            input.Dispose();
        }
    }

    /// <summary>What is made on the way.</summary>
    private sealed class Owned : IDisposable
    {
        private readonly List<IDisposable> items = [];

        public T Add<T>(T item) where T : IDisposable
        {
            items.Add(item);
            return item;
        }

        public void Dispose()
        {
            foreach (var item in Enumerable.Reverse(items)) item.Dispose();
        }
    }
}
