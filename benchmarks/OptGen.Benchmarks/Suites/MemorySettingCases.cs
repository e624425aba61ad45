using System.Diagnostics;
using OptGen.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// Training steps in a process whose malloc keeps what tensors free, as OptGen has it, against the same steps in one whose malloc is as the C library
/// has it. Both processes are this program; they differ in one environment variable.
/// </summary>
internal sealed class MemorySettingCases : IDisposable
{
    /// <summary>The argument that makes this program such a process.</summary>
    public const string PeerArgument = "--memory-setting-peer";

    private const int Layers = 4;

    private static readonly (int Images, int Channels, int Side)[] Networks = [(4, 64, 32), (32, 16, 28), (64, 32, 14)];

    private (string Network, Peer With, Peer Without)? pair;

    /// <summary>The time of a step, and what the process holds of the machine's memory after all of them; none where malloc is not glibc's.</summary>
    public IEnumerable<Case> Cases()
    {
        if (!NativeMemory.IsKnown) yield break;
        foreach (var (images, channels, side) in Networks)
        {
            var network = $"{images} {channels} {side}";
            var name = $"training step of convolutions [{images}, {channels}, {side}, {side}], malloc set against as it is";
            yield return new Case(name, "ms", null, count => Of(network).With.Ask("run", count), count => Of(network).Without.Ask("run", count)) { Pairs = 15 };
            yield return new Case($"{name}: resident memory", "KiB", null, _ => Of(network).With.Ask("resident", 0), _ => Of(network).Without.Ask("resident", 0))
            {
                Pairs = 1,
                Once = true
            };
        }
    }

    public void Dispose()
    {
        pair?.With.Dispose();
        pair?.Without.Dispose();
        pair = null;
    }

    /// <summary>What such a process does: a line "run N" takes N steps and answers the seconds, "resident 0" answers KiB.</summary>
    public static void Serve(string[] network)
    {
        int[] sizes = [.. network.Select(int.Parse)];
        set_num_threads(1);
        manual_seed(1);
        using var x = randn(sizes[0], sizes[1], sizes[2], sizes[2]);
        using var model = new HeavyBall(() => Sequential(BatchNorm2d(sizes[1]), ReLU(), Conv2d(sizes[1], sizes[1], 3, padding: 1L)), Layers);
        using var optimizer = optim.Adam(model.parameters());
        while (Console.ReadLine()?.Split(' ') is [var what, var count])
            Console.WriteLine(what == "run" ? Case.Timed(Steps)(int.Parse(count)) : Resident());

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                model.call(x).square().mean().backward();
                optimizer.step();
            }
        }
    }

    private static long Resident() => Process.GetCurrentProcess().WorkingSet64 / 1024;

    // One pair at a time, so that no other process holds memory beside the one that is measured.
    private (string Network, Peer With, Peer Without) Of(string network)
    {
        if (pair?.Network == network) return pair.Value;
        Dispose();
        pair = (network, new Peer(network, "0"), new Peer(network, "1"));
        return pair.Value;
    }

    /// <summary>This program, started once more.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process process;

        public Peer(string network, string keepMalloc)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(Peer).Assembly.Location, PeerArgument, .. network.Split(' ')])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true
            };
            start.Environment["OPTGEN_KEEP_MALLOC"] = keepMalloc;
            process = Process.Start(start)!;
        }

        public double Ask(string what, int count)
        {
            process.StandardInput.WriteLine($"{what} {count}");
            process.StandardInput.Flush();
            var answer = process.StandardOutput.ReadLine();
            return double.TryParse(answer, out var number)
                ? number
                : throw new BenchmarkException($"A second process of the benchmarks answered '{answer}' to '{what} {count}'.");
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(5000)) process.Kill();
            process.Dispose();
        }
    }
}
