using System.Globalization;
using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// Finds scalars that surely have no value: a division by zero, a root of a negative number, what is beyond a double's range. It computes what numbers and
/// constants alone determine, and what depends on k in every layer that is known to run.
/// </summary>
internal sealed class ValueCheck(int? layers, IReadOnlyDictionary<string, CoefficientKnowledge> knowledge, IEnumerable<string> scalarLines)
{
    /// <summary>More layers are not looked at: what goes wrong does so in an early one, or in all.</summary>
    private const int MostLayers = 1000;

    /// <summary>Beyond so many bits exact arithmetic would take long.</summary>
    private const int MostBytes = 1000;

    private readonly ProblemList _problems = new();
    private readonly HashSet<string> _lines = new(scalarLines, StringComparer.Ordinal);

    // What scalar lines have at each index, as far as it is known.
    private readonly Dictionary<string, SortedDictionary<int, Rational?>> _numbers = new(StringComparer.Ordinal);
    private int? _layer;
    private bool _hasFailed;

    public IReadOnlyList<Problem> Check(RecurrenceTree tree)
    {
        CheckLines(tree);
        foreach (Equation equation in tree.Equations.Where(e => e.Left.IsOutput || !_lines.Contains(e.Left.Name)))
        {
            _hasFailed = false;
            int known = !IsOfEveryLayer(equation) || !equation.Right.WithParts().Any(IsOfLayer) ? 0 : Math.Min(layers ?? 1, MostLayers);
            _layer = null;
            if (known == 0)
                Visit(equation.Right);
            for (int k = 0; k < known && !_hasFailed; k++)
            {
                _layer = k;
                Visit(equation.Right);
            }
        }
        return [.. _problems.ToArray()];
    }

    /// <summary>Computes scalar lines layer after layer, as the network does when it is made. What fails once is not computed further.</summary>
    private void CheckLines(RecurrenceTree tree)
    {
        List<Equation> equations = [.. tree.Equations.Where(e => !e.Left.IsOutput && _lines.Contains(e.Left.Name))];
        foreach (Equation equation in equations.Where(e => e.Left.Index is { IsNumber: true }))
            Compute(equation, null, equation.Left.Index!.Offset);
        equations.RemoveAll(e => e.Left.Index is { IsNumber: true });
        int known = equations.Count == 0 ? 0 : equations[0].Left.Index is null ? 1 : Math.Min(layers ?? 1, MostLayers);
        for (int k = 0; k < known && equations.Count > 0; k++)
            equations.RemoveAll(e => !Compute(e, e.Left.Index is null ? null : k, k + (e.Left.Index?.Offset ?? 0)));
    }

    private bool Compute(Equation equation, int? layer, int index)
    {
        _hasFailed = false;
        _layer = layer;
        if (!_numbers.TryGetValue(equation.Left.Name, out SortedDictionary<int, Rational?>? numbers))
            _numbers.Add(equation.Left.Name, numbers = []);
        Rational? value = Finite(equation.Right);
        numbers[index] = _hasFailed ? null : value;
        return !_hasFailed;
    }

    /// <summary>A number of a scalar line; below the first stands the first.</summary>
    private Rational? NumberOf(Reference reference)
    {
        if (!_numbers.TryGetValue(reference.Name, out SortedDictionary<int, Rational?>? numbers) || numbers.Count == 0 || reference.Indices.Count > 1)
            return null;
        if (reference.Indices.Count == 0)
            return numbers.TryGetValue(0, out Rational? only) ? only : null;
        IndexExpression index = reference.Indices[0];
        if (index.VariableFactor != 0 || (index.Layer != 0 && _layer is null) || (index.Depth != 0 && layers is null))
            return null;
        int at = (index.Layer * (_layer ?? 0)) + (index.Depth * (layers ?? 0)) + index.Offset;
        return numbers.TryGetValue(Math.Max(at, numbers.Keys.First()), out Rational? number) ? number : null;
    }

    /// <summary>Whether a part of an expression differs from layer to layer.</summary>
    private bool IsOfLayer(Expression part) => part is LayerNumber || (part is Reference reference && _lines.Contains(reference.Name) && reference.Indices.Any(i => i.Layer != 0));

    /// <summary>An equation of an iterate in terms of the one before may be another layer's, written with other indices.</summary>
    private static bool IsOfEveryLayer(Equation equation) => equation.Left.Index is { IsLayer: true } index
        && (index.Offset == 1 || !equation.Right.WithParts().OfType<Reference>().Any(r => r.Name == equation.Left.Name && r.Indices.Any(i => i.Offset < 0)));

