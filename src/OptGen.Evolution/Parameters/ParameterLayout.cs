using OptGen.Randomness;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>The parameters that are evolved, and where the noise of each stands.</summary>
internal sealed class ParameterLayout
{
    private ParameterLayout(IReadOnlyList<ParameterSlot> slots) => Slots = slots;

    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>The noise of a member, or of a pair, in a generation: what numbers it has is said by the seed, the generation and its own number alone.</summary>
    public static RandomSequence Sequence(EvolutionOptions options, long generation, int source) => new(options.Seed, ((ulong)generation << 32) | (uint)source);

    /// <summary>The layout of a network's trainable parameters, and these parameters.</summary>
    /// <exception cref="ArgumentException">There are none, or one is of a type or size that cannot be evolved.</exception>
    public static (ParameterLayout Layout, Tensor[] Parameters) Of(nn.Module network, Noise noise)
    {
        var slots = new List<ParameterSlot>();
        var parameters = new List<Tensor>();
        var known = new HashSet<IntPtr>();
        long offset = 0;
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!parameter.requires_grad || !known.Add(parameter.Handle))
                continue;
            if (parameter.dtype is not (ScalarType.Float32 or ScalarType.Float64))
                throw new ArgumentException($"The parameter '{name}' is of {parameter.dtype}; parameters that are evolved are of Float32 or Float64.", nameof(network));
            if (parameter.numel() * parameter.ElementSize > Array.MaxLength)
                throw new ArgumentException($"The parameter '{name}' has {parameter.numel()} elements of {parameter.dtype}; at most {Array.MaxLength / parameter.ElementSize} can be evolved.", nameof(network));
            bool isMatrix = noise.IsLowRank && parameter.dim() >= 2 && parameter.numel() > 0;
            var slot = new ParameterSlot(name, parameter.shape, isMatrix ? noise.Rank : 0, offset);
            // Parameters begin at whole groups of numbers, which are made at once.
            offset += (slot.NoiseCount + NoiseAlignment - 1) / NoiseAlignment * NoiseAlignment;
            slots.Add(slot);
            parameters.Add(parameter);
        }
        if (slots.Count == 0)
            throw new ArgumentException($"{network.GetType().Name} has no parameter that requires a gradient, so there is nothing to evolve.", nameof(network));
        return (new ParameterLayout(slots), [.. parameters]);
    }

    private const long NoiseAlignment = 32;

    /// <summary>The first difference to another layout, in words; null where they are equal.</summary>
    public string? DifferenceTo(ParameterLayout other)
    {
        for (int i = 0; i < Math.Max(Slots.Count, other.Slots.Count); i++)
        {
            if (i >= other.Slots.Count || i >= Slots.Count)
                return $"one has {Slots.Count} parameters, the other {other.Slots.Count}";
            ParameterSlot mine = Slots[i], theirs = other.Slots[i];
            if (mine.Name != theirs.Name || !mine.Shape.SequenceEqual(theirs.Shape))
                return $"parameter {i} is '{mine.Name}' [{string.Join(", ", mine.Shape)}] in one and '{theirs.Name}' [{string.Join(", ", theirs.Shape)}] in the other";
        }
        return null;
    }
}
