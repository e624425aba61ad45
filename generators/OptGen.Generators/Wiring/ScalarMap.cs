using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Puts other atoms in place of those of a scalar.</summary>
internal static class ScalarMap
{
    /// <summary>The same scalar with every atom that is no sum or function of others replaced.</summary>
    public static Scalar Replace(this Scalar scalar, Func<Atom, Scalar> replacement)
    {
        Scalar sum = Scalar.Zero;
        foreach (Monomial term in scalar.Terms)
        {
            Scalar product = Scalar.Constant(term.Factor);
            foreach (AtomPower power in term.Powers)
            {
                Scalar atom = Replace(power.Atom, replacement);
                product *= power.Exponent > 0 ? atom.Power(power.Exponent) : atom.Power(-power.Exponent).Reciprocal();
            }
            sum += product;
        }
        return sum;
    }

    private static Scalar Replace(Atom atom, Func<Atom, Scalar> replacement) => atom switch
    {
        FunctionAtom function => ScalarFunctions.Apply(function.Function, function.Arguments.Select(a => a.Replace(replacement)).ToEquatableArray()),
        GroupAtom group => group.Content.Replace(replacement),
        _ => replacement(atom)
    };
}
