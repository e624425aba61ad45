using System.IO.Hashing;
using System.Text;
using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis;

/// <summary>What says whether two processes have the same strategy, and the same network at the same moment.</summary>
internal static class StrategyIdentity
{
    /// <summary>What must be equal in all processes of a run, a line for each subject.</summary>
    public static string Describe(EvolutionStrategy strategy) =>
        $"options: {strategy.Options}\noptimiser: {OptimizerStates.NameOf(strategy.Optimizer)}\nnetwork: {strategy.Parameters.Count} evolved; {DescribeNetwork(strategy.Network)}";

    public static string DescribeNetwork(nn.Module network) =>
        string.Join("; ", network.state_dict().Select(entry => $"{entry.Key} {entry.Value.dtype} [{string.Join(", ", entry.Value.shape)}]"));

    /// <summary>The first line in which descriptions differ, in words.</summary>
    public static string Difference(string there, string here)
    {
        string[] theirs = there.Split('\n'), ours = here.Split('\n');
        for (int i = 0; i < Math.Min(theirs.Length, ours.Length); i++)
        {
            if (theirs[i] != ours[i])
                return $"there is \"{Shortened(theirs[i])}\", here \"{Shortened(ours[i])}\"";
        }
        return "the descriptions have different lengths";
    }

    /// <summary>The step that a strategy is at.</summary>
    public static Step StepOf(EvolutionStrategy strategy) => new(strategy.Generation, HashOf(strategy.Network));

    /// <summary>The hash of all parameters and buffers, with their names.</summary>
    private static string HashOf(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var hash = new XxHash128();
        foreach (var (name, tensor) in network.state_dict())
        {
            hash.Append(Encoding.UTF8.GetBytes(name));
            hash.Append(tensor.cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static string Shortened(string text) => text.Length <= 400 ? text : text[..400] + "…";
}
