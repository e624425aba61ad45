using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// A scalar that an operation takes. Trained coefficients in it are places, so that it is a number or, where one takes part, a tensor.
/// </summary>
/// <param name="Value">The scalar; k and j are the layer that runs and the variable of the loop around it.</param>
/// <param name="Held">The number of the constant in <see cref="Program.Constants"/> that holds it; null when it is computed on the spot.</param>
internal sealed record Factor(Scalar Value, int? Held = null)
{
    /// <summary>Whether a trained coefficient takes part.</summary>
    public bool IsTensor => Value.Atoms().Any(a => a is PlaceAtom);

    /// <summary>The one place that holds it as it is; null when something is computed first.</summary>
    public Place? Plain => Value.Terms.Count == 1 && Value.Terms[0].Factor.IsOne && Value.Terms[0].Powers.Count == 1
        && Value.Terms[0].Powers[0] is { Exponent: 1, Atom: PlaceAtom atom } ? atom.Place : null;
}

/// <summary>A tensor that stands for a scalar, in the place that holds it.</summary>
internal sealed record PlaceAtom(Place Place) : Atom
{
    // The mark keeps it apart from coefficients.
    protected override string Describe() => "'" + Write(Place);

    private static string Write(Place place) => place switch
    {
        VariablePlace variable => variable.Variable.Name,
        ElementPlace { Column: { } column } element => $"{element.Variable.Name}[{Write(element.Position)}][{Write(column)}]",
        ElementPlace element => $"{element.Variable.Name}[{Write(element.Position)}]",
        ParameterPlace parameter => "parameter " + parameter.Coefficient,
        _ => throw new InvalidOperationException($"{place.GetType().Name} is no place of a scalar.")
    };

    private static string Write(IndexValue position) => $"{position.Index},{position.Start},{position.Floor},{position.Modulus}";
}
