using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Tests that read counts of the whole process, so that nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";
}

/// <summary>How many tensors a generated module holds at once.</summary>
[Collection(WholeProcess.Name)]
public sealed class LiveMemoryTests : IDisposable
{
    // Copies of arguments, with which they are compared, would count.
    public LiveMemoryTests() => OperatorChecks.EveryRun = false;

    public void Dispose() => OperatorChecks.EveryRun = true;

    /// <summary>A network, and the values its layers pass on: what is kept of its states and its operators.</summary>
    public static TheoryData<string, int> Networks => new()
    {
        { nameof(MeasuredGradientDescent), 1 },
        { nameof(MeasuredHeavyBall), 2 },
        { nameof(MeasuredNesterov), 2 },
        { nameof(MeasuredAdamsBashforth), 2 },
        { nameof(MeasuredAlternatingDirections), 3 }
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_WithoutGradients_HoldsTheHistoryAndTwoTensors(string network, int history)
    {
        using Module<Tensor, Tensor> module = Make(network);
        module.eval();
        using Tensor input = randn(2, 3);
        using IDisposable off = no_grad();
        module.call(input).Dispose();

        long most = MostAtOnce(() => module.call(input).Dispose());

        Assert.InRange(most, 2, history + 2);
    }

    [Fact]
    public void MostAtOnce_OfThree_IsThree() => Assert.Equal(3, MostAtOnce(() =>
    {
        using Tensor a = zeros(1);
        using (Tensor b = zeros(1))
            zeros(1).Dispose();
        using Tensor c = zeros(1);
    }));

    /// <summary>How many tensors an action has alive at once beside those that there were.</summary>
    internal static long MostAtOnce(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // With as many tensors alive as there ever were, every further one shows in the peak.
        using DisposeScope scope = NewDisposeScope();
        var fill = new List<Tensor>();
        while (Tensor.TotalCount < Tensor.PeakCount)
            fill.Add(zeros(1));
        long before = Tensor.PeakCount;
        action();
        GC.KeepAlive(fill);
        return Tensor.PeakCount - before;
    }

    private static Module<Tensor, Tensor> Make(string network) => network switch
    {
        nameof(MeasuredGradientDescent) => new MeasuredGradientDescent(),
        nameof(MeasuredHeavyBall) => new MeasuredHeavyBall(),
        nameof(MeasuredNesterov) => new MeasuredNesterov(),
        nameof(MeasuredAdamsBashforth) => new MeasuredAdamsBashforth(),
        nameof(MeasuredAlternatingDirections) => new MeasuredAlternatingDirections(),
        _ => throw new ArgumentOutOfRangeException(nameof(network))
    };
}
