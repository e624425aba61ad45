using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>The masked weights of a network: frozen weights, of which scores choose some.</summary>
internal sealed class ScoredWeights : IEffectiveWeights
{
    private readonly IReadOnlyList<WeightSlot> _slots;
    private readonly MaskScores _scores;
    private readonly bool _isSigned;
    private readonly int[][] _groups;
    private readonly IMaskSelection?[] _selections;

    public ScoredWeights(IReadOnlyList<WeightSlot> slots, MaskScores scores, MaskOptions options)
    {
        _slots = slots;
        _scores = scores;
        _isSigned = options.Scores == ScoreKind.Signed;
        Kept = new long[options.Budget == MaskBudget.Global ? 1 : slots.Count];
        _groups = options.Budget == MaskBudget.Global ? [[.. Enumerable.Range(0, slots.Count)]] : [.. Enumerable.Range(0, slots.Count).Select(slot => new[] { slot })];
        _selections = new IMaskSelection?[_groups.Length];
    }

    /// <summary>How many weights each group keeps: each layer, or the one group of all.</summary>
    public long[] Kept { get; }

    /// <summary>How many weights each group has.</summary>
    public long Count(int group) => _groups[group].Sum(slot => _slots[slot].Own.NumberOfElements);

    public void Prepare(int? slot = null)
    {
        for (int group = 0; group < _groups.Length; group++)
        {
            if (slot is null || _groups.Length == 1 || group == slot)
                Selection(group).Select(Kept[group]);
        }
    }

    public Tensor Compute(int slot)
    {
        (int group, int layer) = Place(slot);
        return _selections[group]!.Masked(layer, _slots[slot].Own);
    }

    public IEnumerable<Parameter> Trained(int slot) => _groups[Place(slot).Group].Select(member => _scores[member]);

    /// <summary>All masks, by the scores as they are.</summary>
    public byte[][] Bits()
    {
        Prepare();
        return [.. _slots.Select((_, slot) => Place(slot)).Select(place => _selections[place.Group]!.Bits(place.Layer))];
    }

    public void Dispose()
    {
        foreach (IMaskSelection? selection in _selections)
            (selection as IDisposable)?.Dispose();
        Array.Clear(_selections);
    }

    private (int Group, int Layer) Place(int slot) => _groups.Length == 1 ? (0, slot) : (slot, 0);

    // Moving the network may have changed types and devices since the last time.
    private IMaskSelection Selection(int group)
    {
        bool inMemory = Array.TrueForAll(_groups[group], slot => TensorMemory.IsFloats(_scores[slot]) && TensorMemory.IsFloats(_slots[slot].Own));
        if (_selections[group] is { } held && inMemory == held is not TensorSelection)
            return held;
        (_selections[group] as IDisposable)?.Dispose();
        IMaskSelection made = inMemory
            ? _isSigned ? new MemorySelection<SignedKey>(Scores, true) : new MemorySelection<AbsoluteKey>(Scores, false)
            : new TensorSelection(Scores, _isSigned);
        _selections[group] = made;
        return made;

        Tensor[] Scores() => Array.ConvertAll(_groups[group], slot => (Tensor)_scores[slot]);
    }
}
