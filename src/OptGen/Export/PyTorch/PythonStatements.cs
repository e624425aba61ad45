using OptGen.Lowering;
using OptGen.Notation;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the statements of a program. What only C# needs, to release tensors and to say where something fails, is left out.</summary>
internal sealed class PythonStatements(PythonWriter output, NetworkSource network, PythonExpressions expressions, VariableReads reads)
{
    /// <summary>An expression that is no longer than this stands where it is read, if that is one place.</summary>
    private const int MostInPlace = 50;

    private readonly HashSet<string> _copies = [.. Solves(network.Program.Body).SelectMany(s => new[] { s.LayerCopy, s.StartCopy }).OfType<Variable>().Select(v => v.Name)];

    private PythonNumbers Numbers => expressions.Numbers;

    /// <summary>Gives trained coefficients, as they are used, the names that the recurrence has for them.</summary>
    public void TakeNames()
    {
        foreach (DeclareStatement declare in network.Program.Body.OfType<DeclareStatement>())
        {
            if (declare.Value is PreparedExpression prepared)
                expressions.Names.Give(declare.Variable, prepared.Coefficient);
        }
    }

    public void Write(IReadOnlyList<Statement> statements)
    {
        Statement[] written = [.. statements.Where(IsWritten)];
        for (int i = 0; i < written.Length; i++)
        {
            if (written[i] is DeclareStatement { Value: { } value } declare && reads.CanStandInPlace(declare.Variable, written, i))
            {
                PythonCode code = expressions.Write(value);
                if (code.Text.Length <= MostInPlace)
                {
                    expressions.Substitute(declare.Variable, code);
                    continue;
                }
            }
            int together = Together(written, i);
            if (together > 1)
            {
                SetStatement[] sets = [.. written.Skip(i).Take(together).Cast<SetStatement>()];
                output.Line($"{string.Join(", ", sets.Select(s => expressions.Write(s.Target)))} = {string.Join(", ", sets.Select(s => expressions.Write(s.Value)))}");
                i += together - 1;
                continue;
            }
            Write(written[i]);
        }
    }

    /// <summary>Whether a statement is one of Python's too.</summary>
    private bool IsWritten(Statement statement) => statement switch
    {
        DeclareStatement { Value: null } or LocateStatement or ReleaseStatement => false,
        DeclareNumberStatement number => !_copies.Contains(number.Variable.Name),
        SetNumberStatement number => !_copies.Contains(number.Variable.Name),
        IfStatement choice => choice.Then.Any(IsWritten) || choice.Else.Any(IsWritten),
        SetStatement { Target: VariablePlace target } set => !IsRead(set.Value, target),
        // What stands for another tensor is written where it is read.
        DeclarePartsStatement { Whole: ReadExpression whole } parts => Alias(parts.Variable, whole.Place),
        _ => true
    };

    private bool Alias(Variable variable, Place place)
    {
        expressions.Substitute(variable, new PythonCode(expressions.Write(place)));
        return false;
    }

    private static bool IsRead(TensorExpression value, VariablePlace place) => value is ReadExpression { Place: VariablePlace read } && read.Variable == place.Variable
        || value is AliasExpression alias && IsRead(alias.Value, place);

