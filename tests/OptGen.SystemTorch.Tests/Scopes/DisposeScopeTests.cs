using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Scopes;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_NestedScopes_EachDisposesItsOwn()
    {
        using var outer = NewDisposeScope();
        var first = ones(1);
        Tensor second;
        using (var inner = NewDisposeScope())
        {
            Assert.Same(inner, CurrentDisposeScope);
            second = ones(1);
            Assert.Equal([second], inner.DisposablesView);
        }

        Assert.Same(outer, CurrentDisposeScope);
        Assert.True(second.IsInvalid);
        Assert.False(first.IsInvalid);
        Assert.True(outer.Contains(first));
    }

    [Fact]
    public void MoveToOuter_FromInnerAndOutermost_MovesOutAndThenOutOfAll()
    {
        Tensor moved;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                moved = inner.MoveToOuter(ones(1));
                var (a, b) = inner.MoveToOuter(ones(1), ones(1));
                Assert.Equal([moved, a, b], outer.DisposablesView);
            }

            Assert.False(moved.IsInvalid);
            Assert.Same(moved, moved.MoveToOuterDisposeScope());
            Assert.Equal(2, outer.DisposablesCount);
        }

        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void MoveToOther_TensorOfAnotherScope_StaysWhereItIs()
    {
        using var outer = NewDisposeScope();
        var x = ones(1);
        using var inner = NewDisposeScope();
        using var target = NewDisposeScope();
        inner.MoveToOther(target, x);
        Assert.True(outer.Contains(x));
        x.MoveToOtherDisposeScope(target);
        Assert.True(target.Contains(x));
        var y = ones(1);
        y.MoveToOtherDisposeScope(outer.MoveToOther(outer, x));
        Assert.True(target.Contains(y));
    }

    [Fact]
    public void DetachAndAttach_Tensors_LeaveAndEnter()
    {
        using var outer = NewDisposeScope();
        Tensor detached, attached;
        using (var inner = NewDisposeScope())
        {
            detached = inner.Detach(ones(1));
            Assert.False(inner.Contains(detached));
            attached = ones(1);
            outer.Attach(attached);
            Assert.True(outer.Contains(attached));
            Assert.Equal(0, inner.DisposablesCount);
            Assert.Throws<InvalidOperationException>(() => inner.Attach(new MemoryStream()));
        }

        Assert.False(detached.IsInvalid);
        Assert.False(attached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Attach_DisposedOrUndefinedTensor_ScopeStillEnds()
    {
        var x = ones(1).requires_grad_(true);
        var undefined = autograd.grad([x.sum()], [x, ones(1).requires_grad_(true)], allow_unused: true)[1];
        x.Dispose();
        using (var scope = NewDisposeScope())
        {
            scope.Attach(x, undefined);
        }

        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Dispose_OuterBeforeInner_InnerGoesOn()
    {
        var outer = NewDisposeScope();
        var middle = NewDisposeScope();
        var inner = NewDisposeScope();
        var x = ones(1);
        middle.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.MoveToOuter(x);
        Assert.True(outer.Contains(x));
        inner.Dispose();
        Assert.Same(outer, CurrentDisposeScope);
        outer.Dispose();
        outer.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => outer.DisposablesCount);
    }

    [Fact]
    public void DisposeEverythingBut_SomeTensors_KeepsThemInTheScope()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [ones(1), ones(1), ones(1), ones(1)];
        scope.DisposeEverythingBut(tensors[1], tensors[3]);
        Assert.Equal([true, false, true, false], tensors.Select(tensor => tensor.IsInvalid));
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_TensorBeforeItsScope_LeavesTheOthersInPlace()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [ones(1), ones(1), ones(1)];
        tensors[0].Dispose();
        tensors[0].Dispose();
        Assert.Equal(new HashSet<IDisposable> { tensors[1], tensors[2] }, scope.DisposablesView.ToHashSet());
        scope.MarkAsDisposed(tensors[1]);
        Assert.Equal([tensors[2]], scope.DisposablesView);
        tensors[1].Dispose();
    }

    [Fact]
    public void WrappedTensorDisposeScope_Expression_KeepsOnlyItsResult()
    {
        using var scope = NewDisposeScope();
        var y = WrappedTensorDisposeScope(() => (ones(3) * 2 + 1).sum());
        Assert.Equal([y], scope.DisposablesView);
        Assert.Equal(9f, y.item<float>());
    }

    [Fact]
    public void Scope_OfAnotherThread_IsNotThisOnes()
    {
        using var scope = NewDisposeScope();
        Tensor? theirs = null;
        var mine = ones(1);
        var thread = new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            theirs = ones(1);
            mine.Dispose();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.True(mine.IsInvalid);
        Assert.False(theirs!.IsInvalid);
        theirs.Dispose();
    }

    [Fact]
    public void Statistics_EveryKindOfEvent_IsCounted()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            var first = ones(1);
            var second = ones(1);
            scope.Detach(second);
            scope.Attach(outside);
            first.Dispose();
            second.Dispose();
        }

        var tensors = statistics.TensorStatistics;
        Assert.Equal(1, tensors.CreatedOutsideScopeCount);
        Assert.Equal(2, tensors.CreatedInScopeCount);
        Assert.Equal(2, tensors.DisposedInScopeCount);
        Assert.Equal(1, tensors.DisposedOutsideScopeCount);
        Assert.Equal(1, tensors.DetachedFromScopeCount);
        Assert.Equal(1, tensors.AttachedToScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.StartsWith("ThreadTotalLiveCount: 0; CreatedOutsideScopeCount: 1;", statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scope_ManyTensorsInRandomOrder_DisposesEachOnce()
    {
        var random = new Random(5);
        using var outer = NewDisposeScope();
        var tensors = new List<Tensor>();
        using (var inner = NewDisposeScope())
        {
            for (var i = 0; i < 200; i++) tensors.Add(ones(1));
            foreach (var tensor in tensors.OrderBy(_ => random.Next()).Take(150).ToList())
            {
                if (random.Next(2) == 0) tensor.Dispose();
                else tensor.MoveToOuterDisposeScope();
            }

            Assert.Equal(50, inner.DisposablesCount);
        }

        Assert.Equal(tensors.Count(tensor => !tensor.IsInvalid), outer.DisposablesCount);
        Assert.All(outer.DisposablesView, item => Assert.False(((Tensor)item).IsInvalid));
    }
}
