using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>
/// A network whose weights are frozen and masked; what is trained are scores, which choose the weights that are kept, and by choice norms and biases. Made by
/// <see cref="Masked.Apply"/>.
/// </summary>
/// <remarks>
/// <para>
/// The user's module goes on as before: it is called, moved and saved by its own variable, and its state_dict has the names it had, with the frozen weights under them. The
/// scores stand in this module, which has the user's as its child <c>network</c> and a parameter <c>scores.NAME</c> for each masked weight: give the optimiser
/// <c>parameters()</c> of this one.
/// </para>
/// <para>While the network runs, each masked weight stands in the place of the frozen one. A network serves one thread at a time. Disposing it disposes the user's module.</para>
/// <para>Moves (<c>to</c>) go through this module, so that scores move along. Scores keep at least 32 bits.</para>
/// </remarks>
public sealed partial class MaskedNetwork : nn.Module<Tensor, Tensor>
{
    private readonly MaskOptions _options;
    private readonly LayerCatalog _catalog;
    private readonly MaskScores _scores;
    private readonly ScoredWeights _weights;
    private readonly ForwardPass _pass;
    private readonly FillLayout _layout;
    private double _kept;
    private long _steps;

    private MaskedNetwork(nn.Module network, LayerCatalog catalog, MaskOptions options)
        : base(nameof(MaskedNetwork))
    {
        Network = network;
        _options = options;
        _catalog = catalog;
        IReadOnlyList<WeightSlot> slots = catalog.Slots;
        long[][] shapes = [.. slots.Select(slot => slot.Own.shape)];
        _layout = new FillLayout(options.Fill, shapes, options.Seed);
        double[] gains = GainsOf(slots, shapes);
        Layers = [.. slots.Select((slot, i) => new MaskedLayer(this, i, slot.Name, shapes[i], gains[i], _layout.Offset(i)))];
        Excluded = [.. catalog.Excluded];
        Prototype = Draw();
        _scores = new MaskScores(slots, options.Seed, options.Budget);
        _weights = new ScoredWeights(slots, _scores, options);
        Keep(options.Schedule?.At(0) ?? options.Kept);
        // Here nothing is refused any more: what was refused has changed nothing.
        for (int i = 0; i < slots.Count; i++)
            FillWeight(i);
        Freeze(catalog);
        _pass = new ForwardPass(catalog, _weights);
        register_module("network", network);
        register_module("scores", _scores);
    }

    /// <summary>The user's module.</summary>
    public nn.Module Network { get; }

    /// <summary>The masked weights, in the order of their modules. A weight that several modules share is there once.</summary>
    public IReadOnlyList<MaskedLayer> Layers { get; }

    /// <summary>The modules with parameters that are not masked, norms aside, and why.</summary>
    public IReadOnlyList<ExcludedModule> Excluded { get; }

    /// <summary>How many training steps of the schedule are done. No part of state_dict: set it, where a training goes on that a checkpoint was made of; the kept fraction follows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">The network has been frozen.</exception>
    public long Steps
    {
        get => _steps;
        set
        {
            RequireUnfrozen();
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _steps = value;
            if (_options.Schedule is { } schedule)
                Kept = schedule.At(value);
        }
    }

    /// <summary>
    /// The kept fraction, above 0 and at most 1: of each layer, but for those that <see cref="MaskOptions.KeptOf"/> speaks of, or of the network where the budget is global.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not above 0 and at most 1.</exception>
    /// <exception cref="InvalidOperationException">The network has been frozen.</exception>
    public double Kept
    {
        get => _kept;
        set
        {
            RequireUnfrozen();
            Keep(value);
        }
    }

    /// <summary>How many weights are kept, of all layers.</summary>
    public long KeptCount => _weights.Kept.Sum();

    /// <summary>How many values the frozen weights of all layers are cut from: their unique numbers, but for the gains.</summary>
    public long PrototypeLength => Prototype.Length;

    /// <summary>The prototype's values.</summary>
    internal float[] Prototype { get; }

    /// <summary>Goes on by a training step in the schedule of the kept fraction; without one it counts only.</summary>
    public void Step() => Steps++;

    /// <summary>The parameters that are trained: scores, and norms, biases and what is not masked, as far as they are.</summary>
    public IEnumerable<Parameter> TrainedParameters() => parameters().Where(parameter => parameter.requires_grad);

    /// <summary>Calls the user's module, if it takes a tensor and returns one.</summary>
    /// <exception cref="InvalidOperationException">It takes or returns something else: call it by its own variable.</exception>
    public override Tensor forward(Tensor input) => Network is nn.Module<Tensor, Tensor> network
        ? network.call(input)
        : throw new InvalidOperationException($"{Network.GetType().Name} does not turn one tensor into one: call it by its own variable, which runs it masked all the same.");

