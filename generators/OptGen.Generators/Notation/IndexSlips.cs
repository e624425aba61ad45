namespace OptGen.Notation;

/// <summary>Finds x_k+1 where x_&lt;k+1&gt; was meant: a state, which is a tensor, plus a whole number.</summary>
internal static class IndexSlips
{
    public static void Report(RecurrenceTree tree, string text, ProblemList problems)
    {
        var states = new HashSet<string>();
        foreach (Equation equation in tree.Equations)
        {
            if (equation.Left.Index is not null)
                states.Add(equation.Left.Name);
        }
        // To a number another one may well be added: t_k - 1.
        states.ExceptWith(ScalarNames.Of(tree, null, []));
        foreach (Equation equation in tree.Equations)
            Visit(equation.Right, states, text, problems);
    }

    public static void Report(ProblemList problems, string text, SourceSpan span, string name, IndexExpression meant)
    {
        string replacement = name + Printer.Subscript([meant]);
        string written = span.In(text);
        int end = written.LastIndexOfAny(['+', '-', '\u2212']);
        string reading = $"({written.Substring(0, end).Trim()}){written.Substring(end)}";
        problems.Report(
            ProblemKind.IndexWithoutBrackets, span, $"{written} reads as {reading}: did you mean {replacement}?", new Correction(span, replacement));
    }

    private static void Visit(Expression expression, HashSet<string> states, string text, ProblemList problems)
    {
        if (expression is Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract, Right: Number { Value.IsWhole: true } number } sum
            && LastOperand(sum.Left) is Reference { Indices.Count: 1 } reference
            && states.Contains(reference.Name)
            && reference.Indices[0] is { IsNumber: false } index
            && number.Value <= 10)
        {
            int offset = (int)number.Value.Numerator;
            IndexExpression meant = index with { Offset = index.Offset + (sum.Operator == BinaryOperator.Add ? offset : -offset) };
            var span = reference.Span.Through(number.Span);
            // A parenthesis between the two shows that the sum was meant.
            if (!span.In(text).Contains(")"))
                Report(problems, text, span, reference.Name, meant);
        }
        foreach (Expression part in expression.Parts())
            Visit(part, states, text, problems);
    }

    /// <summary>The operand that stands last in the text.</summary>
    private static Expression LastOperand(Expression expression) => expression switch
    {
        Binary binary => LastOperand(binary.Right),
        Negation negation => LastOperand(negation.Operand),
        _ => expression
    };
}
