namespace OptGen.Notation;

/// <summary>
/// Tells the lines that compute numbers, such as t_&lt;k+1&gt; = (1 + sqrt(1 + 4*t_k^2))/2, from those that compute tensors. What a line reads decides: an operator's value,
/// a function of tensors, an input or a name that is a tensor makes it one. Of the rest a name is a number where one is needed, or where one is added to it; what nothing
/// decides is a tensor.
/// </summary>
internal sealed class ScalarNames
{
    private readonly RecurrenceTree _tree;
    private readonly HashSet<string> _defined;
    private readonly HashSet<string>? _inputs;
    private readonly HashSet<string> _coefficients;
    private readonly HashSet<string> _tensors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scalars = new(StringComparer.Ordinal);
    private bool _changed;

    private ScalarNames(RecurrenceTree tree, IEnumerable<string>? inputs, IEnumerable<string> coefficients)
    {
        _tree = tree;
        _defined = new HashSet<string>(tree.Equations.Where(e => !e.Left.IsOutput).Select(e => e.Left.Name), StringComparer.Ordinal);
        _inputs = inputs is null ? null : new HashSet<string>(inputs, StringComparer.Ordinal);
        _coefficients = new HashSet<string>(coefficients, StringComparer.Ordinal);
    }

    /// <param name="tree">The recurrence.</param>
    /// <param name="inputs">The names of the inputs; null where nothing declares them.</param>
    /// <param name="coefficients">Names known to be numbers.</param>
    /// <returns>The names that lines define and that stand for numbers.</returns>
    public static HashSet<string> Of(RecurrenceTree tree, IEnumerable<string>? inputs, IEnumerable<string> coefficients)
    {
        var names = new ScalarNames(tree, inputs, coefficients);
        names.FindTensors();
        names.FindScalars();
        return names._scalars;
    }

    private enum Kind
    {
        Unknown,
        Scalar,
        Tensor
    }

    private void FindTensors()
    {
        // The main state is one, whatever its line says.
        foreach (Equation equation in _tree.Equations)
        {
            if (equation.Left is { Name: "x", Index: { IsLayer: true, Offset: 1 } })
                _tensors.Add("x");
        }
        foreach (string input in _inputs ?? [])
        {
            if (_defined.Contains(input))
                _tensors.Add(input);
        }
        do
        {
            _changed = false;
            foreach (Equation equation in _tree.Equations)
            {
                if (!equation.Left.IsOutput && !_tensors.Contains(equation.Left.Name) && equation.Right.WithParts().Any(IsTensor))
                    _changed |= _tensors.Add(equation.Left.Name);
            }
        }
        while (_changed);
    }

    private bool IsTensor(Expression expression) => expression is TensorCall or Application or Several
        || (expression is Reference reference && (_tensors.Contains(reference.Name) || (!_defined.Contains(reference.Name) && _inputs?.Contains(reference.Name) == true)));

    private void FindScalars()
    {
        do
        {
            _changed = false;
            foreach (Equation equation in _tree.Equations)
                Visit(equation);
        }
        while (_changed);
    }

    private void Visit(Equation equation)
    {
        foreach (Expression part in equation.Right.WithParts())
            VisitPlaces(part);
        if (equation.Left.IsOutput || _tensors.Contains(equation.Left.Name))
            return;
        // Zeros begin tensors as well as numbers.
        bool isZero = equation.Left.Index is { IsNumber: true } && equation.Right is Number { Value.IsZero: true };
        if (!isZero && KindOf(equation.Right) == Kind.Scalar)
            Mark(equation.Left.Name);
        if (_scalars.Contains(equation.Left.Name))
            Mark(equation.Right);
    }

    /// <summary>Marks what stands where only a number can.</summary>
    private void VisitPlaces(Expression part)
    {
        switch (part)
        {
            case Power power:
                Mark(power.Base);
                break;
            case VariablePower power:
                Mark(power.Base);
                break;
            case ScalarCall call:
                MarkAll(call.Arguments);
                break;
            case TensorCall call:
                MarkAll(call.Arguments.Skip(1));
                break;
            case Application application:
                MarkAll(application.Parameters);
                break;
            case Binary { Operator: BinaryOperator.Divide } quotient:
                Mark(quotient.Right);
                break;
            case Binary { Operator: BinaryOperator.Multiply } product:
                // What a tensor is multiplied with, and is no tensor, is a number.
                if (KindOf(product.Left) == Kind.Tensor && KindOf(product.Right) != Kind.Tensor)
                    Mark(product.Right);
                if (KindOf(product.Right) == Kind.Tensor && KindOf(product.Left) != Kind.Tensor)
                    Mark(product.Left);
                break;
        }
    }

    private void MarkAll(IEnumerable<Expression> expressions)
    {
        foreach (Expression expression in expressions)
            Mark(expression);
    }

    private void Mark(Expression expression)
    {
        foreach (Reference reference in expression.WithParts().OfType<Reference>())
        {
            if (_defined.Contains(reference.Name) && !_tensors.Contains(reference.Name))
                Mark(reference.Name);
        }
    }

    private void Mark(string name) => _changed |= _scalars.Add(name);

    private Kind KindOf(Expression expression)
    {
        switch (expression)
        {
            case Reference reference:
                return KindOf(reference);
            case Negation negation:
                return KindOf(negation.Operand);
            case Summation sum:
                return KindOf(sum.Body);
            case TensorCall or Application or Several or Missing:
                return Kind.Tensor;
            case Binary { Operator: BinaryOperator.Divide } quotient:
                return KindOf(quotient.Left);
            case Binary binary:
                Kind left = KindOf(binary.Left);
                Kind right = KindOf(binary.Right);
                if (left == Kind.Tensor || right == Kind.Tensor)
                    return Kind.Tensor;
                // A number is added to numbers only.
                bool isSum = binary.Operator != BinaryOperator.Multiply;
                return left == Kind.Scalar && right == Kind.Scalar || (isSum && (left == Kind.Scalar || right == Kind.Scalar)) ? Kind.Scalar : Kind.Unknown;
            default:
                return Kind.Scalar;
        }
    }

    private Kind KindOf(Reference reference)
    {
        if (_defined.Contains(reference.Name))
            return _tensors.Contains(reference.Name) ? Kind.Tensor : _scalars.Contains(reference.Name) ? Kind.Scalar : Kind.Unknown;
        if (_inputs?.Contains(reference.Name) == true)
            return Kind.Tensor;
        // Of a name without index nobody may have said whether it is an input.
        return reference.Indices.Count > 0 || _coefficients.Contains(reference.Name) || _inputs is not null ? Kind.Scalar : Kind.Unknown;
    }
}
