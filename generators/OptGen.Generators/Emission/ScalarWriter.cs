using System.Globalization;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the scalars of a plan as C#: numbers where it can, tensors where a trained coefficient takes part.</summary>
/// <param name="leaf">Writes a coefficient, or the place that holds a trained one.</param>
/// <param name="layers">The number of layers, as it is written.</param>
/// <param name="mostLayers">A number that the number of layers is not greater than.</param>
internal sealed class ScalarWriter(Func<Atom, ScalarCode> leaf, string layers, int mostLayers)
{
    /// <summary>What the numbers k and j are called where the text goes.</summary>
    public string Layer { get; set; } = "k";

    public string Variable { get; set; } = "j";

    public ScalarCode Write(Scalar scalar)
    {
        ScalarCode? sum = null;
        // A term without a minus first, where there is one: 1 - a reads better than -a + 1.
        foreach (Monomial term in scalar.Terms.OrderBy(t => t.Factor.Sign < 0))
        {
            ScalarCode code = Write(term with { Factor = term.Factor.Abs() });
            bool minus = term.Factor.Sign < 0;
            sum = sum is null ? minus ? ScalarCode.Negate(code) : code : minus ? ScalarCode.Subtract(sum, code) : ScalarCode.Add(sum, code);
        }
        return sum ?? ScalarCode.Zero;
    }

    private ScalarCode Write(Monomial monomial)
    {
        ScalarCode? above = null;
        ScalarCode? below = null;
        foreach (AtomPower power in monomial.Powers)
        {
            ScalarCode code = Raise(Write(power.Atom), Math.Abs(power.Exponent));
            if (power.Exponent > 0)
                above = above is null ? code : ScalarCode.Multiply(above, code);
            else
                below = below is null ? code : ScalarCode.Multiply(below, code);
        }
        if (above is null || !monomial.Factor.IsOne)
            above = above is null ? Write(monomial.Factor) : Scale(monomial.Factor, above);
        return below is null ? above : ScalarCode.Divide(above, below);
    }

    private static ScalarCode Scale(Rational factor, ScalarCode code) =>
        factor.Numerator.IsOne
            ? ScalarCode.Divide(code, Write(factor.Reciprocal()))
            : ScalarCode.Multiply(Write(factor), code);

    private static ScalarCode Write(Rational value)
    {
        if (value.IsWhole && value.Abs() <= int.MaxValue)
            return ScalarCode.Whole(value.ToString(), (long)value.Numerator);
        (string text, bool isQuotient) = CSharp.Number(value);
        return new ScalarCode(text, isQuotient ? Precedence.Product : Precedence.Primary, Numeric.Real);
    }

    private static ScalarCode Raise(ScalarCode code, int exponent)
    {
        if (exponent == 1)
            return code;
        string number = exponent.ToString(CultureInfo.InvariantCulture);
        if (code.IsTensor)
            return ScalarCode.Service("Power", code, ScalarCode.Whole(number, exponent));
        return exponent == 2 && code.Precedence == Precedence.Primary
            ? ScalarCode.Multiply(code, code)
            : ScalarCode.Real($"global::System.Math.Pow({code.Text}, {number})");
    }

    private ScalarCode Write(Atom atom) => atom switch
    {
        _ when atom == SymbolAtom.Layer => ScalarCode.Whole(Layer, mostLayers),
        _ when atom == SymbolAtom.Layers => ScalarCode.Whole(layers, mostLayers),
        _ when atom == SymbolAtom.Variable => ScalarCode.Whole(Variable, mostLayers),
        GroupAtom group => Parenthesize(Write(group.Content)),
        FunctionAtom function => Call(function.Function, function.Arguments.Select(Write).ToArray()),
        _ => leaf(atom)
    };

    private static ScalarCode Parenthesize(ScalarCode code) => code with { Text = code.At(Precedence.Primary), Precedence = Precedence.Primary };

    private static ScalarCode Call(ScalarFunction function, ScalarCode[] arguments)
    {
        if (!arguments.Any(a => a.IsTensor))
        {
            string name = function == ScalarFunction.Pow ? "Pow" : char.ToUpperInvariant(Vocabulary.NameOf(function)[0]) + Vocabulary.NameOf(function).Substring(1);
            return ScalarCode.Real($"global::System.Math.{name}({string.Join(", ", arguments.Select(AsDouble))})");
        }
        string text = function switch
        {
            ScalarFunction.Min or ScalarFunction.Max =>
                $"{CSharp.Services}.Coefficients.{(function == ScalarFunction.Min ? "Minimum" : "Maximum")}({arguments[0].Text}, {arguments[1].Text})",
            ScalarFunction.Pow => ScalarCode.Service("Power", arguments[0], arguments[1]).Text,
            _ => $"{arguments[0].At(Precedence.Primary)}.{Vocabulary.NameOf(function)}()"
        };
        return new ScalarCode(text, Precedence.Primary, Numeric.Tensor);
    }

    // Math.Min and Math.Max of two whole numbers would be whole, and a quotient of them cut off.
    private static string AsDouble(ScalarCode code) => code.Type == Numeric.Whole ? "(double)" + code.At(Precedence.Primary) : code.Text;
}
