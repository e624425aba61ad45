namespace OptGen;

/// <summary>
/// States a Lipschitz bound of an operator: for any two arguments, its values are at most <see cref="Bound"/> times as far apart as they are,
/// in the Euclidean norm of a sample. It stands on the factory, method, field or property that a recurrence applies:
/// <c>[Lipschitz(0.9)] static Module&lt;Tensor, Tensor&gt; T(int k, int width) => …</c>.
/// </summary>
/// <remarks>
/// The statement is the author's; nothing measures it. It silences OPTG238, which tells of operators in equations that are solved and of which
/// nothing is known. A module that keeps a bound by construction implements <see cref="FixedPoint.IBoundedModule"/> and needs no attribute.
/// </remarks>
/// <param name="bound">The bound; above 0 and finite.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class LipschitzAttribute(double bound) : Attribute
{
    /// <summary>The bound.</summary>
    public double Bound { get; } = bound;
}
