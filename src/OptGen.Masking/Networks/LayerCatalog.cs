using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>What of a network can be masked, in the order of its modules, and what cannot, and why.</summary>
internal sealed class LayerCatalog
{
    private readonly HashSet<nn.Module> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IntPtr, int> _places = [];
    private readonly List<Found> _found = [];
    private readonly HashSet<string> _weightNames;
    private readonly Func<string, nn.Module, bool>? _except;

    /// <summary>Reads a network.</summary>
    /// <exception cref="ArgumentException">It has nothing that can be masked.</exception>
    public LayerCatalog(nn.Module network, Func<string, nn.Module, bool>? except)
    {
        _except = except;
        Visit("", network);
        ExcludeSharedWithOthers(network);
        Slots = [.. _found.Select(found => new WeightSlot(Join(found.Owners[0].Name, WeightField.Name), [.. found.Owners.Select(owner => owner.Module)]))];
        if (Slots.Count == 0)
        {
            string kinds = Excluded.Count == 0 ? "it has no parameters" : string.Join("; ", Excluded.Take(3));
            throw new ArgumentException($"{network.GetType().Name} has no layer that can be masked, which are Linear and convolutions: {kinds}.", nameof(network));
        }
        _weightNames = [.. network.state_dict().Where(named => _places.ContainsKey(named.Value.Handle)).Select(named => named.Key)];
    }

    /// <summary>The weights that can be masked, each once.</summary>
    public IReadOnlyList<WeightSlot> Slots { get; }

    /// <summary>Modules with other parameters, but for norms.</summary>
    public List<ExcludedModule> Excluded { get; } = [];

    /// <summary>Normalization layers.</summary>
    public List<nn.Module> Norms { get; } = [];

    /// <summary>Whether a name of state_dict is that of a masked weight; one that is shared has several.</summary>
    public bool IsWeight(string name) => _weightNames.Contains(name);

    private void Visit(string name, nn.Module module)
    {
        if (!_visited.Add(module))
            return;
        string? reason = Judge(name, module, out bool descend);
        if (reason is not null)
            Excluded.Add(new(name, module.GetType().Name, reason));
        if (!descend)
            return;
        foreach (var (child, inside) in module.named_children())
            Visit(Join(name, child), inside);
    }

    private string? Judge(string name, nn.Module module, out bool descend)
    {
        descend = true;
        if (IsNorm(module))
        {
            Norms.Add(module);
            return null;
        }
        bool isExcepted = _except is not null && WeightField.Has(module) && _except(name, module);
        if (isExcepted)
            return "it was excepted by the options";
        if (module is IBoundedModule)
        {
            descend = false;
            return "it scales its weight to keep a Lipschitz bound, and a mask would change the norm that the bound is of";
        }
        if (module is MultiheadAttention)
        {
            descend = false;
            return "TorchSharp's MultiheadAttention keeps its weights in native code, where none can be put in their place; OptGen.Blocks.SelfAttention can be masked";
        }
        if (!WeightField.Has(module))
        {
            string[] own = [.. module.named_parameters(recurse: false).Select(p => p.name)];
            return own.Length == 0 ? null : $"only weights of Linear and convolutions can be masked; {string.Join(", ", own)} {(own.Length == 1 ? "stays" : "stay")} trained";
        }
        Parameter weight = WeightField.Get(module);
        if (weight is null || weight.IsInvalid || weight.NumberOfElements == 0)
            return "its weight has no numbers";
        if (weight.NumberOfElements > int.MaxValue)
            return "its weight has more than 2^31 - 1 numbers";
        if (weight.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
            return $"its weight is of the type {weight.dtype}";
        if (weight.shape.Zip(weight.stride()).Any(size => size.First > 1 && size.Second == 0))
            return "its weight is expanded: its numbers are not each their own";
        if (_places.TryGetValue(weight.Handle, out int place))
            _found[place].Owners.Add((name, module));
        else
        {
            _places[weight.Handle] = _found.Count;
            _found.Add(new([(name, module)]));
        }
        return null;
    }

    // What else reads a weight's memory sees the frozen weight, and would see another one after Freeze or Import.
    private void ExcludeSharedWithOthers(nn.Module network)
    {
        MemoryRange[] ranges = [.. _found.Select(found => MemoryRange.Of(WeightField.Get(found.Owners[0].Module)))];
        var others = new string?[_found.Count];
        foreach (var (name, module) in network.named_modules().Prepend(("", network)))
        {
            foreach (var (parameter, value) in module.named_parameters(recurse: false))
            {
                MemoryRange range = MemoryRange.Of(value);
                for (int place = 0; place < ranges.Length; place++)
                {
                    bool isOwn = parameter == WeightField.Name && _found[place].Owners.Exists(owner => ReferenceEquals(owner.Module, module));
                    if (!isOwn && ranges[place].Overlaps(range))
                        others[place] ??= Join(name, parameter);
                }
            }
        }
        for (int place = _found.Count - 1; place >= 0; place--)
        {
            if (others[place] is not { } other)
                continue;
            foreach (var (owner, layer) in _found[place].Owners)
            {
                Excluded.Add(new(owner, layer.GetType().Name, $"its weight shares its memory with {other}, and what reads that would not see the mask"));
                _places.Remove(WeightField.Get(layer).Handle);
            }
            _found.RemoveAt(place);
        }
    }

    private static bool IsNorm(nn.Module module) => module.GetType().Name.Contains("Norm", StringComparison.Ordinal) && !module.named_children().Any();

    private static string Join(string name, string child) => name.Length == 0 ? child : $"{name}.{child}";

    private sealed record Found(List<(string Name, nn.Module Module)> Owners);
}
