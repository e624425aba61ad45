using TorchSharp.Modules;
using static TorchSharp.torch;

using Hook = TorchSharp.torch.nn.HookableModule<
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>,
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>>.HookRemover;

namespace OptGen.Evolution;

/// <summary>The layers of a network that many members go through at once, and how each is made to add what the members change.</summary>
internal sealed class PopulationLayers : IDisposable
{
    private readonly List<Layer> _layers = [];

    private PopulationLayers()
    {
    }

    /// <summary>Finds them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="parameters">The same, as tensors.</param>
    /// <param name="why">Why members must be evaluated one by one; null where they need not.</param>
    /// <returns>Null where members must be evaluated one by one.</returns>
    public static PopulationLayers? Find(nn.Module network, ParameterLayout layout, Tensor[] parameters, out string? why)
    {
        var slots = new Dictionary<IntPtr, int>();
        for (int i = 0; i < parameters.Length; i++)
            slots[parameters[i].Handle] = i;
        var layers = new PopulationLayers();
        var covered = new HashSet<int>();
        foreach (nn.Module module in network.modules().Append(network).Distinct())
        {
            if (Layer.Of(module, slots) is not { } layer)
                continue;
            layers._layers.Add(layer);
            covered.UnionWith([layer.Weight, layer.Bias]);
        }
        why = Enumerable.Range(0, parameters.Length).Where(i => !covered.Contains(i)).Select(i => $"the parameter '{layout.Slots[i].Name}' belongs to no linear layer").FirstOrDefault()
            ?? layout.Slots.Where(slot => slot.Count == 0).Select(slot => $"the parameter '{slot.Name}' has no elements").FirstOrDefault();
        if (why is null)
            return layers;
        layers.Dispose();
        return null;
    }

    /// <summary>Finds out which layers have the same input for all members.</summary>
    public void Probe(nn.Module<Tensor, Tensor> network, Tensor inputs)
    {
        using var scope = NewDisposeScope();
        using var mode = enable_grad();
        var inputsSeen = new InputProbe();
        foreach (Layer layer in _layers)
            layer.BeginProbe(inputsSeen);
        try
        {
            network.call(inputs);
        }
        finally
        {
            foreach (Layer layer in _layers)
                layer.EndProbe();
        }
    }

    /// <summary>Sets what the members of a range change, in the current dispose scope.</summary>
    public void Set(ParameterLayout layout, IReadOnlyList<Tensor> origin, EvolutionOptions options, long generation, MemberRange range)
    {
        foreach (Layer layer in _layers)
            layer.Set(LayerNoise.Create(layout, layer.Weight, layer.Bias, origin, options, generation, range, layer.IsShared));
    }

    /// <summary>Leaves the layers as they are outside of an evaluation.</summary>
    public void Clear()
    {
        foreach (Layer layer in _layers)
            layer.Set(null);
    }

    public void Dispose()
    {
        foreach (Layer layer in _layers)
            layer.Dispose();
    }

    private abstract class Layer(int weight, int bias) : IDisposable
    {
        private InputProbe? _probe;
        private bool? _isShared;

        /// <summary>The weight's number among the parameters; -1 where it is none of them.</summary>
        public int Weight => weight;

        /// <summary>The bias's number; -1 without one.</summary>
        public int Bias => bias;

        public bool IsShared { get; private set; }

        public static Layer? Of(nn.Module module, Dictionary<IntPtr, int> slots)
        {
            int Find(Tensor? parameter) => parameter is not null && slots.TryGetValue(parameter.Handle, out int slot) ? slot : -1;
            return module switch
            {
                Linear linear when Find(linear.weight) >= 0 || Find(linear.bias) >= 0 => new HookedLinear(linear, Find(linear.weight), Find(linear.bias)),
                IPopulationLayer own and nn.Module<Tensor, Tensor> hooked when Find(own.Weight) >= 0 || Find(own.Bias) >= 0 =>
                    new OwnLayer(own, hooked, Find(own.Weight), Find(own.Bias)),
                _ => null
            };
        }

        public void BeginProbe(InputProbe probe) => (_probe, _isShared) = (probe, null);

        public void EndProbe() => (_probe, IsShared) = (null, _isShared ?? false);

        public abstract void Set(LayerPerturbation? perturbation);

        public abstract void Dispose();

        // A layer that is called more than once must have an input without parameters each time.
        protected void Saw(Tensor input)
        {
            if (_probe is not null)
                _isShared = _probe.IsShared(input) && (_isShared ?? true);
        }
    }

    private sealed class OwnLayer : Layer
    {
        private readonly IPopulationLayer _layer;
        private readonly Hook _hook;

        public OwnLayer(IPopulationLayer layer, nn.Module<Tensor, Tensor> module, int weight, int bias) : base(weight, bias)
        {
            _layer = layer;
            _hook = module.register_forward_pre_hook((_, input) =>
            {
                Saw(input);
                return input;
            });
        }

        public override void Set(LayerPerturbation? perturbation) => _layer.Perturbation = perturbation;

        public override void Dispose() => _hook.remove();
    }

    /// <summary>TorchSharp's layer is sealed: its product is computed by itself, and what the members change is added behind it.</summary>
    private sealed class HookedLinear : Layer
    {
        private readonly Hook _before, _behind;
        private LayerPerturbation? _perturbation;
        private Tensor? _input, _samples;

        public HookedLinear(Linear linear, int weight, int bias) : base(weight, bias)
        {
            _before = linear.register_forward_pre_hook((_, input) =>
            {
                Saw(input);
                if (_perturbation is null)
                    return input;
                return _samples = _perturbation.Samples(_input = input);
            });
            _behind = linear.register_forward_hook((_, _, output) =>
            {
                if (_perturbation is null)
                    return output;
                using Tensor unperturbed = output;
                Tensor results = LayerPerturbation.Restore(_perturbation.AddWithBias(unperturbed, _samples!), _input!);
                (_input, _samples) = (null, null);
                return results;
            });
        }

        public override void Set(LayerPerturbation? perturbation) => _perturbation = perturbation;

        public override void Dispose()
        {
            _before.remove();
            _behind.remove();
        }
    }
}
