using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// One layer on series over rooted trees (B-series, in Butcher's normalization): what it makes of iterates that are given as series about one
/// point, with exact numbers. Entry 0 of a series is the factor of the point itself, entry n that of the tree n.
/// </summary>
internal sealed class TreeSeries
{
    private readonly Plan _plan;
    private readonly Func<Scalar, Rational?> _value;
    private readonly Dictionary<Slot, int> _slots;
    private readonly List<AssignStep> _steps;
    private readonly Dictionary<int, Rational[]> _states = [];
    private readonly Dictionary<string, TreeOperator> _operators = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Rational> _points = [];
    private IReadOnlyList<RootedTree> _trees = [];
    private IReadOnlyList<Rational[]> _iterates = [];
    private int _length;

    public TreeSeries(Plan plan, IReadOnlyList<Slot> slots, Func<Scalar, Rational?> value)
    {
        _plan = plan;
        _value = value;
        _slots = slots.Select((slot, i) => (slot, i)).ToDictionary(s => s.slot, s => s.i);
        _steps = [.. LinearModel.Assignments(plan.Layer)];
    }

    /// <summary>Whether the layer held something that series do not describe: a coefficient without an exact value, or an operator of operators only.</summary>
    public bool Failed { get; private set; }

    /// <summary>The operators that were met, by the order in which they were.</summary>
    public IReadOnlyList<TreeOperator> Operators => [.. _operators.Values.OrderBy(o => o.Number)];

    /// <summary>
    /// What the layer makes of iterates, one series for each state that it writes, up to the trees given. The first call is with the points alone and
    /// without trees; after a second one of that kind all operators are known.
    /// </summary>
    public IReadOnlyDictionary<int, Rational[]> Run(IReadOnlyList<Rational[]> iterates, IReadOnlyList<RootedTree> trees)
    {
        _iterates = iterates;
        _trees = trees;
        _length = trees.Count + 1;
        foreach (AssignStep step in _steps)
        {
            _states[step.State] = new Rational[_length];
            if (_points.TryGetValue(step.State, out Rational point))
                _states[step.State][0] = point;
        }
        // Each round makes at least one more order right, in the state that depends on the fewest others of its layer.
        int rounds = (trees.Count == 0 ? 2 : trees[trees.Count - 1].Order + 2) * (_steps.Count + 1);
        for (int round = 0; round < rounds && !Failed; round++)
        {
            bool changed = false;
            foreach (AssignStep step in _steps)
            {
                Rational[] next = Sum(step.Value, 0);
                changed |= !next.SequenceEqual(_states[step.State]);
                _states[step.State] = next;
            }
            if (!changed)
                break;
        }
        foreach (AssignStep step in _steps)
            _points[step.State] = _states[step.State][0];
        return _states;
    }

    private Rational[] Sum(LinearCombination combination, int shift)
    {
        var sum = new Rational[_length];
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

    private Rational[] Read(TensorValue value, AffineIndex variable, int shift)
    {
        switch (value)
        {
            case StateValue state when _plan.States[state.State].Role != StateRole.Fixed:
                int offset = state.Index.WithVariable(variable).Offset + shift;
                return offset >= _plan.States[state.State].Newest ? _states[state.State] : _iterates[_slots[new Slot(state.State, offset)]];
            case EvaluationValue evaluation when evaluation.Index.Layer != 0 || evaluation.Index.Variable != 0:
                return Evaluate(evaluation.Evaluation, evaluation.Index.WithVariable(variable).Offset + shift);
            default:
                // An input, or what no layer changes: a vector that is added, as an operator without arguments would.
                return Applied(value.ToString(), []);
        }
    }

    private Rational[] Evaluate(int number, int offset)
    {
        Evaluation evaluation = _plan.Evaluations[number].Evaluation;
        var arguments = new List<Rational[]>();
        foreach (LinearCombination argument in evaluation.Arguments.Where(Moves))
        {
            Failed |= !argument.Values().Any(v => IsIterate(v.Value));
            arguments.Add(Sum(argument, offset));
        }
        string name = LinearModel.NameOf(_plan, number);
        if (arguments.Count == 0 || Failed || !LinearModel.IsResolvent(evaluation))
            return Applied(name, arguments);
        return LinearModel.StepOf(evaluation) is { } step ? Resolved(name, arguments[0], Value(step)) : arguments[0];
    }

    /// <summary>Whether an argument changes from layer to layer; what else stands in it, such as an input, is part of the operator.</summary>
    private bool Moves(LinearCombination argument) => argument.Values().Any(v =>
        IsIterate(v.Value) || (v.Value is EvaluationValue evaluation && (evaluation.Index.Layer != 0 || evaluation.Index.Variable != 0)));

    private bool IsIterate(TensorValue value) => value is StateValue state && _plan.States[state.State].Role != StateRole.Fixed;

    /// <summary>The operator at arguments a: for a tree [t_1 … t_m] with it at the root, the product of a(t_i).</summary>
    private Rational[] Applied(string name, IReadOnlyList<Rational[]> arguments)
    {
        var result = new Rational[_length];
        if (OperatorOf(name, arguments) is not { } callee)
            return result;
        foreach (RootedTree tree in _trees.Where(t => t.Operator == callee.Number))
            result[tree.Number] = tree.Children.Aggregate(Rational.One, (product, c) => product * Scaled(callee, arguments, c.Argument, c.Child.Number));
        return result;
    }

    /// <summary>p = w - s F(p), order after order.</summary>
    private Rational[] Resolved(string name, Rational[] argument, Rational parameter)
    {
        var result = (Rational[])argument.Clone();
        if (OperatorOf(name, [argument]) is not { } callee)
            return result;
        foreach (RootedTree tree in _trees.Where(t => t.Operator == callee.Number))
        {
            Rational applied = tree.Children.Aggregate(Rational.One, (product, c) => product * Scaled(callee, [result], c.Argument, c.Child.Number));
            result[tree.Number] -= parameter * applied;
        }
        return result;
    }

    /// <summary>T at 2*x is the operator x -> T(2*x) at x: series begin with the point itself, or with nothing.</summary>
    private static Rational Scaled(TreeOperator callee, IReadOnlyList<Rational[]> arguments, int argument, int tree) =>
        callee.Weights[argument].IsZero ? arguments[argument][tree] : arguments[argument][tree] / callee.Weights[argument];

    /// <summary>None before the points of all states are known.</summary>
    private TreeOperator? OperatorOf(string name, IReadOnlyList<Rational[]> arguments)
    {
        if (_points.Count < _steps.Count)
            return null;
        Rational[] weights = [.. arguments.Select(a => a[0])];
        string key = $"{name} {string.Join(" ", weights.Select(w => w.ToString()))}";
        if (!_operators.TryGetValue(key, out TreeOperator? found))
            _operators[key] = found = new TreeOperator(_operators.Count, weights);
        return found;
    }

    private Rational Value(Scalar scalar)
    {
        if (_value(scalar) is { } value)
            return value;
        Failed = true;
        return Rational.Zero;
    }

    private static void Add(Rational[] target, Rational[] source, Rational factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (!source[i].IsZero)
                target[i] += source[i] * factor;
        }
    }
}

/// <summary>An operator with the factors by which the point itself stands in its arguments.</summary>
internal sealed record TreeOperator(int Number, IReadOnlyList<Rational> Weights);
