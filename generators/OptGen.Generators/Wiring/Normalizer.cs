using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Where an equation stands in time.</summary>
internal enum EquationPlace
{
    /// <summary>Before layer 0: there is no k.</summary>
    Initial,
    Layer,

    /// <summary>After the last layer: there is no k, and L is the last index.</summary>
    Output
}

/// <summary>An iterate that an equation reads, from <paramref name="Lowest"/> to <paramref name="Highest"/> where a sum reads it.</summary>
internal sealed record StateRead(StateOutline State, AffineIndex Lowest, AffineIndex Highest, bool InSum, SourceSpan Span)
{
    /// <summary>Whether the highest is read in layer 0 too, where a sum around it is shortest.</summary>
    public bool IsInLayerZero { get; init; } = true;

    /// <summary>Whether what the layer itself computes is read.</summary>
    public bool IsOfThisLayer => Highest.IsLayer && Highest.Offset == State.Newest && State.Role != StateRole.Fixed;
}

/// <summary>What an expression is read in.</summary>
/// <param name="Place">Where its equation stands.</param>
/// <param name="Reads">Receives the iterates it reads.</param>
/// <param name="From">The lower bound of the sum around it, if one is.</param>
/// <param name="To">The upper bound of the sum around it.</param>
/// <param name="Variable">What j is: itself in a sum over layers, a number in a sum that is written out.</param>
internal sealed record Scope(EquationPlace Place, List<StateRead> Reads, AffineIndex? From, AffineIndex To, AffineIndex Variable)
{
    public Scope(EquationPlace place)
        : this(place, [], null, default, default)
    {
    }

    /// <summary>Whether a number may be added to a tensor: in what is applied to one, and in a factor of a product of tensors. Elsewhere it is a slip.</summary>
    public bool AllowsNumbers { get; init; }
}