    /// <summary>
    /// Ends the training: the user's module gets the masked weights for good, under their names, and the hooks are gone. It is plain from then on; this object can do nothing
    /// more but be disposed, with it.
    /// </summary>
    /// <returns>The user's module.</returns>
    /// <exception cref="InvalidOperationException">The network has been frozen before, or a score is not a number.</exception>
    public nn.Module Freeze()
    {
        RequireUnfrozen();
        _pass.Restore();
        RequireNumbers();
        using (no_grad())
        {
            _weights.Prepare();
            for (int i = 0; i < _catalog.Slots.Count; i++)
            {
                using Tensor masked = _weights.Compute(i);
                _catalog.Slots[i].Own.copy_(masked);
            }
        }
        _pass.Dispose();
        return Network;
    }

    internal static MaskedNetwork Make<TPreHook, TPostHook>(nn.HookableModule<TPreHook, TPostHook> network, MaskOptions options)
    {
        MaskRegistry.RequireUnmasked(network);
        var masked = new MaskedNetwork(network, new LayerCatalog(network, options.Except), options);
        masked._pass.Watch(network);
        return masked;
    }

    internal Parameter ScoresOf(int slot)
    {
        RequireUnfrozen();
        return _scores[slot];
    }

    internal byte[][] Masks()
    {
        RequireUnfrozen();
        RequireNumbers();
        return _weights.Bits();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        // A forward that failed may have left masked weights in their places.
        _pass.Restore();
        base._toEpilog(dtype, device, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pass.Dispose();
        base.Dispose(disposing);
    }

    private void Keep(double value)
    {
        KeptFraction.Require(value, nameof(Kept));
        double[] fractions = [.. Enumerable.Range(0, _weights.Kept.Length).Select(group => _options.KeptOf?.Invoke(Layers[group].Name) ?? value)];
        foreach (double fraction in fractions)
            KeptFraction.Require(fraction, nameof(MaskOptions.KeptOf));
        for (int group = 0; group < fractions.Length; group++)
            _weights.Kept[group] = KeptFraction.Of(_weights.Count(group), fractions[group]);
        _kept = value;
    }

    private void RequireUnfrozen()
    {
        if (_pass.IsEnded)
            throw new InvalidOperationException("The network has been frozen or disposed: it has no scores any more. Ask before.");
    }

    private void RequireNumbers()
    {
        using IDisposable off = no_grad();
        for (int i = 0; i < Layers.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            if (_scores[i].isnan().any().item<bool>())
                throw new InvalidOperationException($"Scores of {Layers[i].Name} are not numbers: the training has diverged; take a lower learning rate or clip gradients.");
        }
    }

    private float[] Draw()
    {
        float[] prototype = _layout.Draw(_options.Values);
        if (_options.HalfPrecisionPrototype)
        {
            for (int i = 0; i < prototype.Length; i++)
                prototype[i] = (float)(Half)prototype[i];
        }
        return prototype;
    }

    private double[] GainsOf(IReadOnlyList<WeightSlot> slots, long[][] shapes)
    {
        long[] fanIns = [.. slots.Select((slot, i) => WeightSlot.FanIn(slot.Owners[0], shapes[i]))];
        if (!_options.GainPerLayer && _options.Fill is not DenseFill)
        {
            // The gain of the layer whose weight is the prototype: the first of its shape, or the first of the largest.
            long[] counts = [.. shapes.Select(shape => shape.Aggregate(1L, (product, size) => product * size))];
            fanIns = _options.Fill is OneLayerFill
                ? [.. shapes.Select(shape => fanIns[Array.FindIndex(shapes, shape.SequenceEqual)])]
                : [.. fanIns.Select(_ => fanIns[Array.IndexOf(counts, counts.Max())])];
        }
        double last = _options.Schedule?.Last ?? _options.Kept;
        return [.. fanIns.Select((fanIn, i) => Gains.Kaiming(fanIn)
            * (_options.GainForKept ? Gains.ForKept(_options.KeptOf?.Invoke(slots[i].Name) ?? last) : 1))];
    }

    /// <summary>The frozen weights of a layer as the fill gives them.</summary>
    private float[] Filled(int slot)
    {
        var values = new float[Layers[slot].Count];
        _layout.Write(slot, Prototype, Layers[slot].Gain, Layers[slot].Offset, values);
        return values;
    }

    private void FillWeight(int slot)
    {
        using IDisposable off = no_grad();
        Parameter weight = _catalog.Slots[slot].Own;
        using Tensor values = tensor(Filled(slot), weight.shape);
        weight.copy_(values);
        weight.requires_grad_(false);
    }

    private void Freeze(LayerCatalog catalog)
    {
        if (!_options.LearnNorms)
        {
            foreach (Parameter parameter in catalog.Norms.SelectMany(norm => norm.parameters(recurse: false)))
                parameter.requires_grad_(false);
        }
        if (!_options.LearnBiases)
        {
            foreach (var (name, parameter) in catalog.Slots.SelectMany(slot => slot.Owners).SelectMany(owner => owner.named_parameters(recurse: false)))
            {
                if (name != WeightField.Name)
                    parameter.requires_grad_(false);
            }
        }
    }
}
