using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>The right side of an equation in normal form, and the iterates it reads.</summary>
internal sealed record NormalForm(Equation Equation, LinearCombination Value, IReadOnlyList<StateRead> Reads)
{
    /// <summary>The second value and further ones, where forward returns several.</summary>
    public IReadOnlyList<LinearCombination> More { get; init; } = [];

    /// <summary>Whether it is the literal 0, which stands for zeros of whatever shape is needed.</summary>
    public bool IsZeroLiteral => Equation.Right is Number { Value.IsZero: true };

    /// <summary>What has the shape of the zeros that a first iterate is given as, such as K(x_0) in 0*K(x_0); null where it is not zeros of another's shape.</summary>
    public TensorValue? Shape { get; init; }
}

/// <summary>A recurrence whose right sides are in normal form.</summary>
internal sealed class NormalSystem
{
    /// <summary>First iterates given in terms of each other are followed by recursion; this bounds it.</summary>
    private const int MostGiven = 128;

    private NormalSystem(Outline outline, Symbols symbols, EvaluationTable evaluations)
    {
        Outline = outline;
        Symbols = symbols;
        Evaluations = evaluations;
    }

    public Outline Outline { get; }

    public Symbols Symbols { get; }

    public EvaluationTable Evaluations { get; }

    /// <summary>The lines that compute numbers.</summary>
    public ScalarLines Scalars { get; } = new();

    /// <summary>The equations of a layer in the order written.</summary>
    public List<NormalForm> Updates { get; } = [];

    /// <summary>The equations that give first iterates.</summary>
    public Dictionary<(int State, int Index), NormalForm> Given { get; } = [];

    public NormalForm? Output { get; private set; }

    public static NormalSystem Read(RecurrenceTree tree, Outline outline, WiringOptions options, ProblemList problems)
    {
        var symbols = new Symbols(problems);
        var evaluations = new EvaluationTable();
        var system = new NormalSystem(outline, symbols, evaluations);
        NameKinds kinds = NameKinds.Infer(tree, outline, options);
        foreach (string input in options.Inputs ?? [])
            symbols.Input(input, null);
        if (options.Inputs is null && MainIsInput(outline, kinds))
            symbols.Input(outline.Main.Name, null);
        var normalizer = new Normalizer(outline, kinds, symbols, evaluations, system.Scalars, options.Scheduled, problems);
        foreach (Equation equation in tree.Equations)
        {
            if (!equation.Left.IsOutput && outline.FindScalar(equation.Left.Name) is { } line)
            {
                normalizer.Define(line, equation);
                continue;
            }
            EquationPlace place = equation.Left.IsOutput ? EquationPlace.Output
                : equation.Left.Index is { IsNumber: true } ? EquationPlace.Initial
                : EquationPlace.Layer;
            var scope = new Scope(place);
            bool zero = place == EquationPlace.Initial && equation.Right is Number { Value.IsZero: true };
            Expression? like = place == EquationPlace.Initial ? InitialZeros.ShapeIn(equation.Right, kinds) : null;
            TensorValue? shape = like is null ? null : InitialZeros.ShapeOf(like, normalizer.Tensor(like, scope), problems);
            IEnumerable<Expression> rights = equation.Right is Several several ? several.Items : [equation.Right];
            var values = like is null ? rights.Select(Value).ToList() : [LinearCombination.Zero];
            var form = new NormalForm(equation, values[0], scope.Reads) { More = values.Skip(1).ToList(), Shape = shape };
            if (place == EquationPlace.Output)
                system.Output = form;
            else if (place == EquationPlace.Initial)
                system.Given.Add((outline.Find(equation.Left.Name)!.Number, outline.GivenIndex(equation.Left)), form);
            else
                system.Updates.Add(form);

            LinearCombination Value(Expression right)
            {
                if (place == EquationPlace.Initial && !zero && kinds.IsScalar(right))
                    return ReportMixed(right, outline.Find(equation.Left.Name)!, problems);
                LinearCombination value = zero ? LinearCombination.Zero : normalizer.Tensor(right, scope);
                if (value.Terms.Count == 0 && !zero && !problems.HasErrors)
                {
                    string advice = place == EquationPlace.Initial ? " Zeros to begin with are 0, or 0*K(x_0) for those of the shape of K(x_0)." : "";
                    problems.Report(ProblemKind.AlwaysZero, right.Span, $"{right.Brief()} is always zero; what it is made of cancels.{advice}");
                }
                return value;
            }
        }
        if (!problems.HasErrors)
            normalizer.CheckScalars();
        if (system.Given.Count > MostGiven)
        {
            problems.Report(
                ProblemKind.TooLarge, system.Given.Values.Last().Equation.Left.Span,
                $"A recurrence gives at most {MostGiven} first iterates; this one gives {system.Given.Count}.");
        }
        return system;
    }

    /// <summary>A number that a tensor is given as to begin with.</summary>
    private static LinearCombination ReportMixed(Expression right, StateOutline state, ProblemList problems)
    {
        string why = state.Update >= 0 || state.Given.Count > 1 ? $": {state.Name} is a tensor, for another line of it reads one." : ".";
        problems.Report(ProblemKind.ScalarWhereTensorExpected, right.Span, $"{right.Brief()} is a scalar, but a tensor is needed here{why}");
        return LinearCombination.Zero;
    }

    /// <summary>Whether the main state's first iterate is an argument of forward that the text does not name; it is then the first.</summary>
    private static bool MainIsInput(Outline outline, NameKinds kinds) => outline.Kind == PlanKind.Layered && outline.Main.Role switch
    {
        StateRole.Carried => !outline.Main.Given.ContainsKey(0),
        StateRole.Local => outline.Main.Given.Count == 0 && !kinds.HasInputs,
        _ => false
    };
}
