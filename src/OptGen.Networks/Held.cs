namespace OptGen.Networks;

/// <summary>Numbers that torch's operations take, held: TorchSharp (0.107.0) does not keep one alive that is made in an argument.</summary>
internal static class Held
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1;

    /// <summary>a + b. TorchSharp's own makes a number inside.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);
}
