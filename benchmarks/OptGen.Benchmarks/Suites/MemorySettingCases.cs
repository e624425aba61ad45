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
    private const string OwnProcess = "memory-setting";

    private const int Layers = 4;

    private static readonly (int Images, int Channels, int Side)[] Networks = [(4, 64, 32), (32, 16, 28), (64, 32, 14)];

    private (string Network, PeerProcess With, PeerProcess Without)? pair;

    /// <summary>The time of a step, and what the process holds of the machine's memory after all of them; none where malloc is not glibc's.</summary>
    public IEnumerable<Case> Cases()
    {
        if (!NativeMemory.IsKnown) yield break;
        foreach (var (images, channels, side) in Networks)
        {
            var network = $"{images} {channels} {side}";
            var name = $"training step of convolutions [{images}, {channels}, {side}, {side}], malloc set against as it is";
            yield return new Case(name, "ms", null, count => Of(network).With.Run("step", count), count => Of(network).Without.Run("step", count)) { Pairs = 15 };
            yield return new Case($"{name}: resident memory", "KiB", null, _ => Of(network).With.Run("resident", 0), _ => Of(network).Without.Run("resident", 0))
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

    /// <summary>Answers in such a process: for a number of steps, and for the KiB it holds.</summary>
    public static void Answer(string[] network)
    {
        int[] sizes = [.. network.Select(int.Parse)];
        set_num_threads(1);
        manual_seed(1);
        using var x = randn(sizes[0], sizes[1], sizes[2], sizes[2]);
        using var model = new HeavyBall(() => Sequential(BatchNorm2d(sizes[1]), ReLU(), Conv2d(sizes[1], sizes[1], 3, padding: 1L)), Layers);
        using var optimizer = optim.Adam(model.parameters());
        PeerProcess.Answer(Machine.Torch(), new() { ["step"] = Case.Timed(Steps), ["resident"] = _ => Resident() });

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
    private (string Network, PeerProcess With, PeerProcess Without) Of(string network)
    {
        if (pair?.Network == network) return pair.Value;
        Dispose();
        pair = (network, Start("0"), Start("1"));
        return pair.Value;

        PeerProcess Start(string keepMalloc) => PeerProcess.Own([OwnProcess, .. network.Split(' ')], ("OPTGEN_KEEP_MALLOC", keepMalloc));
    }
}
