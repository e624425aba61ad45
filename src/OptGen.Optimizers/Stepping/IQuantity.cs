namespace OptGen.Optimizers;

/// <summary>
/// What a recurrence calculates with: one element (<see cref="Element{T}"/>), some side by side (<see cref="Lanes256{T}"/>,
/// <see cref="Lanes512{T}"/>) or all of a tensor (<see cref="TensorQuantity"/>).
/// </summary>
/// <remarks>On elements and lanes every operation rounds once, so they give the same bits.</remarks>
internal interface IQuantity<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>A number, rounded to the elements' type, as every element.</summary>
    static abstract TSelf Of(double number);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf SquareRoot(TSelf quantity);

    /// <summary>The greater of both; NaN where either is.</summary>
    static abstract TSelf Greater(TSelf left, TSelf right);
}
