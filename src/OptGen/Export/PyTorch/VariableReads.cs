using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Export.PyTorch;

/// <summary>Where the variables of a program, or of its equations, are read and written: an expression that is read once can stand in that place, as in the recurrence.</summary>
internal sealed class VariableReads
{
    // Of each variable, how often it is read; what is also assigned to counts as read often.
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public VariableReads(IEnumerable<Statement> statements, IEnumerable<TensorExpression> results)
    {
        foreach (Statement statement in statements)
            Visit(statement, _counts);
        // What equations return is computed behind all of their statements.
        foreach (string name in results.SelectMany(Variables))
            Add(_counts, name, 1);
    }

    /// <summary>
    /// Whether what a variable is declared with can be written where it is read: in one place, in the same list of statements, before anything that it is made of may have changed.
    /// </summary>
    /// <param name="variable">The variable.</param>
    /// <param name="statements">The statements around its declaration.</param>
    /// <param name="at">Where it is declared.</param>
    public bool CanStandInPlace(Variable variable, IReadOnlyList<Statement> statements, int at)
    {
        if (_counts.GetValueOrDefault(variable.Name) != 1 || ((DeclareStatement)statements[at]).Value is PreparedExpression)
            return false;
        for (int i = at + 1; i < statements.Count; i++)
        {
            bool reads = Reads(statements[i]).Contains(variable.Name);
            if (reads)
                return statements[i] is DeclareStatement or AppendStatement or ReturnStatement or ComputeStatement || (statements[i] is SetStatement && i == at + 1 && (i + 1 == statements.Count || statements[i + 1] is not SetStatement));
            if (statements[i] is not DeclareStatement)
                return false;
        }
        return true;
    }

    private static void Visit(Statement statement, Dictionary<string, int> counts)
    {
        switch (statement)
        {
            case IfStatement choice:
                foreach (Statement inner in choice.Then.Concat(choice.Else))
                    Visit(inner, counts);
                break;
            case LayersStatement loop:
                foreach (Statement inner in loop.Body)
                    Visit(inner, counts);
                break;
            case CountStatement count:
                foreach (Statement inner in count.Body)
                    Visit(inner, counts);
                break;
            case SolveStatement solve:
                // Its equations are run many times.
                foreach (string name in solve.Given.Concat(solve.Shared).SelectMany(Variables).Concat(solve.Guesses.SelectMany(Variables)))
                    Add(counts, name, 2);
                break;
            default:
                foreach (string name in Reads(statement))
                    Add(counts, name, 1);
                if (statement is SetStatement { Target: VariablePlace target })
                    Add(counts, target.Variable.Name, 2);
                if (statement is ComputeStatement compute)
                    Add(counts, Variables(compute.Value).First(), 2);
                break;
        }
    }

    private static IEnumerable<string> Reads(Statement statement) => statement switch
    {
        DeclareStatement { Value: { } value } => Variables(value),
        DeclarePartsStatement parts => Variables(parts.Whole),
        SetStatement set => Variables(set.Value),
        ComputeStatement compute => Variables(compute.Value),
        AppendStatement append => Variables(append.Value),
        // In all places of a ring it is one tensor.
        FillStatement fill => Variables(fill.Value).Concat(Variables(fill.Value)),
        ReturnStatement result => result.Values.SelectMany(Variables),
        _ => []
    };

    private static IEnumerable<string> Variables(TensorExpression expression) => expression switch
    {
        ReadExpression read => Variables(read.Place),
        AliasExpression alias => Variables(alias.Value),
        CloneExpression clone => Variables(clone.Value),
        // A function of its shape alone: written there, it would be computed for nothing.
        ZerosExpression zeros => Variables(zeros.Like).Concat(Variables(zeros.Like)),
        MultiplyExpression multiply => Variables(multiply.Value).Concat(Variables(multiply.Factor)),
        AddExpression add => Variables(add.Value).Concat(Variables(add.Other)).Concat(Variables(add.Alpha)),
        AddProductExpression product => Variables(product.Value).Concat(Variables(product.Other)).Concat(Variables(product.Tensor)).Concat(Variables(product.Number)),
        ProductExpression product => Variables(product.Left).Concat(Variables(product.Right)),
        AddNumberExpression number => Variables(number.Value).Concat(Variables(number.Number)),
        // What a mean begins with is written twice.
        LerpExpression lerp => Variables(lerp.Value).Concat(Variables(lerp.Value)).Concat(Variables(lerp.End)).Concat(Variables(lerp.Weight)),
        ChoiceExpression choice => Variables(choice.Then).Concat(Variables(choice.Else)),
        ScalarExpression scalar => Variables(scalar.Value),
        PreparedExpression { Like: { } like } => Variables(like).Concat(Variables(like)),
        TransitionExpression transition => Variables(transition.Value),
        FunctionExpression function => Variables(function.Value).Concat(function.Parameters.SelectMany(Variables)),
        ApplyExpression apply => apply.Arguments.SelectMany(Variables).Concat(apply.Parameters.SelectMany(Variables)),
        _ => []
    };

    private static IEnumerable<string> Variables(Factor factor) => factor.Value.Atoms().OfType<PlaceAtom>().SelectMany(a => Variables(a.Place));

    private static IEnumerable<string> Variables(Place place) => place switch
    {
        VariablePlace variable => [variable.Variable.Name],
        ElementPlace element => [element.Variable.Name],
        _ => []
    };

    private static void Add(Dictionary<string, int> counts, string name, int times) => counts[name] = counts.GetValueOrDefault(name) + times;
}
