namespace OptGen.Testing;

/// <summary>What <see cref="GradientCheck"/> has compared, and found to agree.</summary>
/// <param name="Comparisons">How many elements and directions were compared.</param>
/// <param name="Greatest">The comparison that came nearest to its tolerance; null where there was none.</param>
public sealed record GradientReport(int Comparisons, GradientComparison? Greatest);

/// <summary>A gradient and the difference that should be equal to it.</summary>
/// <param name="Name">The parameter or input.</param>
/// <param name="Index">The element of it, one number for each dimension; null for a direction of all elements.</param>
/// <param name="Analytic">What backward gives.</param>
/// <param name="Numeric">The central difference.</param>
/// <param name="Tolerance">How far apart they may be.</param>
public sealed record GradientComparison(string Name, IReadOnlyList<long>? Index, double Analytic, double Numeric, double Tolerance)
{
    /// <summary>Whether they agree; numbers that are not finite never do.</summary>
    public bool Agrees => Math.Abs(Analytic - Numeric) <= Tolerance;

    /// <summary>Name and index, as in <c>T.0.weight[3, 1]</c>.</summary>
    public string Place => Index switch
    {
        null => $"{Name} along a random direction",
        [] => Name,
        _ => $"{Name}[{string.Join(", ", Index)}]"
    };

    /// <summary>One line with everything.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Place}: backward gives {Analytic:G9}, differences give {Numeric:G9}; they are {Math.Abs(Analytic - Numeric):G3} apart, {Tolerance:G3} is allowed");
}
