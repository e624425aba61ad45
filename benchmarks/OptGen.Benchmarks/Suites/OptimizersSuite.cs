using OptGen.Benchmarks.Harness;
using OptGen.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// A step of optimisers with gradient centralization, against PyTorch's without, against our own without, and against a copy of as
/// much memory: on the parameters of ResNet-18 and of a small network of dense layers.
/// </summary>
internal static class OptimizersSuite
{
    public static Suite Create()
    {
        var threads = Environment.ProcessorCount;
        set_num_threads(threads);
        var peer = PeerProcess.Python("optimizers_suite.py", threads.ToString());
        var (large, small) = (OptimizerCase.ResNet18(), OptimizerCase.Mlp());
        return new Suite(
            "optimizers",
            Machine.Describe($"{threads} torch threads", $"theirs: {peer.Description}"),
            [
                Against(peer, "adam", "large", 0.06, AdamGc(large)),
                Against(peer, "sgd", "large", 0.9, SgdGc(large)),
                Against(peer, "adam", "small", 0.1, AdamGc(small)),
                Against(peer, "sgd", "small", 0.3, SgdGc(small)),
                Cost("Adam, large", 1.15, AdamGc(large), Adam(large)),
                Cost("SGD with momentum, large", 1.15, SgdGc(large), Sgd(large)),
                Cost("Adam, small", 1.15, AdamGc(small), Adam(small)),
                Cost("SGD with momentum, small", 1.15, SgdGc(small), Sgd(small)),
                Copy("Adam_GC", AdamGc(large), large.Elements * 28),
                Copy("SGD_GC with momentum", SgdGc(large), large.Elements * 20),
                OptimizerCase.ShareOfTraining(),
                OptimizerCase.StateMemory(large),
                OptimizerCase.Allocation(large, small)
            ],
            peer);
    }

    private static Case Against(PeerProcess peer, string kind, string size, double target, Func<optim.Optimizer> create)
    {
        var theirs = Faster(peer, $"{kind}-{size}");
        var name = kind == "adam" ? "Adam" : "SGD with momentum";
        return new Case($"{name}, {size}: ours with GC, PyTorch without ({theirs[(theirs.LastIndexOf('-') + 1)..]})", "µs", target, Steps(create), count => peer.Run(theirs, count));
    }

    private static Case Cost(string name, double target, Func<optim.Optimizer> with, Func<optim.Optimizer> without) =>
        new($"{name}: ours with GC, ours without", "µs", target, Steps(with), Case.Timed(Steps(without)));

    /// <summary>A copy reads as many bytes as it writes.</summary>
    private static Case Copy(string name, Func<optim.Optimizer> create, long bytes)
    {
        var (source, target) = (rand(bytes / 8), zeros(bytes / 8));
        return new Case($"{name}, large: the step, a copy that moves as many bytes ({bytes / 1e6:0} MB)", "ms", 1.0, Steps(create), Case.Timed(count =>
        {
            for (var i = 0; i < count; i++) target.copy_(source);
        }));
    }

    /// <summary>The case of PyTorch that is faster here: foreach on or off.</summary>
    private static string Faster(PeerProcess peer, string name)
    {
        string[] ways = [name + "-single", name + "-foreach"];
        foreach (var way in ways) peer.Run(way, 3);
        return ways.MinBy(way => Enumerable.Range(0, 7).Min(_ => peer.Run(way, 10)))!;
    }

    private static Action<int> Steps(Func<optim.Optimizer> create)
    {
        var optimizer = new Lazy<optim.Optimizer>(create);
        return count =>
        {
            for (var i = 0; i < count; i++) optimizer.Value.step();
        };
    }

    private static Func<optim.Optimizer> AdamGc(OptimizerCase shapes) => () => Centralized.Adam_GC(shapes.Parameters(), 1e-3);

    private static Func<optim.Optimizer> SgdGc(OptimizerCase shapes) => () => Centralized.SGD_GC(shapes.Parameters(), 1e-3, 0.9);

    private static Func<optim.Optimizer> Adam(OptimizerCase shapes) => () =>
        new Centralized.Adam(shapes.Parameters(), 1e-3, centralization: Centralization.Off);

    private static Func<optim.Optimizer> Sgd(OptimizerCase shapes) => () =>
        new Centralized.SGD(shapes.Parameters(), 1e-3, 0.9, centralization: Centralization.Off);
}
