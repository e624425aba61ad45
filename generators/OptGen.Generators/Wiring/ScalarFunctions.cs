using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Functions of scalars, folded where the value is a fraction.</summary>
internal static class ScalarFunctions
{
    public static Scalar Apply(ScalarFunction function, EquatableArray<Scalar> arguments)
    {
        var values = new List<Rational>();
        foreach (Scalar argument in arguments)
        {
            if (argument.TryConstant(out Rational value))
                values.Add(value);
        }
        bool constant = values.Count == arguments.Count;
        if (function == ScalarFunction.Pow && arguments[0].IsOne)
            return Scalar.One;
        return constant && TryFold(function, values, out Rational folded)
            ? Scalar.Constant(folded)
            : function == ScalarFunction.Pow && arguments[1].TryConstant(out Rational exponent) && exponent.IsWhole && exponent >= 0 && exponent <= 1000
                ? arguments[0].Power((int)exponent.Numerator)
                : Scalar.Of(new FunctionAtom(function, arguments));
    }

    /// <summary>The value of a function in double precision.</summary>
    public static double Evaluate(ScalarFunction function, IReadOnlyList<double> arguments) => function switch
    {
        ScalarFunction.Sqrt => Math.Sqrt(arguments[0]),
        ScalarFunction.Exp => Math.Exp(arguments[0]),
        ScalarFunction.Log => Math.Log(arguments[0]),
        ScalarFunction.Abs => Math.Abs(arguments[0]),
        ScalarFunction.Min => arguments.Min(),
        ScalarFunction.Max => arguments.Max(),
        _ => Math.Pow(arguments[0], arguments[1])
    };

    /// <summary>The exact value where it is a fraction; false where it is not, or does not exist.</summary>
    public static bool TryFold(ScalarFunction function, IReadOnlyList<Rational> arguments, out Rational value)
    {
        value = default;
        switch (function)
        {
            case ScalarFunction.Abs:
                value = arguments[0].Abs();
                return true;
            case ScalarFunction.Min:
                value = arguments.Aggregate(Rational.Min);
                return true;
            case ScalarFunction.Max:
                value = arguments.Aggregate(Rational.Max);
                return true;
            case ScalarFunction.Sqrt:
                return TryRoot(arguments[0], out value);
            case ScalarFunction.Exp:
                value = Rational.One;
                return arguments[0].IsZero;
            case ScalarFunction.Log:
                return arguments[0].IsOne;
            default:
                return TryPower(arguments[0], arguments[1], out value);
        }
    }

    private static bool TryPower(Rational operand, Rational exponent, out Rational value)
    {
        value = default;
        if (!exponent.IsWhole || exponent.Abs() > 1000 || (operand.IsZero && exponent < 0))
            return false;
        value = operand.Power((int)exponent.Numerator);
        return true;
    }

    private static bool TryRoot(Rational square, out Rational root)
    {
        root = default;
        if (square.Sign < 0 || !TryRoot(square.Numerator, out var above) || !TryRoot(square.Denominator, out var below))
            return false;
        root = new Rational(above, below);
        return true;
    }

    private static bool TryRoot(System.Numerics.BigInteger square, out System.Numerics.BigInteger root)
    {
        root = square;
        if (square.IsZero)
            return true;
        // Newton's iteration from above, started at a power of two that is surely large enough.
        root = System.Numerics.BigInteger.One << ((square.ToByteArray().Length * 4) + 1);
        while (true)
        {
            System.Numerics.BigInteger next = (root + (square / root)) >> 1;
            if (next >= root)
                return root * root == square;
            root = next;
        }
    }
}
