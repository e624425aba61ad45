using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Contents of a file held against a network: every name, shape and type is checked before anything is written.</summary>
internal sealed class MaskImport
{
    private readonly MaskFileContents _contents;
    private readonly FillLayout _layout;
    private readonly Dictionary<string, Tensor> _state;

    /// <exception cref="ArgumentException">The contents contradict themselves or the network.</exception>
    /// <exception cref="InvalidOperationException">The network is masked.</exception>
    public MaskImport(nn.Module network, MaskFileContents contents)
    {
        MaskRegistry.RequireUnmasked(network);
        _contents = contents;
        _state = network.state_dict();
        Catalog = new LayerCatalog(network, null);
        _layout = new FillLayout(contents.Fill, [.. contents.Weights.Select(weight => (IReadOnlyList<long>)weight.Shape)], contents.Seed);
        Prototype = Values();
        Slots = [.. contents.Weights.Select(Slot)];
        if (Slots.Distinct().Count() != Slots.Count)
            throw Wrong("two masked weights are one in the network");
        CheckTensors(network);
    }

    public LayerCatalog Catalog { get; }

    /// <summary>The network's weights, in the order of the contents.</summary>
    public IReadOnlyList<WeightSlot> Slots { get; }

    /// <summary>The prototype's values.</summary>
    public float[] Prototype { get; }

    /// <summary>Where the weights stand in it.</summary>
    public FillLayout Layout => _layout;

    /// <summary>Writes a weight as the mask leaves it.</summary>
    public void WriteWeight(int index)
    {
        MaskedWeight weight = _contents.Weights[index];
        var values = new float[weight.Count];
        _layout.Write(index, Prototype, weight.Gain, weight.Offset, values);
        for (int i = 0; i < values.Length; i++)
        {
            if (((weight.Mask[i >> 3] >> (i & 7)) & 1) == 0)
                values[i] = 0;
        }
        Parameter own = Slots[index].Own;
        StoredTensors.Write(values, own);
        own.requires_grad_(false);
    }

    /// <summary>Writes everything that is not masked.</summary>
    public void WriteTensors()
    {
        foreach (StoredTensor stored in _contents.Tensors)
            StoredTensors.Write(stored.Data.AsSpan(), _state[stored.Name]);
    }

    private WeightSlot Slot(MaskedWeight weight)
    {
        Tensor tensor = Named(weight.Name, weight.Shape, weight.Type);
        WeightSlot slot = Catalog.Slots.FirstOrDefault(slot => slot.Own.Handle == tensor.Handle)
            ?? throw Wrong($"{weight.Name} is masked, and in the network it is no weight of a layer that can be");
        if (weight.Mask.IsDefault || weight.Mask.Length != (weight.Count + 7) / 8)
            throw Wrong($"the mask of {weight.Name} has not the {(weight.Count + 7) / 8} bytes of {weight.Count} weights");
        if (weight.Count % 8 != 0 && weight.Mask[^1] >> (int)(weight.Count % 8) != 0)
            throw Wrong($"the mask of {weight.Name} goes on after its {weight.Count} weights");
        long kept = weight.Mask.Sum(bits => (long)byte.PopCount(bits));
        if (kept != weight.Kept)
            throw Wrong($"the mask of {weight.Name} keeps {kept} weights, and is said to keep {weight.Kept}");
        if (!double.IsFinite(weight.Gain))
            throw Wrong($"the gain of {weight.Name} is {weight.Gain}");
        bool isShifted = _contents.Fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted };
        if (weight.Offset < 0 || weight.Offset >= (isShifted ? _layout.PrototypeLength : 1))
            throw Wrong($"the offset of {weight.Name} is {weight.Offset}");
        return slot;
    }

    private void CheckTensors(nn.Module network)
    {
        HashSet<IntPtr> masked = [.. Slots.Select(slot => slot.Own.Handle)], given = [];
        foreach (StoredTensor stored in _contents.Tensors)
        {
            Tensor tensor = Named(stored.Name, stored.Shape, stored.Type);
            if (masked.Contains(tensor.Handle))
                throw Wrong($"{stored.Name} is both masked and stored");
            if (!given.Add(tensor.Handle))
                throw Wrong($"{stored.Name} is stored twice");
            if (stored.Data.Length != tensor.NumberOfElements * tensor.ElementSize)
                throw Wrong($"{stored.Name} has {stored.Data.Length} bytes, not the {tensor.NumberOfElements * tensor.ElementSize} of its shape");
        }
        foreach (var (name, tensor) in StoredTensors.Unique(network))
        {
            if (!masked.Contains(tensor.Handle) && !given.Contains(tensor.Handle))
                throw Wrong($"the network has {name}, of which they say nothing");
        }
    }

    private Tensor Named(string name, IReadOnlyList<long> shape, StoredType type)
    {
        if (!_state.TryGetValue(name, out Tensor? tensor))
            throw Wrong($"they have {name}, and the network does not");
        if (!tensor.shape.SequenceEqual(shape))
            throw Wrong($"{name} has the shape [{string.Join(", ", shape)}], and in the network [{string.Join(", ", tensor.shape)}]");
        if (StoredTensors.Torch(type) != tensor.dtype)
            throw Wrong($"{name} is of the type {type}, and in the network {tensor.dtype}; move the network to that type first");
        return tensor;
    }

    private float[] Values()
    {
        if (_layout.PrototypeLength > Array.MaxLength)
            throw Wrong($"the prototype has {_layout.PrototypeLength} values, more than an array can hold");
        float[] values = _contents.Prototype switch
        {
            SeedPrototype => _layout.Draw(_contents.Values),
            Float32Prototype stored => [.. stored.Values],
            Float16Prototype stored => [.. stored.Values.Select(value => (float)value)],
            ConstantPrototype constant => Repeated(constant.Value, (int)_layout.PrototypeLength),
            _ => throw Wrong("there is no such prototype")
        };
        if (values.Length != _layout.PrototypeLength)
            throw Wrong($"the prototype has {values.Length} values, and the fill needs {_layout.PrototypeLength}");
        return values;
    }

    private static float[] Repeated(float value, int count)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private static ArgumentException Wrong(string what) =>
        new($"The contents do not fit the network: {what}. It must be made as the one that was saved was.");
}