    /// <summary>How many assignments from here on can be one: variables that get others' values, of which none is read after it has changed.</summary>
    private static int Together(Statement[] statements, int first)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        int count = 0;
        while (first + count < statements.Length
            && statements[first + count] is SetStatement { Target: VariablePlace target, Value: ReadExpression { Place: VariablePlace source } }
            && !changed.Contains(source.Variable.Name) && changed.Add(target.Variable.Name))
        {
            count++;
        }
        return count;
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement declare:
                Assign(expressions.Name(declare.Variable), expressions.Write(declare.Value!));
                break;
            case DeclareBufferStatement { Variable.Kind: VariableKind.List } list:
                output.Line($"{expressions.Name(list.Variable)} = []");
                break;
            case DeclareBufferStatement ring:
                output.Line($"{expressions.Name(ring.Variable)} = [None] * {PythonText.Number(ring.Places)}");
                break;
            case DeclarePartsStatement parts:
                Assign(expressions.Name(parts.Variable), expressions.Write(parts.Whole));
                break;
            case DeclareNumberStatement number:
                output.Line($"{expressions.Name(number.Variable)} = {Numbers.Write(number.Value)}");
                break;
            case SetNumberStatement number:
                output.Line($"{expressions.Name(number.Variable)} = {Numbers.Write(number.Value)}");
                break;
            case SetStatement set:
                Assign(expressions.Write(set.Target), expressions.Write(set.Value));
                break;
            case ComputeStatement compute:
                Assign(expressions.Write(Begin(compute.Value)), expressions.Write(compute.Value));
                break;
            case AppendStatement append:
                output.Line($"{expressions.Name(append.List)}.append({expressions.Write(append.Value)})");
                break;
            case ClearStatement clear:
                output.Line($"{expressions.Name(clear.List)} = []");
                break;
            case FillStatement fill:
                output.Line($"{expressions.Name(fill.Ring)} = [{expressions.Write(fill.Value)}] * len({expressions.Name(fill.Ring)})");
                break;
            case IfStatement choice:
                Write(choice);
                break;
            case LayersStatement loop:
                using (output.Block($"for {Numbers.Layer} in range({PythonText.Number(network.Layers)}):"))
                    Write(loop.Body);
                break;
            case CountStatement count:
                Write(count);
                break;
            case TransformStatement transform:
                string all = expressions.Name(transform.List);
                string element = expressions.Names.Take("value");
                output.Line($"{all} = [{expressions.Transition(transform.Stage, element)} for {element} in {all}]");
                break;
            case SolveStatement solve:
                Write(solve);
                break;
            case ReturnStatement result:
                output.Line($"return {string.Join(", ", result.Values.Select(v => expressions.Write(v)))}");
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not written.");
        }
    }

    private void Assign(string target, PythonCode value) => PythonLayout.Write(output, $"{target} = {value}");

    /// <summary>What an expression that writes in place begins with.</summary>
    private static Place Begin(TensorExpression expression) => expression switch
    {
        ReadExpression read => read.Place,
        AddExpression add => Begin(add.Value),
        AddProductExpression product => Begin(product.Value),
        AddNumberExpression number => Begin(number.Value),
        LerpExpression lerp => Begin(lerp.Value),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} writes into no place.")
    };

    private void Write(IfStatement choice)
    {
        if (!choice.Then.Any(IsWritten))
        {
            using (output.Block($"if {Numbers.WriteNot(choice.Condition)}:"))
                Write(choice.Else);
            return;
        }
        using (output.Block($"if {Numbers.Write(choice.Condition)}:"))
            Write(choice.Then);
        if (!choice.Else.Any(IsWritten))
            return;
        using (output.Block("else:"))
            Write(choice.Else);
    }

    private void Write(CountStatement count)
    {
        string outer = Numbers.Variable;
        string name = expressions.Name(count.Variable);
        Numbers.Variable = name;
        string from = Numbers.Write(count.From);
        using (output.Block($"for {name} in range({(from == "0" ? "" : from + ", ")}{Numbers.WriteEnd(count.To)}):"))
            Write(count.Body);
        Numbers.Variable = outer;
    }

    /// <summary>
    /// The equations of a layer as a function inside the loop, which reads what stands around it: where the program hands over what it has computed, Python sees the variable itself.
    /// </summary>
    private void Write(SolveStatement solve)
    {
        EquationMethod method = network.Program.Methods[solve.Method];
        string[] targets = [.. solve.Targets.Select(expressions.Name)];
        string[] guesses = [.. solve.Guesses.Select(g => expressions.Write(g).Text)];
        var names = new PythonNames(network.Written);
        foreach (string known in solve.Given.Concat(solve.Shared).Select(expressions.Write).Select(t => t.Split('[', '.')[0]).Append(Numbers.Layer).Append(Numbers.Start))
        {
            if (!names.Has(known))
                names.Take(known);
        }
        var inner = new PythonExpressions(network, names, Numbers);
        for (int i = 0; i < method.Unknowns.Count; i++)
            names.Give(method.Unknowns[i], targets[i]);
        foreach ((Variable parameter, Place argument) in method.Given.Zip(solve.Given).Concat(method.Shared.Zip(solve.Shared)))
            inner.Substitute(parameter, new PythonCode(expressions.Write(argument)));
        string function = expressions.Names.Take("equations");
        output.Line();
        using (output.Block($"def {function}({string.Join(", ", method.Unknowns.Select(inner.Name))}):"))
        {
            new PythonStatements(output, network, inner, new VariableReads(method.Body, method.Results)).Write([.. method.Body]);
            output.Line($"return {string.Join(", ", method.Results.Select(inner.Write))}");
        }
        output.Line();
        output.Line($"{string.Join(", ", targets)} = {network.Solver}({function}, {(guesses.Length == 1 ? guesses[0] : $"({string.Join(", ", guesses)})")}, **self.solver)");
    }

    private static IEnumerable<SolveStatement> Solves(IEnumerable<Statement> statements) => statements.SelectMany(s => s switch
    {
        SolveStatement solve => [solve],
        IfStatement choice => Solves(choice.Then).Concat(Solves(choice.Else)),
        LayersStatement loop => Solves(loop.Body),
        CountStatement count => Solves(count.Body),
        _ => Array.Empty<SolveStatement>()
    });
}
