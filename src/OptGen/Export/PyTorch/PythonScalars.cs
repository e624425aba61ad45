using System.Globalization;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the scalars of a program: numbers where it can, tensors where a trained coefficient takes part.</summary>
/// <param name="leaf">Writes a coefficient, a number that the program holds, or the place of a trained coefficient.</param>
/// <param name="numbers">Writes k, L and j.</param>
internal sealed class PythonScalars(Func<Atom, PythonCode> leaf, PythonNumbers numbers)
{
    /// <summary>A scalar without the minus before it, and whether there is one: where most terms have one.</summary>
    public (bool IsMinus, PythonCode Code) Signed(Scalar scalar)
    {
        bool minus = scalar.Terms.Count(t => t.Factor.Sign < 0) * 2 > scalar.Terms.Count;
        return (minus, Write(minus ? -scalar : scalar));
    }

    public PythonCode Write(Scalar scalar)
    {
        PythonCode? sum = null;
        // A part without a minus first, where there is one: 1 - a reads better than -a + 1.
        foreach ((bool minus, PythonCode code) in Parts(scalar).OrderBy(p => p.IsMinus))
            sum = sum is not { } before ? minus ? -code : code : minus ? before - code : before + code;
        return sum ?? new PythonCode("0");
    }

    /// <summary>The terms, those over the same denominator as one fraction.</summary>
    private IEnumerable<(bool IsMinus, PythonCode Code)> Parts(Scalar scalar)
    {
        foreach (var fraction in scalar.Terms.GroupBy(t => string.Join("*", t.Powers.Where(p => p.Exponent < 0)), StringComparer.Ordinal))
        {
            if (fraction.Key.Length == 0 || fraction.Count() == 1)
            {
                foreach (Monomial term in fraction)
                    yield return (term.Factor.Sign < 0, Write(term with { Factor = term.Factor.Abs() }));
                continue;
            }
            Scalar above = Scalar.Zero;
            foreach (Monomial term in fraction)
                above += Scalar.Constant(term.Factor) * Product(term.Powers.Where(p => p.Exponent > 0));
            (bool minus, PythonCode code) = Signed(above);
            yield return (minus, code / Write(Product(fraction.First().Powers.Where(p => p.Exponent < 0).Select(p => p with { Exponent = -p.Exponent }))));
        }
    }

    private static Scalar Product(IEnumerable<AtomPower> powers)
    {
        Scalar product = Scalar.One;
        foreach (AtomPower power in powers)
            product *= power.Atom is GroupAtom group && power.Exponent == 1 ? group.Content : Scalar.Of(power.Atom).Power(power.Exponent);
        return product;
    }

    private PythonCode Write(Monomial monomial)
    {
        PythonCode? above = null;
        PythonCode? below = null;
        foreach (AtomPower power in monomial.Powers)
        {
            PythonCode code = Write(power.Atom);
            if (Math.Abs(power.Exponent) > 1)
                code = code.Power(new PythonCode(PythonText.Number(Math.Abs(power.Exponent))));
            if (power.Exponent > 0)
                above = above is { } before ? before * code : code;
            else
                below = below is { } before ? before * code : code;
        }
        if (above is not { } factors)
            above = Write(monomial.Factor);
        else if (!monomial.Factor.IsOne)
            above = monomial.Factor.Numerator.IsOne ? factors / Write(monomial.Factor.Reciprocal()) : Write(monomial.Factor) * factors;
        return below is { } divisor ? above.Value / divisor : above.Value;
    }

    private static PythonCode Write(Rational value)
    {
        const int MostInQuotient = 1_000_000;
        if (value.IsWhole)
            return new PythonCode(value.ToString());
        string text = PythonText.Number(value.ToDouble());
        bool isExact = Rational.TryParseDecimal(text, out Rational read) && read == value;
        return isExact || value.Denominator > MostInQuotient || value.Numerator > MostInQuotient
            ? new PythonCode(text)
            : new PythonCode(string.Create(CultureInfo.InvariantCulture, $"{value.Numerator} / {value.Denominator}"), Binding.Product);
    }

    private PythonCode Write(Atom atom) => atom switch
    {
        _ when atom == SymbolAtom.Layer => new PythonCode(numbers.Layer),
        _ when atom == SymbolAtom.Layers => new PythonCode(PythonText.Number(numbers.Layers)),
        _ when atom == SymbolAtom.Variable => new PythonCode(numbers.Variable),
        GroupAtom group => Write(group.Content),
        FunctionAtom function => Call(function.Function, [.. function.Arguments.Select(Write)]),
        _ => leaf(atom)
    };

    private static PythonCode Call(ScalarFunction function, PythonCode[] arguments)
    {
        string name = Vocabulary.NameOf(function);
        if (function == ScalarFunction.Pow)
            return arguments[0].Power(arguments[1]);
        if (!Array.Exists(arguments, a => a.IsTensor))
        {
            string scope = function is ScalarFunction.Min or ScalarFunction.Max or ScalarFunction.Abs ? "" : "math.";
            return new PythonCode($"{scope}{name}({string.Join(", ", arguments)})");
        }
        if (function is not (ScalarFunction.Min or ScalarFunction.Max))
            return new PythonCode($"torch.{name}({arguments[0]})", IsTensor: true);
        if (arguments[0].IsTensor && arguments[1].IsTensor)
            return new PythonCode($"torch.{name}imum({arguments[0]}, {arguments[1]})", IsTensor: true);
        (PythonCode tensor, PythonCode number) = arguments[0].IsTensor ? (arguments[0], arguments[1]) : (arguments[1], arguments[0]);
        return new PythonCode($"torch.clamp({tensor}, {(function == ScalarFunction.Min ? "max" : "min")}={number})", IsTensor: true);
    }
}