/// <summary>Turns expressions into linear combinations and scalars in normal form, and finds the evaluations in them.</summary>
internal sealed partial class Normalizer(
    Outline outline, NameKinds kinds, Symbols symbols, EvaluationTable evaluations, ScalarLines lines, EquatableArray<string> scheduled, ProblemList problems)
{
    /// <summary>The combination of tensors an expression stands for; zero after a mistake.</summary>
    public LinearCombination Tensor(Expression expression, Scope scope)
    {
        if (IsPowerOfTensor(expression))
            return LinearCombination.Zero;
        if (scope.AllowsNumbers && kinds.IsScalar(expression))
            return LinearCombination.Of(OneValue.Instance).Times(Number(expression, scope));
        switch (expression)
        {
            case Reference reference:
                return ReadTensor(reference, scope);
            case Negation negation:
                return Tensor(negation.Operand, scope).Times(-Scalar.One);
            case Binary { Operator: BinaryOperator.Add } sum:
                return Tensor(sum.Left, scope).Plus(Tensor(sum.Right, scope));
            case Binary { Operator: BinaryOperator.Subtract } difference:
                return Tensor(difference.Left, scope).Plus(Tensor(difference.Right, scope).Times(-Scalar.One));
            case Binary product:
                return Product(product, scope);
            case TensorCall call:
                return Call(call, scope);
            case Application application:
                return Apply(application, scope);
            case Summation sum:
                return Sum(sum, scope);
            case Missing:
                return LinearCombination.Zero;
            case VariablePower when IsIterateAsPower(expression):
                return LinearCombination.Zero;
            default:
                ReportScalar(expression);
                return LinearCombination.Zero;
        }
    }

    /// <summary>Reports an iterate that is written as papers write it, x^k.</summary>
    private bool IsIterateAsPower(Expression expression)
    {
        if (expression is not VariablePower { Base: Reference { Indices.Count: 0 } iterate } power || outline.Find(iterate.Name) is null)
            return false;
        string subscript = power.Exponent is LayerNumber or LayerCount ? "_" + power.Exponent : $"_<{power.Exponent.ToString().Replace(" ", "")}>";
        problems.Report(
            ProblemKind.MissingIndex, power.Span, $"{iterate.Name} is a state, whose iterates have an index: write {iterate.Name}{subscript}.", new Correction(power.Span, iterate.Name + subscript));
        return true;
    }

    /// <summary>Reports a tensor that is raised to a power: it is a product of tensors.</summary>
    private bool IsPowerOfTensor(Expression expression)
    {
        if (expression is not Power power || !kinds.IsTensor(power.Base))
            return false;
        string factor = power.Base is Reference or Application or TensorCall ? power.Base.ToString() : $"({power.Base})";
        bool isSquare = power.Exponent == 2;
        problems.Report(
            ProblemKind.TensorWhereScalarExpected, power.Span, $"{power.Brief()} is a power of a tensor; write it as a product{(isSquare ? $", {factor}*{factor}" : "")}.",
            isSquare ? new Correction(power.Span, $"({factor}*{factor})") : null);
        return true;
    }

    /// <summary>The scalar an expression stands for; 1 after a mistake.</summary>
    public Scalar Number(Expression expression, Scope scope)
    {
        if (IsIterateAsPower(expression) || IsPowerOfTensor(expression))
            return Scalar.One;
        if (kinds.IsTensor(expression) && expression is not Binary { Operator: not BinaryOperator.Divide })
        {
            if (expression is not Missing)
                problems.Report(ProblemKind.TensorWhereScalarExpected, expression.Span, $"{expression.Brief()} is a tensor, but a scalar is needed here.");
            return Scalar.One;
        }
        switch (expression)
        {
            case Number number:
                return Scalar.Constant(number.Value);
            case LayerNumber:
                CheckLayerNumber(expression.Span, scope);
                return Scalar.Of(SymbolAtom.Layer);
            case LayerCount:
                return Scalar.Of(SymbolAtom.Layers);
            case SumVariable:
                return Scalar.Of(scope.Variable);
            case Reference reference:
                return ReadCoefficient(reference, scope);
            case Negation negation:
                return -Number(negation.Operand, scope);
            case Power power:
                return Number(power.Base, scope).Power(power.Exponent);
            case VariablePower power:
                return ScalarFunctions.Apply(ScalarFunction.Pow, [Number(power.Base, scope), Number(power.Exponent, scope)]);
            case ScalarCall call:
                return ScalarFunctions.Apply(call.Function, call.Arguments.Select(a => Number(a, scope)).ToEquatableArray());
            case Summation sum:
                return ScalarSum(sum, scope);
            case Binary binary:
                return Number(binary, scope);
            default:
                return Scalar.One;
        }
    }

    private Scalar Number(Binary binary, Scope scope)
    {
        Scalar left = Number(binary.Left, scope);
        Scalar right = Number(binary.Right, scope);
        switch (binary.Operator)
        {
            case BinaryOperator.Add:
                return left + right;
            case BinaryOperator.Subtract:
                return left - right;
            case BinaryOperator.Multiply:
                return left * right;
            default:
                CheckDivisor(binary.Right, right);
                return left / right;
        }
    }

    private LinearCombination Product(Binary product, Scope scope)
    {
        if (product.Operator == BinaryOperator.Divide)
        {
            Scalar divisor = Number(product.Right, scope);
            CheckDivisor(product.Right, divisor);
            return Tensor(product.Left, scope).Times(divisor.Reciprocal());
        }
        bool left = kinds.IsTensor(product.Left);
        bool right = kinds.IsTensor(product.Right);
        if (left != right)
        {
            (Expression tensor, Expression scalar) = left ? (product.Left, product.Right) : (product.Right, product.Left);
            // In the order written, so that problems and inputs come in that order too.
            Scalar? factor = left ? null : Number(scalar, scope);
            LinearCombination combination = Tensor(tensor, scope);
            return combination.Times(factor ?? Number(scalar, scope));
        }
        if (left)
            return ProductOfTensors(product, scope);
        ReportScalar(product);
        return LinearCombination.Zero;
    }

    private void ReportScalar(Expression expression)
    {
        var undecided = expression.WithParts().OfType<Reference>().Where(r => r.Indices.Count == 0 && kinds.IsUndecided(r.Name)).Select(r => r.Name).Distinct().ToList();
        if (undecided.Count > 0 && expression is not Reference)
        {
            problems.Report(
                ProblemKind.AmbiguousName, expression.Span,
                $"{expression.Brief()} stands where a tensor is needed, but nothing says which name in it is an input; declare the inputs.");
            return;
        }
        if (expression is Reference { Name: var name } && outline.FindScalar(name) is not null)
        {
            problems.Report(
                ProblemKind.ScalarWhereTensorExpected, expression.Span,
                $"{expression.Brief()} is a number, for the lines of {name} read no tensor, but a tensor is needed here; multiply one with it.");
            return;
        }
        string hint = expression is Reference { Indices.Count: 0 } reference ? $"; if {reference.Name} is an input, declare it as one." : ".";
        problems.Report(ProblemKind.ScalarWhereTensorExpected, expression.Span, $"{expression.Brief()} is a scalar, but a tensor is needed here{hint}");
    }

    private void CheckDivisor(Expression expression, Scalar divisor)
    {
        if (divisor.IsZero)
            problems.Report(ProblemKind.DivisionByZero, expression.Span, $"{expression.Brief()} is zero, and something is divided by it.");
    }

    /// <summary>Outside layers, k has no value.</summary>
    private bool CheckLayerNumber(SourceSpan span, Scope scope, Correction? correction = null)
    {
        if (scope.Place == EquationPlace.Layer && outline.Kind == PlanKind.Layered)
            return true;
        problems.Report(ProblemKind.LayerNumberOutsideLayers, span, true switch
        {
            _ when outline.Kind == PlanKind.Equilibrium => "k is the number of a layer, and an equilibrium has no layers.",
            _ when scope.Place == EquationPlace.Initial => "k is the number of a layer and has no value before the first one; use a number.",
            _ => "k is the number of a layer and has no value after the last one; use L."
        }, correction);
        return false;
    }

    private Scalar ReadCoefficient(Reference reference, Scope scope)
    {
        if (outline.FindScalar(reference.Name) is { } line)
            return ReadScalar(line, reference, scope);
        if (kinds.IsInput(reference.Name))
        {
            problems.Report(ProblemKind.InvalidInput, reference.Span, $"{reference.Name} is an input, which is one tensor and has no index.");
            return Scalar.One;
        }
        var indices = new List<AffineIndex>();
        foreach (IndexExpression written in reference.Indices)
        {
            if (written.Layer != 0)
                CheckLayerNumber(written.Span, scope);
            indices.Add(AffineIndex.Of(written).WithVariable(scope.Variable));
        }
        if (symbols.Coefficient(reference) is { } symbol)
        {
            for (int i = 0; i < indices.Count; i++)
                symbol.Last[i] = IndexBound.Greatest(symbol.Last[i], Bound(Highest(indices[i], scope)));
        }
        return Scalar.Of(new CoefficientAtom(reference.Name, indices.ToEquatableArray()));
    }

    /// <summary>The greatest value an index takes while the sum around it runs.</summary>
    private static AffineIndex Highest(AffineIndex index, Scope scope) =>
        index.Variable == 0 || scope.From is not { } from ? index : index.WithVariable(index.Variable > 0 ? scope.To : from);

    private static AffineIndex Lowest(AffineIndex index, Scope scope) =>
        index.Variable == 0 || scope.From is not { } from ? index : index.WithVariable(index.Variable > 0 ? from : scope.To);

    /// <summary>The greatest value an index takes in any layer.</summary>
    private static IndexBound Bound(AffineIndex index) => index switch
    {
        { Layer: > 0 } => new IndexBound(0, index.Offset - 1),
        { End: > 0 } => new IndexBound(0, index.Offset),
        _ => new IndexBound(Math.Max(0, index.Offset), null)
    };
}