    /// <summary>Checks every scalar in an expression, and gives the value of the expression where it is a scalar that is known.</summary>
    private Rational? Visit(Expression expression)
    {
        if (_hasFailed)
            return null;
        switch (expression)
        {
            case Number number:
                return number.Value;
            case LayerNumber:
                return _layer is { } k ? (Rational)k : null;
            case LayerCount:
                return layers is { } count ? (Rational)count : null;
            case Reference line when _lines.Contains(line.Name):
                return NumberOf(line);
            case Reference { Indices.Count: 0 } reference when knowledge.TryGetValue(reference.Name, out CoefficientKnowledge? known) && known is ConstantCoefficient constant:
                return constant.Value;
            case Negation negation:
                return -Visit(negation.Operand);
            case Binary binary:
                return Visit(binary);
            case Power power:
                return Visit(power.Base) is { } number0 ? Raise(number0, power.Exponent) : null;
            case VariablePower power:
                return Visit(power);
            case ScalarCall call:
                return Visit(call);
            case Summation sum:
                // A sum may have no terms, and then its body has no value and needs none.
                return sum.From.IsNumber && sum.To.IsNumber ? Finite(sum.Body) : null;
            default:
                foreach (Expression part in expression.Parts())
                    Finite(part);
                return null;
        }
    }

    private Rational? Visit(VariablePower power)
    {
        Rational? operand = Visit(power.Base);
        Rational? raised = Visit(power.Exponent);
        if (operand is not { } number || raised is not { } exponent || _hasFailed)
            return null;
        if (number.IsZero && exponent < 0)
        {
            Report(ProblemKind.DivisionByZero, power, "divides by zero", "which has no value.");
            return null;
        }
        return exponent.Abs() > MostBytes ? null : Raise(number, (int)exponent.Numerator);
    }

    private Rational? Visit(Binary binary)
    {
        Rational? left = Visit(binary.Left);
        Rational? right = Visit(binary.Right);
        if (_hasFailed)
            return null;
        if (binary.Operator == BinaryOperator.Divide && right is { IsZero: true })
        {
            Report(ProblemKind.DivisionByZero, binary.Right, "is zero", "and something is divided by it.");
            return null;
        }
        if (left is { } a && right is { } b)
        {
            return Bounded(binary.Operator switch
            {
                BinaryOperator.Add => a + b,
                BinaryOperator.Subtract => a - b,
                BinaryOperator.Multiply => a * b,
                _ => a / b
            });
        }
        // Where one side only is known, the other takes it as a double.
        if (left is not null)
            CheckFinite(binary.Left, left);
        if (right is not null)
            CheckFinite(binary.Right, right);
        return null;
    }

    private Rational? Visit(ScalarCall call)
    {
        var arguments = new List<Rational>();
        foreach (Expression argument in call.Arguments)
        {
            if (Finite(argument) is { } value)
                arguments.Add(value);
        }
        if (_hasFailed || arguments.Count < call.Arguments.Count)
            return null;
        if (ScalarFunctions.TryFold(call.Function, arguments, out Rational folded))
            return Bounded(folded);
        double result = ScalarFunctions.Evaluate(call.Function, arguments.Select(a => a.ToDouble()).ToList());
        if (Rational.TryFromDouble(result, out Rational close))
            return close;
        Report(ProblemKind.NotFinite, call, double.IsNaN(result) ? "is not a number" : "is infinite", "and the numbers of a network must be finite.");
        return null;
    }

    private Rational? Finite(Expression expression)
    {
        Rational? value = Visit(expression);
        CheckFinite(expression, value);
        return value;
    }

    private void CheckFinite(Expression expression, Rational? value)
    {
        if (!_hasFailed && value is { } known && double.IsInfinity(known.ToDouble()))
            Report(ProblemKind.NotFinite, expression, "is greater than any number that a network computes with", "1.8e308.");
    }

    private static Rational? Raise(Rational value, int exponent) => (long)Bytes(value) * Math.Abs(exponent) > MostBytes ? null : value.IsZero && exponent < 0 ? null : value.Power(exponent);

    private static Rational? Bounded(Rational value) => Bytes(value) > MostBytes ? null : value;

    private static int Bytes(Rational value) => value.Numerator.ToByteArray().Length + value.Denominator.ToByteArray().Length;

    private void Report(ProblemKind kind, Expression expression, string what, string why)
    {
        _hasFailed = true;
        bool depends = _layer is not null && expression.WithParts().Any(IsOfLayer);
        string where = depends ? $" in layer {_layer!.Value.ToString(CultureInfo.InvariantCulture)}" : "";
        _problems.Report(kind, expression.Span, $"{expression.Brief()} {what}{where}, {why}");
    }
}
