using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Keeps each thread's stack of dispose scopes and the counts of what happened in them.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? current;

    /// <summary>What happened on the calling thread since it started, or since the last reset.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.Counts;

    internal static DisposeScopeManager OfThread => current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Innermost { get; private set; }

    internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

    /// <summary>Takes a scope out of the stack, wherever it stands in it.</summary>
    internal void Close(DisposeScope scope)
    {
        if (ReferenceEquals(Innermost, scope))
        {
            Innermost = scope.Outer;
            return;
        }

        for (var inner = Innermost; inner is not null; inner = inner.Outer)
        {
            if (!ReferenceEquals(inner.Outer, scope)) continue;
            inner.Outer = scope.Outer;
            return;
        }
    }

    internal void Created(Tensor tensor)
    {
        var statistics = Counts.TensorStatistics;
        if (Innermost is { } scope)
        {
            statistics.CreatedInScopeCount++;
            scope.Add(tensor);
        }
        else
        {
            statistics.CreatedOutsideScopeCount++;
        }
    }

    internal void Disposed(Tensor tensor)
    {
        var statistics = Counts.TensorStatistics;
        if (tensor.Scope is { } scope)
        {
            statistics.DisposedInScopeCount++;
            scope.Remove(tensor);
        }
        else
        {
            statistics.DisposedOutsideScopeCount++;
        }
    }
}
