using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A past iterate of a state, as a coordinate: the state and the offset from k.</summary>
internal readonly record struct Slot(int State, int Offset);

/// <summary>A weighted sum of past iterates.</summary>
internal sealed class LinearForm
{
    public static LinearForm Zero { get; } = new(new Dictionary<Slot, Scalar>());

    private LinearForm(Dictionary<Slot, Scalar> weights) => Weights = weights;

    public IReadOnlyDictionary<Slot, Scalar> Weights { get; }

    public bool IsZero => Weights.Count == 0;

    public static LinearForm Of(Slot slot) => new(new Dictionary<Slot, Scalar> { [slot] = Scalar.One });

    /// <summary>This plus a multiple of another.</summary>
    public LinearForm Plus(LinearForm other, Scalar factor)
    {
        if (factor.IsZero || other.IsZero)
            return this;
        var weights = Weights.ToDictionary(w => w.Key, w => w.Value);
        foreach (KeyValuePair<Slot, Scalar> weight in other.Weights)
        {
            Scalar sum = (weights.TryGetValue(weight.Key, out Scalar? present) ? present : Scalar.Zero) + (weight.Value * factor);
            if (sum.IsZero)
                weights.Remove(weight.Key);
            else
                weights[weight.Key] = sum;
        }
        return new LinearForm(weights);
    }
}

/// <summary>A value to first order in the operators: what is left without them, and what each adds.</summary>
internal sealed class Jet(LinearForm value, IReadOnlyDictionary<string, LinearForm> terms)
{
    public static Jet Zero { get; } = new(LinearForm.Zero, new Dictionary<string, LinearForm>());

    public LinearForm Value { get; } = value;

    /// <summary>For each operator, the factor of its strength.</summary>
    public IReadOnlyDictionary<string, LinearForm> Slopes { get; } = terms;

    public Jet Plus(Jet other, Scalar factor)
    {
        var slopes = Slopes.ToDictionary(s => s.Key, s => s.Value);
        foreach (KeyValuePair<string, LinearForm> slope in other.Slopes)
            slopes[slope.Key] = (slopes.TryGetValue(slope.Key, out LinearForm? present) ? present : LinearForm.Zero).Plus(slope.Value, factor);
        return new Jet(Value.Plus(other.Value, factor), slopes);
    }

    public Jet WithSlope(string name, LinearForm slope) => Plus(new Jet(LinearForm.Zero, new Dictionary<string, LinearForm> { [name] = slope }), Scalar.One);
}
