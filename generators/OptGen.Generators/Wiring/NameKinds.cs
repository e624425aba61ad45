using OptGen.Notation;

namespace OptGen.Wiring;

internal enum ValueKind
{
    Unknown,
    Scalar,
    Tensor
}

/// <summary>
/// Tells scalars from tensors. A name without index is an input or a coefficient; where nobody has said which, its place decides:
/// what is added to a tensor or is an operator's argument is a tensor, what multiplies one is a scalar.
/// </summary>
internal sealed class NameKinds
{
    private readonly Outline _outline;
    private readonly bool _inputsKnown;
    private readonly Dictionary<string, ValueKind> _kinds = [];
    private bool _changed;

    private NameKinds(Outline outline, WiringOptions options)
    {
        _outline = outline;
        _inputsKnown = options.Inputs is not null;
        foreach (string name in options.Coefficients)
            _kinds[name] = ValueKind.Scalar;
        foreach (string name in options.Inputs ?? [])
            _kinds[name] = ValueKind.Tensor;
    }

    public static NameKinds Infer(RecurrenceTree tree, Outline outline, WiringOptions options)
    {
        var kinds = new NameKinds(outline, options);
        // Each round decides a name or is the last; the bound is for texts that are nothing but names.
        const int MostRounds = 50;
        for (int round = 0; round < MostRounds; round++)
        {
            kinds._changed = false;
            foreach (Equation equation in tree.Equations)
                kinds.Require(equation.Right, !equation.Left.IsOutput && outline.FindScalar(equation.Left.Name) is not null ? ValueKind.Scalar : ValueKind.Tensor);
            if (!kinds._changed)
                break;
        }
        return kinds;
    }

    public bool IsInput(string name) => _kinds.TryGetValue(name, out ValueKind kind) && kind == ValueKind.Tensor;

    public bool HasInputs => _kinds.ContainsValue(ValueKind.Tensor);

    /// <summary>Whether nothing says what the name is.</summary>
    public bool IsUndecided(string name) => !_inputsKnown && !_kinds.ContainsKey(name);

    public bool IsTensor(Expression expression) => KindOf(expression) == ValueKind.Tensor;

    public bool IsScalar(Expression expression) => KindOf(expression) == ValueKind.Scalar;

    private ValueKind KindOf(Expression expression)
    {
        switch (expression)
        {
            case Reference reference:
                return KindOf(reference);
            case Negation negation:
                return KindOf(negation.Operand);
            case Summation sum:
                return KindOf(sum.Body);
            case TensorCall or Application or Missing:
                return ValueKind.Tensor;
            case Binary { Operator: BinaryOperator.Divide } quotient:
                return KindOf(quotient.Left);
            case Binary binary:
                ValueKind left = KindOf(binary.Left);
                ValueKind right = KindOf(binary.Right);
                if (left == ValueKind.Tensor || right == ValueKind.Tensor)
                    return ValueKind.Tensor;
                return left == ValueKind.Scalar && right == ValueKind.Scalar ? ValueKind.Scalar : ValueKind.Unknown;
            default:
                return ValueKind.Scalar;
        }
    }

    private ValueKind KindOf(Reference reference)
    {
        if (_outline.Find(reference.Name) is not null)
            return ValueKind.Tensor;
        if (reference.Indices.Count > 0 || _outline.FindScalar(reference.Name) is not null)
            return ValueKind.Scalar;
        return _kinds.TryGetValue(reference.Name, out ValueKind kind) ? kind : _inputsKnown ? ValueKind.Scalar : ValueKind.Unknown;
    }

    private void Require(Expression expression, ValueKind kind)
    {
        switch (expression)
        {
            case Reference reference:
                Decide(reference, kind);
                break;
            case Negation negation:
                Require(negation.Operand, kind);
                break;
            case Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum:
                Require(sum.Left, kind);
                Require(sum.Right, kind);
                break;
            case Binary { Operator: BinaryOperator.Divide } quotient:
                Require(quotient.Left, kind);
                Require(quotient.Right, ValueKind.Scalar);
                break;
            case Binary product:
                RequireProduct(product, kind);
                break;
            case Power power:
                Require(power.Base, ValueKind.Scalar);
                break;
            case VariablePower power:
                Require(power.Base, ValueKind.Scalar);
                Require(power.Exponent, ValueKind.Scalar);
                break;
            case Summation sum:
                Require(sum.Body, kind);
                break;
            case Several several:
                RequireAll(several.Items, 0, ValueKind.Tensor);
                break;
            case ScalarCall call:
                RequireAll(call.Arguments, 0, ValueKind.Scalar);
                break;
            case TensorCall call:
                Require(call.Arguments[0], ValueKind.Tensor);
                RequireAll(call.Arguments, 1, ValueKind.Scalar);
                break;
            case Application application:
                RequireAll(application.Parameters, 0, ValueKind.Scalar);
                RequireAll(application.Arguments, 0, ValueKind.Tensor);
                break;
        }
    }

    private void RequireAll(EquatableArray<Expression> expressions, int from, ValueKind kind)
    {
        for (int i = from; i < expressions.Count; i++)
            Require(expressions[i], kind);
    }

    private void RequireProduct(Binary product, ValueKind kind)
    {
        ValueKind left = kind == ValueKind.Scalar ? ValueKind.Scalar : KindOf(product.Left);
        ValueKind right = kind == ValueKind.Scalar ? ValueKind.Scalar : KindOf(product.Right);
        if (kind == ValueKind.Tensor)
        {
            // One factor of a tensor is a tensor, the other a scalar.
            if (left == ValueKind.Unknown && right != ValueKind.Unknown)
                left = right == ValueKind.Tensor ? ValueKind.Scalar : ValueKind.Tensor;
            else if (right == ValueKind.Unknown && left != ValueKind.Unknown)
                right = left == ValueKind.Tensor ? ValueKind.Scalar : ValueKind.Tensor;
        }
        Require(product.Left, left);
        Require(product.Right, right);
    }

    private void Decide(Reference reference, ValueKind kind)
    {
        if (kind == ValueKind.Unknown || KindOf(reference) != ValueKind.Unknown)
            return;
        _kinds[reference.Name] = kind;
        _changed = true;
    }
}
