using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Looks at every module of a network while it runs.</summary>
internal sealed class ModuleWatch : IDisposable
{
    private readonly Dictionary<nn.Module, Seen> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Seen> _order = [];
    private readonly List<Action> _removals = [];
    private readonly Func<nn.Module, Tensor, long?>? _count;

    public ModuleWatch(nn.Module model, Func<nn.Module, Tensor, long?>? count)
    {
        _count = count;
        Add("", model, 0);
    }

    public IEnumerable<(string Name, nn.Module Module)> Modules => _order.Select(seen => (seen.Name, seen.Module));

    public IReadOnlyList<SummaryRow> Rows()
    {
        var counted = new HashSet<IntPtr>();
        return [.. _order.Select(seen => new SummaryRow(seen.Name, Name(seen.Module), seen.Depth, seen.Shape,
            // A parameter that two modules share counts once.
            seen.Module.named_parameters(recurse: false).Where(named => counted.Add(named.parameter.Handle)).Sum(named => named.parameter.numel()),
            seen.MultiplyAdds, seen.Calls))];
    }

    public void Dispose() => _removals.ForEach(remove => remove());

    // Of ModuleList`1 what people write.
    private static string Name(nn.Module module) => module.GetType().Name.Split('`')[0];

    private void Add(string name, nn.Module module, int depth)
    {
        var seen = new Seen(name, module, depth);
        if (!_seen.TryAdd(module, seen))
            return;
        _order.Add(seen);
        Watch(seen);
        foreach (var (child, inside) in module.named_children())
            Add(name.Length == 0 ? child : $"{name}.{child}", inside, depth + 1);
    }

    private void Watch(Seen seen)
    {
        switch (seen.Module)
        {
            case nn.Module<Tensor, Tensor> one:
                _removals.Add(one.register_forward_hook((_, input, output) => Called(seen, input, output)).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor> two:
                _removals.Add(two.register_forward_hook((_, input, _, output) => Called(seen, input, output)).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor, Tensor> three:
                _removals.Add(three.register_forward_hook((_, input, _, _, output) => Called(seen, input, output)).remove);
                break;
        }
    }

    private Tensor Called(Seen seen, Tensor input, Tensor output)
    {
        seen.Calls++;
        seen.Shape = output.shape;
        if ((_count?.Invoke(seen.Module, output) ?? MultiplyAdds(seen.Module, input, output)) is { } operations)
            seen.MultiplyAdds = (seen.MultiplyAdds ?? 0) + operations;
        return output;
    }

    /// <summary>Of modules that multiply by a weight: each number of the output takes as many as the weight has for it.</summary>
    private static long? MultiplyAdds(nn.Module module, Tensor input, Tensor output)
    {
        string type = module.GetType().Name;
        if (!module.has_parameter("weight") || type.Contains("Norm", StringComparison.Ordinal) || type.Contains("Embedding", StringComparison.Ordinal)
            || type.Contains("PReLU", StringComparison.Ordinal))
            return null;
        Tensor weight = module.get_parameter("weight")!;
        if (weight.dim() < 2)
            return null;
        long perNumber = weight.numel() / Math.Max(1, weight.shape[0]);
        // A transposed convolution spreads each number of the input.
        return type.Contains("Transpose", StringComparison.Ordinal) ? input.numel() * perNumber : output.numel() * perNumber;
    }

    private sealed class Seen(string name, nn.Module module, int depth)
    {
        public string Name => name;
        public nn.Module Module => module;
        public int Depth => depth;
        public long[]? Shape { get; set; }
        public long? MultiplyAdds { get; set; }
        public int Calls { get; set; }
    }
}
