using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>What one forward pass of a network leaves: the reports of its solves, and their penalty.</summary>
internal sealed class ForwardPass
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly Lock gate = new();
    private readonly List<SolveReport> reports = [];
    private Tensor? penalty;

    /// <summary>The solves, in their order.</summary>
    public IReadOnlyList<SolveReport> Reports
    {
        get
        {
            lock (gate)
                return reports.ToArray();
        }
    }

    public void Add(SolveReport report)
    {
        lock (gate)
            reports.Add(report);
    }

    /// <summary>Adds to the penalty; the tensor belongs to the pass from now on.</summary>
    public void Penalize(Tensor value)
    {
        value.DetachFromDisposeScope();
        lock (gate)
        {
            if (penalty is null)
            {
                penalty = value;
                return;
            }
            using Tensor last = penalty;
            using (value)
                penalty = last.Plus(value).DetachFromDisposeScope();
        }
    }

    /// <summary>The mean penalty of the solves, once; null where there is none.</summary>
    public Tensor? TakePenalty()
    {
        lock (gate)
        {
            if (penalty is not { } sum)
                return null;
            penalty = null;
            using (sum)
                return sum.Over(reports.Count);
        }
    }

    /// <summary>Frees a penalty that nobody has taken. A pass that was begun on another thread may go on there.</summary>
    public void Release()
    {
        if (thread != Environment.CurrentManagedThreadId)
            return;
        lock (gate)
        {
            penalty?.Dispose();
            penalty = null;
        }
    }
}
