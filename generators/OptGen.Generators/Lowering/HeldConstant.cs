using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>What an operation takes a number as.</summary>
internal enum HeldForm
{
    /// <summary>As a number, such as the factor of a sum.</summary>
    Number,

    /// <summary>As a double: a parameter of a function, or what is computed with a trained coefficient.</summary>
    Double,

    /// <summary>As a tensor without dimensions, such as the factor of a product or the weight of a mean: half as dear as by a number.</summary>
    Tensor
}

/// <summary>What a number depends on.</summary>
internal enum HeldExtent
{
    Single,

    /// <summary>It has a value for each layer.</summary>
    OfLayer,

    /// <summary>It has a value for each layer and each term of a sum.</summary>
    OfTerm
}

/// <summary>A number of the recurrence that is computed once, when the network is made.</summary>
/// <param name="Name">The member that holds it.</param>
/// <param name="Value">Its value; k and j are the layer and the term.</param>
/// <param name="Form">What operations take it as.</param>
/// <param name="Extent">What it depends on.</param>
/// <param name="First">The first layer that reads it, where it has a value for each.</param>
/// <param name="Terms">The terms of the sum that reads it, where it has a value for each.</param>
internal sealed record HeldConstant(string Name, Scalar Value, HeldForm Form, HeldExtent Extent, int First, SumRange? Terms);

/// <summary>The first and the last term of a sum.</summary>
internal readonly record struct SumRange(IndexValue From, IndexValue To)
{
    /// <summary>Whether it differs from layer to layer.</summary>
    public bool DependsOnLayer => From.Index.Layer != 0 || To.Index.Layer != 0;

    /// <summary>Whether it counts from where the history began anew, which only a layer that runs knows.</summary>
    public bool DependsOnStart => IsFromStart(From) || IsFromStart(To);

    private static bool IsFromStart(IndexValue value) => value.Start != 0 || value.Floor == Floor.Start;
}

/// <summary>A number that the network holds as a double, inside a scalar with trained coefficients.</summary>
internal sealed record HeldAtom(int Constant, HeldExtent Extent) : Atom
{
    // The mark keeps it apart from coefficients.
    protected override string Describe() => "'held " + Constant.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The numbers that a program holds, each once.</summary>
internal sealed class HeldConstants(NameTable members)
{
    private readonly List<HeldConstant> _all = [];

    public IReadOnlyList<HeldConstant> All => _all;

    /// <summary>The number of the constant that holds a value, which is made if there is none.</summary>
    public int Hold(Scalar value, HeldForm form, int first, SumRange? terms)
    {
        HeldExtent extent = value.DependsOnVariable ? HeldExtent.OfTerm : value.DependsOnLayer ? HeldExtent.OfLayer : HeldExtent.Single;
        SumRange? range = extent == HeldExtent.OfTerm ? terms : null;
        int known = _all.FindIndex(c => c.Form == form && c.Value == value && c.Terms == range);
        if (known >= 0)
        {
            _all[known] = _all[known] with { First = Math.Min(_all[known].First, first) };
            return known;
        }
        string ending = extent switch { HeldExtent.OfLayer => "OfLayer", HeldExtent.OfTerm => "OfTerm", _ => "" };
        _all.Add(new HeldConstant(members.Take("_" + Wish(value) + ending), value, form, extent, first, range));
        return _all.Count - 1;
    }

    /// <summary>A name that says what a number is, where it is short.</summary>
    private static string Wish(Scalar value)
    {
        if (value.TryConstant(out Notation.Rational number) && number.Abs().IsOne)
            return number.Sign < 0 ? "minusOne" : "one";
        if (value.Terms.Count != 1 || !value.Terms[0].Factor.Abs().IsOne || value.Terms[0].Powers.Count != 1
            || value.Terms[0].Powers[0] is not { Exponent: 1, Atom: CoefficientAtom atom })
            return "coefficient";
        return value.Terms[0].Factor.Sign < 0 ? "minus" + char.ToUpperInvariant(atom.Name[0]) + atom.Name.Substring(1) : atom.Name;
    }
}
