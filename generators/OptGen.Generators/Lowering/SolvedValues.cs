using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// The values that change while a step is solved: its unknowns, and what its equations compute from them. It takes combinations apart into
/// what changes, which every evaluation of the equations computes anew, and the rest, which is computed once.
/// </summary>
internal sealed class SolvedValues
{
    private readonly HashSet<TensorValue> _values;

    public SolvedValues(SolveStep step)
    {
        _values = [.. step.Unknowns.Select(u => new StateValue(u.State, u.Index)), .. step.Body.Select(Steps.TargetOf)];
    }

    public bool Contains(TensorValue value) => _values.Contains(value);

    /// <summary>The part of a combination that changes, and the part that does not.</summary>
    public (LinearCombination Changing, LinearCombination Known) Split(LinearCombination combination)
    {
        var terms = combination.Terms.SelectMany(Unrolled).ToList();
        return (
            // A number has no shape of its own, so it is added to what has one.
            LinearCombination.Collect(terms.Where(t => t.Value is OneValue || Contains(t.Value))),
            LinearCombination.Collect(terms.Where(t => t.Value is not OneValue && !Contains(t.Value))));
    }

    /// <summary>What the equations read that is known when the solve begins, guesses included.</summary>
    public IEnumerable<(TensorValue Value, SumValue? Sum)> Reads(SolveStep step)
    {
        var combinations = step.Body.SelectMany(s => s switch
        {
            AssignStep assignment => [assignment.Value],
            EvaluateStep evaluation => evaluation.Arguments,
            _ => Enumerable.Empty<LinearCombination>()
        });
        return combinations.SelectMany(c => Split(c).Known.Values())
            .Concat(step.Unknowns.Where(u => u.Guess is not null).Select(u => ((TensorValue)u.Guess!, (SumValue?)null)));
    }

    /// <summary>Takes out of a sum the one term, its last or its first, that changes; wiring sees to it that a sum has it in every layer.</summary>
    private IEnumerable<Term> Unrolled(Term term)
    {
        if (term.Value is not SumValue sum)
            return [term];
        bool last = sum.Body.Values().Any(v => Contains(v.Value.At(sum.To)));
        AffineIndex index = last ? sum.To : sum.From;
        if (!last && !sum.Body.Values().Any(v => Contains(v.Value.At(index))))
            return [term];
        LinearCombination taken = sum.TermAt(index).Times(term.Coefficient);
        SumValue rest = last ? sum with { To = index.Plus(-1) } : sum with { From = index.Plus(1) };
        bool isEmpty = rest.From.Frame == rest.To.Frame && rest.From.Offset > rest.To.Offset;
        return isEmpty ? taken.Terms : taken.Terms.Append(term with { Value = rest });
    }
}
