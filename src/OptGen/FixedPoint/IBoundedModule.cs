namespace OptGen.FixedPoint;

/// <summary>
/// A module that states a Lipschitz constant: what it gives for two arguments differs by at most <see cref="LipschitzBound"/> times what the arguments
/// differ by, in the Euclidean norm. With a bound below 1 the equation z = T(z) has exactly one solution, and plain iteration finds it.
/// </summary>
/// <remarks>For a module of several tensors the bound holds for the first of them while the others stand still.</remarks>
public interface IBoundedModule
{
    /// <summary>The bound; above 0.</summary>
    double LipschitzBound { get; }
}
