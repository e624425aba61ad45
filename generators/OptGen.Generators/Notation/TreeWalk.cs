namespace OptGen.Notation;

/// <summary>Goes through trees.</summary>
internal static class TreeWalk
{
    /// <summary>The expressions right below this one, in the order written.</summary>
    public static IEnumerable<Expression> Parts(this Expression expression) => expression switch
    {
        Negation negation => [negation.Operand],
        Binary binary => [binary.Left, binary.Right],
        Power power => [power.Base],
        VariablePower power => [power.Base, power.Exponent],
        ScalarCall call => call.Arguments,
        TensorCall call => call.Arguments,
        Application application => application.Parameters.Concat(application.Arguments),
        Summation sum => [sum.Body],
        Several several => several.Items,
        _ => []
    };

    /// <summary>The expression and everything below it, in the order written.</summary>
    public static IEnumerable<Expression> WithParts(this Expression expression)
    {
        var pending = new Stack<Expression>([expression]);
        while (pending.Count > 0)
        {
            Expression next = pending.Pop();
            yield return next;
            foreach (Expression part in next.Parts().Reverse())
                pending.Push(part);
        }
    }
}
