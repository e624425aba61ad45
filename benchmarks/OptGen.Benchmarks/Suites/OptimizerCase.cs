using System.Diagnostics;
using OptGen.Benchmarks.Harness;
using OptGen.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>The shapes of a network's parameters; the other side has the same in optimizers_suite.py.</summary>
internal sealed class OptimizerCase
{
    private readonly List<long[]> shapes = [];

    public long Elements => shapes.Sum(shape => shape.Aggregate(1L, (a, b) => a * b));

    /// <summary>The parameters of ResNet-18 with 1000 classes.</summary>
    public static OptimizerCase ResNet18()
    {
        var result = new OptimizerCase();
        result.Convolution(64, 3, 7);
        var inputs = 64;
        foreach (var outputs in new[] { 64, 128, 256, 512 })
        {
            for (var block = 0; block < 2; block++)
            {
                result.Convolution(outputs, inputs, 3);
                result.Convolution(outputs, outputs, 3);
                if (inputs != outputs) result.Convolution(outputs, inputs, 1);
                inputs = outputs;
            }
        }

        result.shapes.AddRange([[1000, 512], [1000]]);
        return result;
    }

    /// <summary>Fifteen dense layers.</summary>
    public static OptimizerCase Mlp()
    {
        var result = new OptimizerCase();
        long[] widths = [64, .. Enumerable.Repeat(83L, 14), 10];
        for (var i = 0; i < 15; i++) result.shapes.AddRange([[widths[i + 1], widths[i]], [widths[i + 1]]]);
        return result;
    }

    /// <summary>What GC adds to a training step of a convolutional network, as a share of that step.</summary>
    public static Case ShareOfTraining()
    {
        var network = nn.Sequential(
            nn.Conv2d(3, 32, 3, padding: 1L), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding: 1L), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3, padding: 1L), nn.ReLU(), nn.AdaptiveAvgPool2d(1L), nn.Flatten(), nn.Linear(128, 10));
        var with = Centralized.SGD_GC(network, 1e-3, 0.9);
        var without = new Centralized.SGD(network.parameters(), 1e-3, 0.9, centralization: Centralization.Off);
        var (x, y) = (rand(64, 3, 32, 32), randint(0, 10, 64));
        return new Case(
            "SGD_GC: what GC adds, a whole training step of a convolutional network (64 images 32x32)",
            "µs",
            0.003,
            _ =>
            {
                Train();
                const int Repetitions = 200;
                var (centralized, plain) = (0L, 0L);
                for (var i = 0; i < Repetitions; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    with.step();
                    var middle = Stopwatch.GetTimestamp();
                    without.step();
                    centralized += middle - start;
                    plain += Stopwatch.GetTimestamp() - middle;
                }

                return Math.Max(0, (double)(centralized - plain) / Stopwatch.Frequency / Repetitions);
            },
            _ => Case.Timed(_ => Train())(1))
        { Once = true };

        void Train()
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            nn.functional.cross_entropy(network.call(x), y).backward();
            with.step();
        }
    }

    /// <summary>Native memory that an optimiser keeps after its first step.</summary>
    public static Case StateMemory(OptimizerCase shapes)
    {
        return new Case(
            "Adam, large: state of ours with GC, of TorchSharp's without",
            "KiB",
            1.001, // the same tensors; the C library's own bookkeeping differs by a few KiB
            _ => Held(parameters => Centralized.Adam_GC(parameters, 1e-3)),
            _ => Held(parameters => optim.Adam(parameters, 1e-3)))
        { Once = true, Pairs = 3 };

        double Held(Func<IReadOnlyList<Parameter>, optim.Optimizer> create)
        {
            var parameters = shapes.Parameters();
            var before = NativeMemory.KiB();
            using var optimizer = create(parameters);
            optimizer.step();
            var held = NativeMemory.KiB() - before;
            foreach (var parameter in parameters) parameter.Dispose();
            return held;
        }
    }

    /// <summary>Managed memory that a step allocates.</summary>
    public static Case Allocation(OptimizerCase large, OptimizerCase small)
    {
        return new Case(
            "Adam_GC: allocation of a step with 62 tensors of 11.7 million, with 30 of 97 thousand",
            "KiB",
            1.0,
            Allocated(large),
            Allocated(small))
        { Once = true, Pairs = 5 };

        static Func<int, double> Allocated(OptimizerCase shapes)
        {
            var optimizer = Centralized.Adam_GC(shapes.Parameters(), 1e-3);
            for (var i = 0; i < 5; i++) optimizer.step();
            return _ =>
            {
                const int Steps = 20;
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < Steps; i++) optimizer.step();
                return (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0 / Steps;
            };
        }
    }

    /// <summary>New parameters of these shapes, with gradients.</summary>
    public IReadOnlyList<Parameter> Parameters()
    {
        using var mode = no_grad();
        return shapes.ConvertAll(shape =>
        {
            var parameter = new Parameter(randn(shape).mul_(0.1));
            parameter.grad = randn(shape).mul_(0.01);
            return parameter;
        });
    }

    /// <summary>A convolution without bias and the two vectors of its normalization.</summary>
    private void Convolution(long outputs, long inputs, long size) => shapes.AddRange([[outputs, inputs, size, size], [outputs], [outputs]]);
}
