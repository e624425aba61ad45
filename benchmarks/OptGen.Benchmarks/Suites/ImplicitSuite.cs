using System.Runtime.InteropServices;
using OptGen.Benchmarks.Harness;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The generated equilibrium network z = T(z, x) with T(z, x) = relu(W z + U x + b), solved and differentiated, against the Anderson loop of the tutorial on
/// deep equilibrium models: by hand in C#, as TorchScript on the same libtorch, and in Debian's PyTorch, whose libtorch is another. All have the same weights
/// and the same tolerance; ours holds for each sample, theirs for the batch.
/// </summary>
internal static class ImplicitSuite
{
    private const int Batch = 64;

    /// <summary>Widths with the largest ratio of times aimed at, and spectral norms of W: a contraction, and what only acceleration solves soon.</summary>
    private static readonly (int Width, double Target)[] Widths = [(64, 0.7), (512, 1.0)];

    private static readonly double[] Norms = [0.9, 1.6];

    public static Suite Create()
    {
        var folder = new TemporaryFolder();
        var problems = (from size in Widths from norm in Norms select new Problem(size.Width, norm, size.Target, folder)).ToArray();
        string[] arguments = [get_num_threads().ToString(), EquilibriumNetwork.Tolerance.ToString(), .. problems.Select(p => $"{p.Key}={p.File}")];
        var peer = PeerProcess.Python("implicit_suite.py", arguments);
        return new Suite(
            "implicit",
            Machine.Describe($"ours, by hand and TorchScript: {Machine.Torch()}", $"PyTorch, on a libtorch of its own: {peer.Description}"),
            problems.SelectMany(problem => Cases(problem, peer)).ToArray(),
            [peer, folder, .. problems]);
    }

    private static IEnumerable<Case> Cases(Problem problem, PeerProcess peer)
    {
        yield return Measured("evaluations forward", "forward", "evaluations", 1, report => report.FunctionEvaluations);
        yield return Measured("evaluations backward", "backward", "evaluations", 1, report => report.Backward!.FunctionEvaluations);
        yield return Measured("residual of the worst sample", "residual", "relative", null, report => report.RelativeResidual);
        foreach (var (name, infer, train) in problem.Peers.Append(
            ("PyTorch", count => peer.Run($"infer-{problem.Key}", count), count => peer.Run($"train-{problem.Key}", count))))
        {
            yield return new Case($"{problem.Name}: forward under no_grad, {name}", "ms", problem.Target, problem.Infer, infer) { Pairs = 15 };
            yield return new Case($"{problem.Name}: forward and backward, {name}", "ms", problem.Target, problem.Train, train) { Pairs = 15 };
        }

        Case Measured(string what, string key, string unit, double? target, Func<SolveReport, double> read) =>
            new($"{problem.Name}: {what}", unit, target, _ => read(problem.Report()), _ => peer.Run($"{key}-{problem.Key}", 1)) { Once = true, Pairs = 1 };
    }

    /// <summary>The network, its input and its loss, which the other side reads from a file.</summary>
    private sealed class Problem : IDisposable
    {
        private readonly EquilibriumNetwork network;
        private readonly HandWrittenEquilibrium byHand;
        private readonly ScriptedEquilibrium scripted;
        private readonly Tensor x;
        private readonly Tensor direction;

        public Problem(int width, double norm, double target, TemporaryFolder folder)
        {
            (Name, Key, Target) = ($"width {width}, norm {norm}", $"{width}-{norm}", target);
            manual_seed(width);
            Tensor w = randn(width, width), u = randn(width, width) / Math.Sqrt(width), b = randn(width) / 4;
            w *= norm / linalg.svdvals(w).max().item<float>();
            (x, direction) = (randn(Batch, width), randn(Batch, width));
            network = new EquilibriumNetwork(() => new EquilibriumCell(w, u, b));
            byHand = new HandWrittenEquilibrium(new EquilibriumCell(w, u, b));
            scripted = new ScriptedEquilibrium(new EquilibriumCell(w, u, b));
            File = Path.Combine(folder.Path, Key);
            float[] numbers = [width, Batch, .. new[] { w, u, b, x, direction }.SelectMany(t => t.data<float>().ToArray())];
            System.IO.File.WriteAllBytes(File, MemoryMarshal.AsBytes<float>(numbers).ToArray());
        }

        public string Name { get; }

        public string Key { get; }

        public double Target { get; }

        public string File { get; }

        /// <summary>The peers on our libtorch.</summary>
        public IEnumerable<(string Name, Func<int, double> Infer, Func<int, double> Train)> Peers =>
        [
            ("by hand", Repeated(() => byHand.Infer(x)), Repeated(() => byHand.Train(x, direction))),
            ("TorchScript", Repeated(() => scripted.Infer(x)), Repeated(() => scripted.Train(x, direction)))
        ];

        private static Func<int, double> Repeated(Action action) => Case.Timed(count =>
        {
            for (var i = 0; i < count; i++) action();
        });

        public void Infer(int count)
        {
            using var quiet = no_grad();
            for (var i = 0; i < count; i++) network.call(x).Dispose();
        }

        public void Train(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                network.zero_grad();
                (network.call(x) * direction).sum().backward();
            }
        }

        public SolveReport Report()
        {
            Train(1);
            return network.Implicit.Reports[0];
        }

        public void Dispose()
        {
            network.Dispose();
            scripted.Dispose();
        }
    }

    /// <summary>A folder that is gone with the suite.</summary>
    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("optgen-bench-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
