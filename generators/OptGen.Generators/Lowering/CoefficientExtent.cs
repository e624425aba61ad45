using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>How many values a trained coefficient has: the one at position i is that with the index i, and there is one for every index that is read.</summary>
internal static class CoefficientExtent
{
    /// <summary>The number of values of a coefficient with one for each layer: one a layer at least, and more where later ones are read, as by a_&lt;k+1&gt;.</summary>
    public static IndexBound Of(Plan plan, string name) => IndexBound.Greatest(new IndexBound(0, 0), After(Greatest(plan, name)));

    /// <summary>The greatest index of a coefficient with a value for each pair of indices: L at least.</summary>
    public static IndexBound OfPair(Plan plan, string name) => IndexBound.Greatest(new IndexBound(0, 0), Greatest(plan, name));

    private static IndexBound Greatest(Plan plan, string name) => plan.Coefficients.Where(c => c.Name == name).SelectMany(c => c.Last)
        .Aggregate(new IndexBound(0, null), IndexBound.Greatest);

    private static IndexBound After(IndexBound last) => new(last.Least + 1, last.FromEnd + 1);
}
