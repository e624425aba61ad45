using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Execution;

/// <summary>
/// Compiles scalars, with the operations in the order in which generated code has them: so both compute the same bits.
/// </summary>
/// <param name="leaf">Compiles a coefficient, or the place that holds a trained one.</param>
/// <param name="layers">The number of layers.</param>
internal sealed class ScalarCompiler(Func<Atom, CompiledScalar> leaf, int layers)
{
    public CompiledScalar Compile(Scalar scalar)
    {
        CompiledScalar? sum = null;
        // A term without a minus first, where there is one.
        foreach (Monomial term in scalar.Terms.OrderBy(t => t.Factor.Sign < 0))
        {
            CompiledScalar value = Compile(term with { Factor = term.Factor.Abs() });
            bool minus = term.Factor.Sign < 0;
            sum = sum is null ? minus ? -value : value : minus ? sum - value : sum + value;
        }
        return sum ?? CompiledScalar.Of(0);
    }

    private CompiledScalar Compile(Monomial monomial)
    {
        CompiledScalar? above = null;
        CompiledScalar? below = null;
        foreach (AtomPower power in monomial.Powers)
        {
            CompiledScalar value = Compile(power.Atom).Power(Math.Abs(power.Exponent));
            if (power.Exponent > 0)
                above = above is null ? value : above * value;
            else
                below = below is null ? value : below * value;
        }
        if (above is null)
            above = Number(monomial.Factor);
        else if (!monomial.Factor.IsOne)
            above = monomial.Factor.Numerator.IsOne ? above / Number(monomial.Factor.Reciprocal()) : Number(monomial.Factor) * above;
        return below is null ? above : above / below;
    }

    private static CompiledScalar Number(Rational value) => CompiledScalar.Of(value.ToDouble());

    private CompiledScalar Compile(Atom atom) => atom switch
    {
        _ when atom == SymbolAtom.Layer => CompiledScalar.Of(f => f.Layer),
        _ when atom == SymbolAtom.Layers => CompiledScalar.Of(layers),
        _ when atom == SymbolAtom.Variable => CompiledScalar.Of(f => f.Variable),
        GroupAtom group => Compile(group.Content),
        FunctionAtom function => CompiledScalar.Apply(function.Function, [.. function.Arguments.Select(Compile)]),
        _ => leaf(atom)
    };
}
