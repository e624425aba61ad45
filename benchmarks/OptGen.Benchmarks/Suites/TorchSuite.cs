using OptGen.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// torch from C# against torch from Python: the same operations, the same number of threads. Small ones measure what a call costs
/// beyond libtorch, large ones that nothing else is in the way.
/// </summary>
internal static class TorchSuite
{
    public static Suite Create()
    {
        var threads = get_num_threads();
        var peer = PythonPeer.Start("torch_suite.py", threads.ToString());
        return new Suite(
            "torch",
            Machine.Describe($"{threads} torch threads", $"ours: {Torch()}", $"theirs: {peer.Description}"),
            [
                new Case("add, 4 elements", "µs", 0.85, Add(), count => peer.Run("add", count)),
                new Case("Linear(64,64) + ReLU forward, batch 32, no_grad", "µs", 0.75, Forward(), count => peer.Run("forward", count)),
                new Case("Linear(64,64) + ReLU forward, backward and SGD step, batch 32", "µs", 0.8, TrainingStep(), count => peer.Run("step", count)),
                new Case("Conv2d(64,64,3) forward and backward, 16 images 32x32", "ms", 1.02, Convolution(), count => peer.Run("convolution", count)) { Pairs = 21 },
                new Case("matmul, 1024x1024", "ms", 1.02, MatrixProduct(), count => peer.Run("matmul", count))
            ],
            peer);
    }

    private static string Torch() => typeof(torch).Assembly.GetName() is { Name: var name, Version: var version } ? $"{name} {version}" : "";

    private static Action<int> Add()
    {
        var (a, b) = (randn(4), randn(4));
        return count =>
        {
            for (var i = 0; i < count; i++) (a + b).Dispose();
        };
    }

    private static Action<int> Forward()
    {
        var model = nn.Sequential(nn.Linear(64, 64), nn.ReLU());
        var x = randn(32, 64);
        return count =>
        {
            using var quiet = no_grad();
            for (var i = 0; i < count; i++) model.call(x).Dispose();
        };
    }

    private static Action<int> TrainingStep()
    {
        var model = nn.Sequential(nn.Linear(64, 64), nn.ReLU());
        var optimizer = optim.SGD(model.parameters(), 1e-3);
        var (x, y) = (randn(32, 64), randn(32, 64));
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                var loss = nn.functional.mse_loss(model.call(x), y);
                model.zero_grad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static Action<int> Convolution()
    {
        var layer = nn.Conv2d(64, 64, 3, padding: 1L);
        var x = randn([16, 64, 32, 32], requires_grad: true);

        // The layer's result goes before backward, as it does where Python counts references.
        Tensor Sum()
        {
            using var y = layer.call(x);
            return y.sum();
        }

        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                layer.zero_grad();
                x.grad = null;
                using var sum = Sum();
                sum.backward();
            }
        };
    }

    private static Action<int> MatrixProduct()
    {
        var (a, b) = (randn(1024, 1024), randn(1024, 1024));
        return count =>
        {
            for (var i = 0; i < count; i++) a.matmul(b).Dispose();
        };
    }
}
