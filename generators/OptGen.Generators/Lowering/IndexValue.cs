using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Below what a whole number is cut off.</summary>
internal enum Floor
{
    None,
    Zero,

    /// <summary>The number of the first layer since the history last began anew.</summary>
    Start
}

/// <summary>
/// A whole number that a program computes. In its index, k is the layer that runs, L the number of layers and j the variable of the loop around it;
/// start is the layer where the history last began.
/// </summary>
/// <param name="Index">The number itself, to which the rest is done in this order:</param>
/// <param name="Start">so many times start is added,</param>
/// <param name="Ceiling">above this it is cut off,</param>
/// <param name="Floor">below this it is cut off,</param>
/// <param name="Shift">this is added,</param>
/// <param name="Modulus">and the remainder is taken, where this is not 0.</param>
internal readonly record struct IndexValue(AffineIndex Index, int Start = 0, int? Ceiling = null, Floor Floor = Floor.None, int Shift = 0, int Modulus = 0)
{
    public static IndexValue At(int number) => new(AffineIndex.At(number));

    public int Evaluate(int layer, int layers, int variable, int start)
    {
        int value = Index.Evaluate(layer, layers, variable) + (Start * start);
        value = Math.Min(value, Ceiling ?? value);
        value = Floor switch { Floor.Zero => Math.Max(value, 0), Floor.Start => Math.Max(value, start), _ => value } + Shift;
        return Modulus == 0 ? value : value % Modulus;
    }
}

/// <summary>How two whole numbers compare.</summary>
internal enum Comparison
{
    Equal,
    Less,
    AtLeast
}

/// <summary>A condition on the number of the layer: whether <paramref name="Left"/> compares so to a number.</summary>
/// <param name="Left">What is compared.</param>
/// <param name="Comparison">How.</param>
/// <param name="Right">With what.</param>
/// <param name="OrIterates">Whether it holds as well wherever the caller asks for iterates.</param>
internal readonly record struct Condition(IndexValue Left, Comparison Comparison, int Right, bool OrIterates = false)
{
    public bool Evaluate(int layer, int layers, int variable, int start)
    {
        int left = Left.Evaluate(layer, layers, variable, start);
        return Comparison switch { Comparison.Equal => left == Right, Comparison.Less => left < Right, _ => left >= Right };
    }
}
