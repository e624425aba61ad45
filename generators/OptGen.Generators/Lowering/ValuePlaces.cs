using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Where a value is found at the point that lowering has come to.</summary>
internal sealed class ValuePlaces(Families families, LayerClock clock, IReadOnlyList<Variable> inputs, bool isEquilibrium)
{
    private readonly HashSet<Family> _computed = [];
    private readonly Dictionary<TensorValue, Variable> _atEnd = [];

    /// <summary>Forgets what the layer before has computed.</summary>
    public void BeginLayer() => _computed.Clear();

    /// <summary>Says that the layer has computed its value of a family, which its variable holds from here on.</summary>
    public void Computed(Family family) => _computed.Add(family);

    /// <summary>Says that a value was computed after the last layer.</summary>
    public void ComputedAtEnd(TensorValue value, Variable variable) => _atEnd[value] = variable;

    public bool IsComputedAtEnd(TensorValue value) => _atEnd.ContainsKey(value);

    public Place Read(TensorValue value)
    {
        if (value is InputValue input)
            return new VariablePlace(inputs[input.Input]);
        if (_atEnd.TryGetValue(value, out Variable? last))
            return new VariablePlace(last);
        (Family family, AffineIndex index) = families.Find(value)!.Value;
        if (index.IsNumber)
            return new VariablePlace(family.AtNumber(index.Offset));
        if (family.Storage == Storage.Variables)
            return new VariablePlace(family.At(OffsetOf(family, index)));
        if (index.IsLayer && index.Offset == family.Newest && _computed.Contains(family))
            return new VariablePlace(family.At(index.Offset));
        return Element(family, index);
    }

    /// <summary>The place of a list or a ring where a value stands.</summary>
    public ElementPlace Element(Family family, AffineIndex index) => new(
        family.Buffer!, family.Storage == Storage.Ring ? clock.InRing(index, family.Places) : clock.InList(index, family.ListBase));

    private int OffsetOf(Family family, AffineIndex index)
    {
        if (index.IsLayer)
            return index.Offset;
        // After a loop the variables have moved on by one; an equilibrium has none.
        int offset = index.Offset + (isEquilibrium ? 1 : 0);
        bool isHeld = index.IsEnd && (isEquilibrium || family.HeldOffsets.Contains(offset));
        return isHeld ? offset : throw new InvalidOperationException($"Nothing holds the value at {index} of {family.At(0).Name}.");
    }
}
