using FsCheck;
using FsCheck.Fluent;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

/// <summary>Random trees that the notation can express.</summary>
internal static class RandomTrees
{
    private static readonly SourceSpan Nowhere = new(0, 0);

    private static readonly Gen<string> Names = Gen.Elements("x", "y", "z", "a", "β", "λ", "T", "T1", "step", "prox", "h2o");

    private static Gen<IndexExpression> Indices(string? variable) =>
        from layer in Gen.Choose(-1, 1)
        from depth in Gen.Choose(-1, 1)
        from factor in Gen.Choose(variable is null ? 0 : -1, variable is null ? 0 : 1)
        from offset in Gen.Choose(-12, 12)
        select new IndexExpression(Nowhere, layer, depth, factor == 0 ? null : variable, factor, offset);

    private static Gen<Rational> Values =>
        from digits in Gen.Choose(0, 100_000)
        from places in Gen.Choose(-18, 34)
        select new Rational(digits, 1) * ((Rational)10).Power(-places);

    public static Gen<RecurrenceTree> Trees =>
        from equations in Equations.NonEmptyListOf()
        select new RecurrenceTree(Nowhere, equations.ToEquatableArray());

    private static Gen<Equation> Equations =>
        from name in Names
        from index in Indices(null)
        from shape in Gen.Choose(0, 5)
        from expression in Gen.Sized(size => Expressions(Math.Min(size, 40), null))
        from more in Expressions(4, null).ListOf(shape == 0 ? 2 : 0)
        from several in Gen.Choose(0, 2)
        let right = shape > 0 || several == 0 ? expression : new Several(Nowhere, more.Take(several).Prepend(expression).ToEquatableArray())
        let target = shape switch
        {
            0 => new Target(Nowhere, "out", null),
            1 => new Target(Nowhere, name, null),
            _ => new Target(Nowhere, name, index)
        }
        select new Equation(Nowhere, target, right);

    /// <summary>Whole numbers that depend on the layer.</summary>
    private static Gen<Expression> Exponents(string? variable) =>
        from symbol in Gen.Elements<Expression>(new LayerNumber(Nowhere), new LayerCount(Nowhere), variable is null ? new LayerNumber(Nowhere) : new SumVariable(Nowhere, variable))
        from number in Gen.Choose(0, 12)
        from form in Gen.Choose(0, 4)
        let whole = new Number(Nowhere, number)
        select form switch
        {
            0 => new Negation(Nowhere, symbol),
            1 => new Binary(Nowhere, BinaryOperator.Subtract, symbol, whole),
            2 => new Binary(Nowhere, BinaryOperator.Add, new Binary(Nowhere, BinaryOperator.Multiply, whole, symbol), new LayerCount(Nowhere)),
            _ => symbol
        };

    private static Gen<Expression> Expressions(int size, string? variable)
    {
        if (size <= 1)
            return Leaves(variable);
        Gen<Expression> half = Expressions(size / 2, variable);
        Gen<EquatableArray<Expression>> few =
            from count in Gen.Choose(1, 3)
            from items in Expressions(size / 4, variable).ListOf(count)
            select items.ToEquatableArray();
        Gen<Expression> sums =
            from @from in Indices(null)
            from to in Indices(null)
            from body in Expressions(size / 2, "j")
            select (Expression)new Summation(Nowhere, "j", @from, to, body);
        return Gen.OneOf(
            Leaves(variable),
            from operand in half select (Expression)new Negation(Nowhere, operand),
            from left in half from right in half from op in Gen.Choose(0, 3) select (Expression)new Binary(Nowhere, (BinaryOperator)op, left, right),
            from left in half from right in half from op in Gen.Choose(0, 3) select (Expression)new Binary(Nowhere, (BinaryOperator)op, left, right),
            from operand in half from exponent in Gen.Choose(0, 9) select (Expression)new Power(Nowhere, operand, exponent),
            from operand in half from exponent in Exponents(variable) select (Expression)new VariablePower(Nowhere, operand, exponent),
            from operand in half
            from function in Gen.Elements(ScalarFunction.Sqrt, ScalarFunction.Exp, ScalarFunction.Log, ScalarFunction.Abs)
            select (Expression)new ScalarCall(Nowhere, function, [operand]),
            from left in half
            from right in half
            from function in Gen.Elements(ScalarFunction.Min, ScalarFunction.Max, ScalarFunction.Pow)
            select (Expression)new ScalarCall(Nowhere, function, [left, right]),
            from operand in half select (Expression)new TensorCall(Nowhere, TensorFunction.Gelu, [operand]),
            from left in half from right in half select (Expression)new TensorCall(Nowhere, TensorFunction.Soft, [left, right]),
            from name in Names
            from index in Indices(variable)
            from options in Gen.Choose(0, 7)
            from parameters in few
            from arguments in few
            select (Expression)new Application(
                Nowhere, name, (options & 1) == 0 ? null : index, (options & 2) != 0, (options & 4) == 0 ? [] : parameters, arguments),
            variable is null ? sums : Leaves(variable));
    }

    private static Gen<Expression> Leaves(string? variable) =>
        Gen.OneOf(
            from value in Values select (Expression)new Number(Nowhere, value),
            Gen.Constant((Expression)new LayerNumber(Nowhere)),
            Gen.Constant((Expression)new LayerCount(Nowhere)),
            Gen.Constant(variable is null ? (Expression)new LayerNumber(Nowhere) : new SumVariable(Nowhere, variable)),
            from name in Names
            from count in Gen.Choose(0, 2)
            from indices in Indices(variable).ListOf(count)
            select (Expression)new Reference(Nowhere, name, indices.ToEquatableArray()));
}
