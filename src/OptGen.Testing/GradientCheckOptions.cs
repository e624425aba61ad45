namespace OptGen.Testing;

/// <summary>How <see cref="GradientCheck"/> compares. Immutable; <c>with</c> makes a changed copy.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// An element x is moved by this times max(1, |x|) up and down; above 0. At the default, 1e-5, the third derivative adds about 1e-11 of itself to a difference,
    /// and the rounding of the value about 1e-11 of the value.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double Step
    {
        get;
        init => field = Require(value > 0 && double.IsFinite(value), value, nameof(Step), "must be above 0");
    } = 1e-5;

    /// <summary>The part of the greatest of a gradient's elements, and of its difference, by which both may be apart; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double RelativeTolerance
    {
        get;
        init => field = Require(value >= 0, value, nameof(RelativeTolerance), "must be at least 0");
    } = 1e-6;

    /// <summary>What is allowed besides, times max(1, |value of the function|); at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double AbsoluteTolerance
    {
        get;
        init => field = Require(value >= 0, value, nameof(AbsoluteTolerance), "must be at least 0");
    } = 1e-8;

    /// <summary>
    /// How many elements of each parameter and input are moved by themselves, drawn at random where it has more; at least 1. Where it has more, all are also moved
    /// together along a random direction, so that none is left out. <see cref="int.MaxValue"/> moves each. An element costs two evaluations.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int ElementsPerTensor
    {
        get;
        init => field = Require(value >= 1, value, nameof(ElementsPerTensor), "must be at least 1");
    } = 24;

    /// <summary>Draws the elements, the directions, and the weights that make one number of a network's output.</summary>
    public int Seed { get; init; } = 1;

    private static T Require<T>(bool holds, T value, string name, string rule) => holds ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} {rule}.");
}
