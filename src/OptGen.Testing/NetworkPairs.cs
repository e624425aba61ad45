using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Testing;

/// <summary>Finds which parameter or buffer of one network is which of another.</summary>
internal static class NetworkPairs
{
    /// <summary>The pairs, in the order of the actual network.</summary>
    /// <exception cref="CheckFailedException">Names, shapes or types differ, or weights that are not copied.</exception>
    public static List<(string Name, Tensor Actual, Tensor Expected)> Of(Module actual, Module expected, SameNetworkOptions options)
    {
        Dictionary<string, Tensor> has = Tensors(actual), wanted = [];
        foreach ((string name, Tensor tensor) in Tensors(expected))
        {
            string renamed = options.NameInActual?.Invoke(name) ?? name;
            if (!wanted.TryAdd(renamed, tensor))
                throw new CheckFailedException($"NameInActual gives the name {renamed} twice, the second time for {name}.");
        }
        List<string> problems = [];
        AddNames(problems, actual, has.Keys.Except(wanted.Keys));
        AddNames(problems, expected, wanted.Keys.Except(has.Keys));
        List<(string Name, Tensor Actual, Tensor Expected)> pairs = [.. has.Where(p => wanted.ContainsKey(p.Key)).Select(p => (p.Key, p.Value, wanted[p.Key]))];
        foreach ((string name, Tensor a, Tensor e) in pairs)
        {
            if (!a.shape.SequenceEqual(e.shape) || a.dtype != e.dtype)
                problems.Add($"{name} is {Describe(a)}, and {Describe(e)} is expected");
            else if (a.requires_grad != e.requires_grad)
                problems.Add($"{name} {(a.requires_grad ? "requires" : "does not require")} a gradient, and the expected one {(e.requires_grad ? "does" : "does not")}");
            else if (!options.CopiesWeights && !Same.Numbers(a, e))
                problems.Add($"{name} has other values than expected, and CopiesWeights is off");
        }
        if (problems.Count > 0)
            throw new CheckFailedException($"{NameOf(actual)} and {NameOf(expected)} cannot be the same network:\n  {string.Join("\n  ", problems)}");
        return pairs;
    }

    private static Dictionary<string, Tensor> Tensors(Module module) =>
        module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(module.named_buffers().Select(b => (b.name, b.buffer))).ToDictionary(StringComparer.Ordinal);

    private static void AddNames(List<string> problems, Module module, IEnumerable<string> names)
    {
        string[] only = [.. names];
        if (only.Length > 0)
            problems.Add($"only {NameOf(module)} has {string.Join(", ", only)}");
    }

    private static string NameOf(Module module) => module.GetType().Name.Split('`')[0];

    private static string Describe(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
}
