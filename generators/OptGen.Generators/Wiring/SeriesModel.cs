using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>One layer as a linear map that is a power series in the strength of the operators, with exact numbers.</summary>
internal sealed class SeriesModel
{
    private readonly Plan _plan;
    private readonly Knowledge _knowledge;
    private readonly Dictionary<Slot, int> _slots;
    private readonly IReadOnlyDictionary<string, Rational> _strengths;
    private readonly int _trial;
    private readonly int _length;
    private readonly Dictionary<string, Rational> _values = [];
    private readonly Dictionary<int, Rational[][]> _states = [];
    private bool _failed;

    private SeriesModel(Plan plan, Knowledge knowledge, LinearModel model, IReadOnlyDictionary<string, Rational> strengths, int trial, int length)
    {
        _plan = plan;
        _knowledge = knowledge;
        _slots = model.Slots.Select((slot, i) => (slot, i)).ToDictionary(s => s.slot, s => s.i);
        _strengths = strengths;
        _trial = trial;
        _length = length;
    }

    /// <summary>The matrices of the series, or null when a coefficient has no exact value.</summary>
    public static Rational[][,]? Expand(
        Plan plan, Knowledge knowledge, LinearModel model, IReadOnlyDictionary<string, Rational> strengths, int trial, int length)
    {
        var series = new SeriesModel(plan, knowledge, model, strengths, trial, length);
        return series.Expand(model.Slots);
    }

    private Rational[][,]? Expand(List<Slot> slots)
    {
        List<AssignStep> steps = [.. LinearModel.Assignments(_plan.Layer)];
        foreach (AssignStep step in steps)
            _states[step.State] = Zero();
        // Each round makes at least one more power right, in the state that depends on the fewest others of its layer.
        int rounds = (_length + 1) * (steps.Count + 1);
        for (int round = 0; round < rounds && !_failed; round++)
        {
            bool changed = false;
            foreach (AssignStep step in steps)
            {
                Rational[][] next = Sum(step.Value, 0);
                changed |= !Same(next, _states[step.State]);
                _states[step.State] = next;
            }
            if (!changed)
                break;
        }
        return _failed ? null : [.. Enumerable.Range(0, _length).Select(power => MatrixOf(slots, power))];
    }

    private Rational[,] MatrixOf(List<Slot> slots, int power)
    {
        var matrix = new Rational[slots.Count, slots.Count];
        for (int row = 0; row < slots.Count; row++)
        {
            Slot slot = slots[row];
            if (slot.Offset == _plan.States[slot.State].Newest - 1)
            {
                for (int column = 0; column < slots.Count; column++)
                    matrix[row, column] = _states[slot.State][column][power];
            }
            else if (power == 0)
            {
                matrix[row, _slots[slot with { Offset = slot.Offset + 1 }]] = Rational.One;
            }
        }
        return matrix;
    }

    private Rational[][] Sum(LinearCombination combination, int shift)
    {
        Rational[][] sum = Zero();
        foreach (Term term in combination.Terms)
        {
            if (term.Value is SumValue window)
            {
                Rational outer = Value(term.Coefficient);
                for (int j = window.From.Offset; j <= window.To.Offset; j++)
                {
                    AffineIndex at = AffineIndex.AtLayer(j);
                    foreach (Term inner in window.Body.Terms)
                        Add(sum, Read(inner.Value, at, shift), outer * Value(inner.Coefficient.Substitute(AffineIndex.AtLayer(0), at)));
                }
            }
            else
            {
                Add(sum, Read(term.Value, default, shift), Value(term.Coefficient));
            }
        }
        return sum;
    }

    private Rational[][] Read(TensorValue value, AffineIndex variable, int shift)
    {
        switch (value)
        {
            case StateValue state when _plan.States[state.State].Role != StateRole.Fixed:
                int offset = state.Index.WithVariable(variable).Offset + shift;
                if (offset >= _plan.States[state.State].Newest)
                    return _states[state.State];
                Rational[][] unit = Zero();
                unit[_slots[new Slot(state.State, offset)]][0] = Rational.One;
                return unit;
            case EvaluationValue evaluation when evaluation.Index.Layer != 0 || evaluation.Index.Variable != 0:
                return Evaluate(evaluation.Evaluation, evaluation.Index.WithVariable(variable).Offset + shift);
            default:
                return Zero();
        }
    }

    private Rational[][] Evaluate(int number, int offset)
    {
        Evaluation evaluation = _plan.Evaluations[number].Evaluation;
        Rational[][] argument = Zero();
        foreach (LinearCombination part in evaluation.Arguments)
            Add(argument, Sum(part, offset), Rational.One);
        Rational strength = _strengths.TryGetValue(LinearModel.NameOf(_plan, number), out Rational known) ? known : Rational.Zero;
        if (!LinearModel.IsResolvent(evaluation))
            return Shifted(argument, strength);
        if (evaluation.Parameters.Count != 1)
            return argument;
        // p = w - s t p, so p is the sum of (-s t)^n w.
        Rational factor = -strength * Value(evaluation.Parameters[0]);
        Rational[][] sum = argument;
        for (int power = 1; power < _length; power++)
        {
            Rational[][] next = Zero();
            Add(next, argument, Rational.One);
            Add(next, Shifted(sum, factor), Rational.One);
            sum = next;
        }
        return sum;
    }

    private Rational Value(Scalar scalar)
    {
        Scalar resolved = _knowledge.Resolve(scalar);
        foreach (CoefficientAtom atom in resolved.Atoms().OfType<CoefficientAtom>())
            _values[atom.Text] = Generic(atom.Name);
        if (Knowledge.TryEvaluate(resolved, _values, out Rational value))
            return value;
        _failed = true;
        return Rational.Zero;
    }

    /// <summary>A value without pattern for a coefficient: one over a prime-like number from its name, the same at every index.</summary>
    private Rational Generic(string name) => new(1, 3 + (name.Aggregate(_trial * 11, (sum, c) => ((sum * 31) + c) % 97)));

    private Rational[][] Zero() => [.. Enumerable.Range(0, _slots.Count).Select(_ => new Rational[_length])];

    /// <summary>One power more, times a factor.</summary>
    private Rational[][] Shifted(Rational[][] series, Rational factor)
    {
        Rational[][] shifted = Zero();
        for (int i = 0; i < shifted.Length; i++)
        {
            for (int power = 1; power < _length; power++)
                shifted[i][power] = series[i][power - 1] * factor;
        }
        return shifted;
    }

    private static void Add(Rational[][] target, Rational[][] source, Rational factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            for (int power = 0; power < target[i].Length; power++)
            {
                if (!source[i][power].IsZero)
                    target[i][power] += source[i][power] * factor;
            }
        }
    }

    private static bool Same(Rational[][] a, Rational[][] b) => a.Zip(b, (x, y) => x.SequenceEqual(y)).All(same => same);
}
