using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A tensor that a plan can read.</summary>
internal abstract record TensorValue
{
    /// <summary>The value it has in a term of the sum around it, where j is an index.</summary>
    public TensorValue At(AffineIndex variable) => this switch
    {
        StateValue state => state with { Index = state.Index.WithVariable(variable) },
        EvaluationValue evaluation => evaluation with { Index = evaluation.Index.WithVariable(variable) },
        _ => this
    };
}

/// <summary>A state's iterate. An index below the state's first one reads the first.</summary>
/// <param name="State">Its number in <see cref="Plan.States"/>.</param>
/// <param name="Index">Which iterate.</param>
internal sealed record StateValue(int State, AffineIndex Index) : TensorValue;

/// <summary>The cached result of an evaluation. An index below the evaluation's first one reads the first.</summary>
/// <param name="Evaluation">Its number in <see cref="Plan.Evaluations"/>.</param>
/// <param name="Index">Which of its values; 0 for an evaluation that is constant.</param>
internal sealed record EvaluationValue(int Evaluation, AffineIndex Index) : TensorValue;

/// <summary>An argument of forward, by its number in <see cref="Plan.Inputs"/>.</summary>
internal sealed record InputValue(int Input) : TensorValue;

/// <summary>The number 1, which is added to every element of a tensor: 1 - g(x_k) is it and -g(x_k).</summary>
internal sealed record OneValue : TensorValue
{
    public static OneValue Instance { get; } = new();
}

/// <summary>
/// The sum of <paramref name="Body"/> over j from <paramref name="From"/> to <paramref name="To"/>, both included, without the j below 0:
/// before layer 0 there is nothing to sum. Without any j it is zero.
/// </summary>
internal sealed record SumValue(AffineIndex From, AffineIndex To, LinearCombination Body) : TensorValue
{
    /// <summary>The term at one j.</summary>
    public LinearCombination TermAt(AffineIndex variable) => Body.Map(v => v.At(variable), s => s.Substitute(AffineIndex.AtLayer(0), variable));
}

/// <summary>A scalar, never 0, times a tensor.</summary>
internal sealed record Term(Scalar Coefficient, TensorValue Value);

/// <summary>A weighted sum of different tensors in the order first written; without terms it is zero.</summary>
internal sealed record LinearCombination(EquatableArray<Term> Terms)
{
    public static LinearCombination Zero { get; } = new(EquatableArray<Term>.Empty);

    public static LinearCombination Of(TensorValue value) => new([new Term(Scalar.One, value)]);

    public LinearCombination Times(Scalar factor) =>
        factor.IsOne ? this : Collect(Terms.Select(t => new Term(t.Coefficient * factor, t.Value)));

    public LinearCombination Plus(LinearCombination other) => Collect(Terms.Concat(other.Terms));

    public LinearCombination Map(Func<TensorValue, TensorValue> value, Func<Scalar, Scalar> scalar) =>
        Collect(Terms.Select(t => new Term(scalar(t.Coefficient), value(t.Value))));

    public static LinearCombination Collect(IEnumerable<Term> terms)
    {
        var order = new List<TensorValue>();
        var sums = new Dictionary<TensorValue, Scalar>();
        foreach (Term term in terms)
        {
            bool present = sums.TryGetValue(term.Value, out Scalar? sum);
            if (!present)
                order.Add(term.Value);
            sums[term.Value] = present ? sum! + term.Coefficient : term.Coefficient;
        }
        return new LinearCombination(order.Where(v => !sums[v].IsZero).Select(v => new Term(sums[v], v)).ToEquatableArray());
    }
}
