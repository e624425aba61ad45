using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The equations of a problem, as solvers see them.</summary>
internal sealed class EquationSystem : FixedPointSystem
{
    private readonly FixedPointMap map;
    private readonly SampleLayout layout;
    private readonly IReadOnlyList<Tensor> shared;
    private readonly bool[] hasRows;
    private IReadOnlyList<Tensor> given;
    private int samples;

    public EquationSystem(FixedPointMap map, SampleLayout layout, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor> shared)
    {
        this.map = map;
        this.layout = layout;
        this.given = given;
        this.shared = shared;
        samples = layout.Samples;
        // Asked once: what has another number of rows must stay whole when as many samples remain.
        hasRows = given.Select(g => HasRows(g, samples)).ToArray();
    }

    public override int Samples => samples;

    public override bool IsAffine => false;

    /// <summary>Those rows of the given tensors; tensors that do not have a row for each of all samples stay whole.</summary>
    public static IReadOnlyList<Tensor> Rows(IReadOnlyList<Tensor> given, int samples, Tensor rows) =>
        given.Select(g => HasRows(g, samples) ? g.index_select(0, rows) : g).ToArray();

    internal override void Keep(Tensor rows, int count)
    {
        IReadOnlyList<Tensor> last = given;
        given = last.Select((g, i) => hasRows[i] ? g.index_select(0, rows) : g).ToArray();
        for (int i = 0; i < given.Count; i++)
        {
            if (!hasRows[i])
                continue;
            // It is read beyond the iteration in which rows are dropped.
            given[i].MoveToOuterDisposeScope();
            if (samples < layout.Samples)
                last[i].Dispose();
        }
        samples = count;
    }

    private static bool HasRows(Tensor given, int samples) => given.dim() > 0 && given.shape[0] == samples;

    private protected override Tensor EvaluateRows(Tensor iterate)
    {
        IReadOnlyList<Tensor> values = map(layout.Split(iterate, samples), [.. given, .. shared]);
        layout.Check(values, samples);
        return layout.Join(values, samples);
    }
}
