using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes, when it ends, every tensor that was created on its thread while it was the innermost scope and was not
/// moved elsewhere.
/// </summary>
/// <remarks>Open one with <see cref="NewDisposeScope"/>. A scope belongs to its thread; tensors in it may be disposed from any thread.</remarks>
public sealed class DisposeScope : IDisposable
{
    private readonly Lock gate = new();

    /// <summary>The tensors, each at the position it remembers; a removal moves the last one into the gap.</summary>
    private readonly List<Tensor> tensors = [];

    private DisposeScopeManager? manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        this.manager = manager;
        Outer = outer;
    }

    internal DisposeScope? Outer { get; set; }

    private DisposeScopeManager Manager =>
        manager ?? throw new ObjectDisposedException(nameof(DisposeScope), "This dispose scope has ended.");

    /// <summary>The tensors in this scope now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            lock (gate) return tensors.ToArray();
        }
    }

    /// <summary>How many tensors are in this scope now.</summary>
    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            lock (gate) return tensors.Count;
        }
    }

    /// <summary>Moves a tensor to the scope around this one; out of every scope where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(Outer, disposable);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => MoveToOther(Outer, first, second);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => MoveToOther(Outer, first, second, third);

    /// <summary>Moves tensors to the scope around this one; out of every scope where there is none.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, disposables);

    /// <inheritdoc cref="MoveToOuter(IDisposable[])"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    /// <summary>Moves a tensor of this scope to another one; out of every scope for null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope?, T)"/>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        return (first, second);
    }

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope?, T)"/>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        Move(scope, third);
        return (first, second, third);
    }

    /// <summary>Moves tensors of this scope to another one; out of every scope for null.</summary>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="MoveToOther(DisposeScope?, IDisposable[])"/>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Move(scope, disposable);
    }

    /// <summary>Takes a tensor of this scope out of every scope: the caller disposes it.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => MoveToOther(null, first, second);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => MoveToOther(null, first, second, third);

    /// <summary>Takes tensors of this scope out of every scope: the caller disposes them.</summary>
    public void Detach(params IDisposable[] disposables) => MoveToOther(null, disposables);

    /// <inheritdoc cref="Detach(IDisposable[])"/>
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Puts a tensor into this scope, out of the one it was in.</summary>
    /// <exception cref="InvalidOperationException">The object is no tensor.</exception>
    public void Attach(IDisposable disposable)
    {
        var statistics = Manager.Counts.TensorStatistics;
        var tensor = AsTensor(disposable);
        if (ReferenceEquals(tensor.Scope, this)) return;
        tensor.Scope?.Remove(tensor);
        Add(tensor);
        statistics.AttachedToScopeCount++;
    }

    /// <inheritdoc cref="Attach(IEnumerable{IDisposable})"/>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Puts tensors into this scope, out of those they were in.</summary>
    /// <exception cref="InvalidOperationException">One of the objects is no tensor.</exception>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToArray();
        foreach (var disposable in list) Attach(disposable);
        return list;
    }

    /// <summary>Disposes every tensor in this scope; the scope goes on.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes every tensor in this scope but those given; the scope goes on.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        Tensor[] leaving;
        lock (gate) leaving = tensors.Where(tensor => !keep.Contains(tensor)).ToArray();
        foreach (var tensor in leaving) tensor.Dispose();
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Whether a tensor is in this scope.</summary>
    public bool Contains(IDisposable disposable) => disposable is Tensor tensor && ReferenceEquals(tensor.Scope, this);

    /// <summary>Forgets a tensor that somebody else has disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        if (Contains(disposable)) Remove((Tensor)disposable);
    }

    /// <summary>Disposes every tensor in this scope and ends it. A second call does nothing.</summary>
    public void Dispose()
    {
        if (manager is not { } owner) return;

        // From the end, so that no removal moves another tensor.
        while (true)
        {
            Tensor last;
            lock (gate)
            {
                if (tensors.Count == 0) break;
                last = tensors[^1];
            }

            last.Dispose();
            Remove(last); // one that was disposed before it came here, or is undefined, does not leave by itself
        }

        owner.Close(this);
        manager = null;
    }

    internal void Add(Tensor tensor)
    {
        lock (gate)
        {
            tensor.Scope = this;
            tensor.ScopePosition = tensors.Count;
            tensors.Add(tensor);
        }
    }

    internal void Remove(Tensor tensor)
    {
        lock (gate)
        {
            if (!ReferenceEquals(tensor.Scope, this)) return;
            var last = tensors[^1];
            tensors[tensor.ScopePosition] = last;
            last.ScopePosition = tensor.ScopePosition;
            tensors.RemoveAt(tensors.Count - 1);
            tensor.Scope = null;
        }
    }

    private static Tensor AsTensor(IDisposable disposable) => disposable as Tensor
        ?? throw new InvalidOperationException($"A dispose scope holds tensors only, not {disposable?.GetType().Name ?? "null"}.");

    private void Move(DisposeScope? target, IDisposable disposable)
    {
        var statistics = Manager.Counts.TensorStatistics;
        if (!Contains(disposable)) return;
        var tensor = (Tensor)disposable;
        Remove(tensor);
        if (target is null) statistics.DetachedFromScopeCount++;
        else target.Add(tensor);
    }
}
