using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// Counts layers. Indices of values count from where the history last began anew; modules and coefficients count through all stages. Where nothing
/// ever begins anew, both are the same.
/// </summary>
/// <param name="beginsAnew">Whether the history begins anew at a layer.</param>
/// <param name="layers">The number of layers, where it is known.</param>
/// <param name="isEquilibrium">Whether there is only layer 0.</param>
internal sealed class LayerClock(bool beginsAnew, int? layers, bool isEquilibrium)
{
    /// <summary>Whether the history begins anew at a layer.</summary>
    public bool BeginsAnew => beginsAnew;

    /// <summary>The same index with the number of layers in place of L, where it is known, and of an equilibrium's layer in place of k.</summary>
    public AffineIndex Fold(AffineIndex index)
    {
        if (layers is { } count && index.End != 0)
            index = index with { End = 0, Offset = index.Offset + (index.End * count) };
        return isEquilibrium ? index with { Layer = 0 } : index;
    }

    /// <summary>The same scalar with the number of layers in place of L, where it is known.</summary>
    public Scalar Fold(Scalar scalar) => !scalar.Atoms().Any(IsFolded) ? scalar : scalar.Replace(a => a switch
    {
        CoefficientAtom coefficient => Scalar.Of(new CoefficientAtom(coefficient.Name, coefficient.Indices.Select(Fold).ToEquatableArray())),
        _ when IsFolded(a) => Scalar.Constant(layers!.Value),
        _ => Scalar.Of(a)
    });

    private bool IsFolded(Atom atom) =>
        (layers is not null && atom == SymbolAtom.Layers) || (atom is CoefficientAtom coefficient && coefficient.Indices.Any(i => Fold(i) != i));

    /// <summary>The position in a list whose first value has the index <paramref name="first"/>; below it stands the first.</summary>
    public IndexValue InList(AffineIndex local, int first)
    {
        AffineIndex index = local.Plus(-first);
        if (index.IsNumber)
            return IndexValue.At(Math.Max(index.Offset, 0));
        IndexValue position = Local(index);
        // A layer's number, and that of a sum, is at least 0; the number of layers at least 1.
        int least = index.Offset + (index.End > 0 ? LeastLayers : 0);
        return position with { Floor = least < 0 || index.Layer < 0 || index.Variable < 0 || index.End < 0 ? Floor.Zero : Floor.None };
    }

    /// <summary>The place in a ring of so many.</summary>
    public IndexValue InRing(AffineIndex local, int places)
    {
        AffineIndex index = Fold(local);
        // A number counts from where the history began, all else through all stages.
        int start = local.IsNumber && beginsAnew ? 1 : 0;
        int offset = ((index.Offset % places) + places) % places;
        return index.IsNumber && start == 0
            ? IndexValue.At(offset)
            : new IndexValue(index with { Offset = offset }, start, Modulus: places);
    }

    /// <summary>The value that an index of values has.</summary>
    public IndexValue Local(AffineIndex local) => new(Fold(local), beginsAnew ? -(local.Layer + local.End + local.Variable) : 0);

    /// <summary>The first j of a sum, counted through all stages: there is none before the history began.</summary>
    public IndexValue SumFrom(AffineIndex from)
    {
        if (from.IsNumber)
            return new IndexValue(AffineIndex.At(Math.Max(from.Offset, 0)), beginsAnew ? 1 : 0);
        Floor floor = from.Offset >= 0 ? Floor.None : beginsAnew ? Floor.Start : Floor.Zero;
        return new IndexValue(Fold(from), Floor: floor);
    }

    /// <summary>The last j of a sum, counted through all stages.</summary>
    public IndexValue SumTo(AffineIndex to) => new(Fold(to), to.IsNumber && beginsAnew ? 1 : 0);

    /// <summary>Whether the layer that runs is the one so many after the history began.</summary>
    public Condition Is(int layer) => new(Local(AffineIndex.AtLayer(0)), Comparison.Equal, layer);

    public Condition Before(int layer) => new(Local(AffineIndex.AtLayer(0)), Comparison.Less, layer);

    public Condition AtOrAfter(int layer) => new(Local(AffineIndex.AtLayer(0)), Comparison.AtLeast, layer);

    /// <summary>Whether another layer follows.</summary>
    public Condition IsBeforeLast => new(new IndexValue(Fold(new AffineIndex(1, -1, 0, 0))), Comparison.Less, -1);

    /// <summary>Whether so many layers have run, since the history began, when the last one has; null when it is told by the number of layers.</summary>
    public Condition? HaveRun(int count) => layers is not null && !beginsAnew ? null : new(Local(AffineIndex.AtEnd(0)), Comparison.AtLeast, count);

    /// <summary>Whether so many layers can have run.</summary>
    public bool CanHaveRun(int count) => layers is not { } all || all >= count;

    /// <summary>The fewest layers there can be.</summary>
    public int LeastLayers => layers is { } count && !beginsAnew ? count : 1;
}
