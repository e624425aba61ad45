namespace OptGen.Notation;

/// <summary>
/// A piece of a recurrence and its place in the text. Two nodes are equal when they say the same thing:
/// where they stand does not count, so that moving a line leaves everything computed from it unchanged.
/// </summary>
internal abstract record Node(SourceSpan Span)
{
    public virtual bool Equals(Node? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.Name.Length;
}

/// <summary>A whole recurrence: its equations in the order written.</summary>
internal sealed record RecurrenceTree(SourceSpan Span, EquatableArray<Equation> Equations) : Node(Span)
{
    public override string ToString() => Printer.Print(this);
}

/// <summary><c>left = right</c>.</summary>
internal sealed record Equation(SourceSpan Span, Target Left, Expression Right) : Node(Span)
{
    public override string ToString() => Printer.Print(this);
}

/// <summary>What an equation defines: a state at an index, a state of an equilibrium system (no index), or <c>out</c>.</summary>
internal sealed record Target(SourceSpan Span, string Name, IndexExpression? Index) : Node(Span)
{
    public bool IsOutput => Index is null && Name == Vocabulary.Output;

    public SourceSpan NameSpan => new(Span.Start, Name.Length);
}

/// <summary>
/// An index: <c>Layer*k + Depth*L + VariableFactor*Variable + Offset</c>, each factor -1, 0 or 1.
/// </summary>
internal sealed record IndexExpression(SourceSpan Span, int Layer, int Depth, string? Variable, int VariableFactor, int Offset) : Node(Span)
{
    public bool IsNumber => Layer == 0 && Depth == 0 && VariableFactor == 0;

    /// <summary>Whether this is k plus a number.</summary>
    public bool IsLayer => Layer == 1 && Depth == 0 && VariableFactor == 0;

    /// <summary>Whether this is L plus a number.</summary>
    public bool IsEnd => Layer == 0 && Depth == 1 && VariableFactor == 0;

    public override string ToString() => Printer.Print(this);
}

/// <summary>The right side of an equation, or a part of one.</summary>
/// <param name="Span">Where it stands, without parentheses around it.</param>
/// <param name="Height">The number of nodes on the longest way down. The parser bounds it, so recursion over a tree is safe.</param>
internal abstract record Expression(SourceSpan Span, int Height) : Node(Span)
{
    public sealed override string ToString() => Printer.Print(this);
}

/// <summary>A non-negative literal, exactly.</summary>
internal sealed record Number(SourceSpan Span, Rational Value) : Expression(Span, 1);

/// <summary><c>k</c> as a number.</summary>
internal sealed record LayerNumber(SourceSpan Span) : Expression(Span, 1);

/// <summary><c>L</c> as a number.</summary>
internal sealed record LayerCount(SourceSpan Span) : Expression(Span, 1);

/// <summary>The variable of the sum around it, as a number.</summary>
internal sealed record SumVariable(SourceSpan Span, string Name) : Expression(Span, 1);

/// <summary>A state, a coefficient or an input: <c>x_k</c>, <c>a</c>, <c>h_&lt;k+1,j&gt;</c>.</summary>
internal sealed record Reference(SourceSpan Span, string Name, EquatableArray<IndexExpression> Indices) : Expression(Span, 1)
{
    public SourceSpan NameSpan => new(Span.Start, Name.Length);
}

internal sealed record Negation(SourceSpan Span, Expression Operand) : Expression(Span, Operand.Height + 1);

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide
}

internal sealed record Binary(SourceSpan Span, BinaryOperator Operator, Expression Left, Expression Right)
    : Expression(Span, Math.Max(Left.Height, Right.Height) + 1);

/// <summary><c>a^2</c>.</summary>
internal sealed record Power(SourceSpan Span, Expression Base, int Exponent) : Expression(Span, Base.Height + 1);

/// <summary><c>a^k</c>, <c>0.9^(k+1)</c>: the exponent is a whole number in every layer.</summary>
internal sealed record VariablePower(SourceSpan Span, Expression Base, Expression Exponent)
    : Expression(Span, Math.Max(Base.Height, Exponent.Height) + 1);

/// <summary><c>sqrt(a)</c>, <c>min(a, b)</c>.</summary>
internal sealed record ScalarCall(SourceSpan Span, ScalarFunction Function, EquatableArray<Expression> Arguments)
    : Expression(Span, Arguments.Tallest() + 1);

/// <summary><c>relu(x)</c>, <c>soft(x, s)</c>: a tensor first, then numbers.</summary>
internal sealed record TensorCall(SourceSpan Span, TensorFunction Function, EquatableArray<Expression> Arguments)
    : Expression(Span, Arguments.Tallest() + 1);

/// <summary><c>T(x)</c>, <c>T_k(x)</c>, <c>A^T(y)</c>, <c>prox[s](x)</c>, <c>T(z, u)</c>.</summary>
/// <param name="Span">The whole call.</param>
/// <param name="Name">The operator's name.</param>
/// <param name="Index">The layer whose module is asked for by name, as in <c>T_k(x)</c>; null to take the argument's.</param>
/// <param name="Adjoint">Whether <c>^T</c> was written.</param>
/// <param name="Parameters">The scalars in brackets.</param>
/// <param name="Arguments">The tensors in parentheses; at least one.</param>
internal sealed record Application(
    SourceSpan Span, string Name, IndexExpression? Index, bool Adjoint, EquatableArray<Expression> Parameters, EquatableArray<Expression> Arguments)
    : Expression(Span, Math.Max(Parameters.Tallest(), Arguments.Tallest()) + 1)
{
    public SourceSpan NameSpan => new(Span.Start, Name.Length);
}

/// <summary><c>sum[j=from..to](body)</c>, both ends included.</summary>
internal sealed record Summation(SourceSpan Span, string Variable, IndexExpression From, IndexExpression To, Expression Body)
    : Expression(Span, Body.Height + 1);

/// <summary><c>(x_L, y_L)</c>: several tensors, which only <c>out</c> has, and there as its whole right side.</summary>
internal sealed record Several(SourceSpan Span, EquatableArray<Expression> Items) : Expression(Span, Items.Tallest() + 1);

/// <summary>Stands where an expression was expected and none could be read; a problem says so.</summary>
internal sealed record Missing(SourceSpan Span) : Expression(Span, 1);

internal static class ExpressionLists
{
    public static int Tallest(this EquatableArray<Expression> expressions)
    {
        int height = 0;
        foreach (Expression expression in expressions)
            height = Math.Max(height, expression.Height);
        return height;
    }
}
