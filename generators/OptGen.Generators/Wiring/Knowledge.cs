using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What is known of all coefficients, put into scalars.</summary>
internal sealed class Knowledge
{
    private readonly IReadOnlyDictionary<string, CoefficientKnowledge> _coefficients;
    private readonly ScalarLineKnowledge _lines;

    public Knowledge(IReadOnlyDictionary<string, CoefficientKnowledge> coefficients, IEnumerable<ScalarLinePlan> lines)
    {
        _coefficients = coefficients;
        _lines = new ScalarLineKnowledge(lines, Resolve);
    }

    public CoefficientKnowledge Of(string name) =>
        _coefficients.TryGetValue(name, out CoefficientKnowledge? knowledge) ? knowledge : new LearnedCoefficient();

    /// <summary>
    /// Puts constants in place of their names and drops the indices of bounded coefficients: a polynomial with constant coefficients
    /// judges each value in the range as if all layers had it.
    /// </summary>
    public Scalar Resolve(Scalar scalar)
    {
        if (!scalar.Atoms().Any())
            return scalar;
        Scalar sum = Scalar.Zero;
        foreach (Monomial term in scalar.Terms)
        {
            Scalar product = Scalar.Constant(term.Factor);
            foreach (AtomPower power in term.Powers)
            {
                Scalar atom = Resolve(power.Atom);
                product *= power.Exponent > 0 ? atom.Power(power.Exponent) : atom.Power(-power.Exponent).Reciprocal();
            }
            sum += product;
        }
        return sum;
    }

    private Scalar Resolve(Atom atom) => atom switch
    {
        CoefficientAtom line when _lines.Contains(line.Name) => _lines.Resolve(line),
        CoefficientAtom coefficient => Of(coefficient.Name) switch
        {
            ConstantCoefficient constant => Scalar.Constant(constant.Value),
            BoundedCoefficient bounded when bounded.Minimum == bounded.Maximum => Scalar.Constant(bounded.Minimum),
            BoundedCoefficient => Scalar.Of(new CoefficientAtom(coefficient.Name, [])),
            _ => Scalar.Of(coefficient)
        },
        FunctionAtom function => ScalarFunctions.Apply(function.Function, function.Arguments.Select(Resolve).ToEquatableArray()),
        GroupAtom group => Resolve(group.Content),
        _ => Scalar.Of(atom)
    };

    /// <summary>Why a scalar is neither a number nor made of bounded coefficients, or None when it is.</summary>
    public NoVerdictReason ReasonAgainst(Scalar resolved)
    {
        var reason = NoVerdictReason.None;
        foreach (Atom atom in resolved.Atoms())
        {
            if (atom is SymbolAtom || (atom is CoefficientAtom line && _lines.Contains(line.Name)) || (atom is CoefficientAtom c && Of(c.Name) is ScheduledCoefficient))
                return NoVerdictReason.DependsOnLayer;
            if (atom is CoefficientAtom learned && Of(learned.Name) is LearnedCoefficient)
                reason = NoVerdictReason.Learned;
        }
        return reason;
    }

    /// <summary>The value in double precision of a scalar without coefficients.</summary>
    public static double Evaluate(Scalar scalar, IReadOnlyDictionary<string, double> values) => scalar.Terms.Sum(
        t => t.Powers.Aggregate(t.Factor.ToDouble(), (product, p) => product * Math.Pow(Evaluate(p.Atom, values), p.Exponent)));

    private static double Evaluate(Atom atom, IReadOnlyDictionary<string, double> values) => atom switch
    {
        FunctionAtom function => ScalarFunctions.Evaluate(function.Function, [.. function.Arguments.Select(a => Evaluate(a, values))]),
        GroupAtom group => Evaluate(group.Content, values),
        _ => values.TryGetValue(atom.Text, out double value) ? value : double.NaN
    };

    /// <summary>The exact value of a scalar at given values of its coefficients; false when it is no fraction or does not exist.</summary>
    public static bool TryEvaluate(Scalar scalar, IReadOnlyDictionary<string, Rational> values, out Rational value)
    {
        value = Rational.Zero;
        foreach (Monomial term in scalar.Terms)
        {
            Rational product = term.Factor;
            foreach (AtomPower power in term.Powers)
            {
                if (!TryEvaluate(power.Atom, values, out Rational atom) || (atom.IsZero && power.Exponent < 0))
                    return false;
                product *= atom.Power(power.Exponent);
            }
            value += product;
        }
        return true;
    }

    private static bool TryEvaluate(Atom atom, IReadOnlyDictionary<string, Rational> values, out Rational value)
    {
        switch (atom)
        {
            case GroupAtom group:
                return TryEvaluate(group.Content, values, out value);
            case FunctionAtom function:
                var arguments = new List<Rational>();
                foreach (Scalar argument in function.Arguments)
                {
                    if (!TryEvaluate(argument, values, out Rational number))
                        break;
                    arguments.Add(number);
                }
                value = default;
                return arguments.Count == function.Arguments.Count && ScalarFunctions.TryFold(function.Function, arguments, out value);
            default:
                return values.TryGetValue(atom.Text, out value);
        }
    }
}
