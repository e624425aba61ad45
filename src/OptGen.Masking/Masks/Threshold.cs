namespace OptGen.Masking;

/// <summary>Which weights are kept: those whose keys are above one, and of those that are equal to it the first ones.</summary>
/// <param name="Key">The key of the last that is kept; see <see cref="IScoreKey"/>.</param>
/// <param name="Ties">How many have this key.</param>
/// <param name="KeptTies">How many of them are kept: those with the lowest indices.</param>
internal readonly record struct Threshold(int Key, long Ties, long KeptTies)
{
    /// <summary>Nothing is kept, or everything.</summary>
    public static Threshold Nothing { get; } = new(int.MaxValue, 0, 0);

    /// <inheritdoc cref="Nothing"/>
    public static Threshold Everything { get; } = new(int.MinValue, 0, 0);
}
