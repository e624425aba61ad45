using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>How far back one value is read.</summary>
internal sealed class ReadRange
{
    /// <summary>The least offset from k at which it is read in a layer or, told from the last layer, after it.</summary>
    public int? Oldest { get; private set; }

    /// <summary>Whether a sum reads it from a fixed index on.</summary>
    public bool IsDense { get; private set; }

    /// <summary>The least such index.</summary>
    public int DenseFrom { get; private set; }

    /// <summary>The indices at which it is read by number.</summary>
    public SortedSet<int> Numbers { get; } = [];

    public void AddOffset(int offset) => Oldest = Math.Min(offset, Oldest ?? offset);

    public void AddAll(int from) => (IsDense, DenseFrom) = (true, Math.Min(from, DenseFrom));

    /// <summary>What must be kept when layers compute it at k plus <paramref name="newest"/>.</summary>
    public History ToHistory(int newest) =>
        new(Oldest is not { } oldest || newest == int.MinValue ? 0 : Math.Max(0, newest - oldest), IsDense, Numbers.ToEquatableArray());
}

/// <summary>Collects from steps what they read.</summary>
internal sealed class ReadRanges(EvaluationTable evaluations, int states)
{
    private readonly ReadRange[] _states = [.. Enumerable.Range(0, states).Select(_ => new ReadRange())];
    private readonly ReadRange[] _evaluations = [.. Enumerable.Range(0, evaluations.Count).Select(_ => new ReadRange())];

    public ReadRange State(int number) => _states[number];

    public ReadRange Evaluation(int number) => _evaluations[number];

    public void AddLayer(IEnumerable<Step> steps) => AddSteps(steps, AffineIndex.AtLayer(0), 0);

    /// <summary>After the last layer, L plus an offset is k plus that offset plus 1.</summary>
    public void AddEnd(IEnumerable<Step> steps, IEnumerable<LinearCombination> outputs)
    {
        AddSteps(steps, AffineIndex.AtEnd(0), 1);
        foreach (LinearCombination output in outputs)
            Add(output, AffineIndex.AtEnd(0), 1);
    }

    private void AddSteps(IEnumerable<Step> steps, AffineIndex frame, int shift)
    {
        foreach (Step step in steps)
        {
            switch (step)
            {
                case AssignStep assign:
                    Add(assign.Value, frame, shift);
                    break;
                case EvaluateStep evaluate:
                    foreach (LinearCombination argument in evaluate.Arguments)
                        Add(argument, frame, shift);
                    break;
                case SolveStep solve:
                    AddSteps(solve.Body, frame, shift);
                    foreach (Unknown unknown in solve.Unknowns.Where(u => u.Guess is not null))
                        Add(LinearCombination.Of(unknown.Guess!), frame, shift);
                    break;
            }
        }
    }

    private void Add(LinearCombination combination, AffineIndex frame, int shift)
    {
        foreach ((TensorValue value, SumValue? sum) in combination.Values())
        {
            (ReadRange? range, AffineIndex index) = value switch
            {
                StateValue state => (_states[state.State], state.Index),
                EvaluationValue evaluation => (_evaluations[evaluation.Evaluation], evaluation.Index),
                _ => (null, default)
            };
            if (range is null)
                continue;
            if (sum is not null && index.Variable != 0)
            {
                AffineIndex lowest = index.WithVariable(index.Variable > 0 ? sum.From : sum.To);
                if (lowest.IsNumber)
                    range.AddAll(lowest.Offset);
                else
                    range.AddOffset(lowest.Offset + shift);
            }
            else if (index.IsNumber)
            {
                // A constant evaluation has one value, which nothing drops.
                range.Numbers.Add(index.Offset);
            }
            else if (index.Frame == frame)
            {
                range.AddOffset(index.Offset + shift);
            }
        }
    }
}
