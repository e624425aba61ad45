using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>The step over memory as a whole: threads, allocation, and which code does it.</summary>
public sealed class MemoryStepTests
{
    [Theory]
    [InlineData(CentralizationLocation.Gradient)]
    [InlineData(CentralizationLocation.Update)]
    public void Threads_AnyNumber_GiveTheSameBits(CentralizationLocation location)
    {
        var expected = Run(location, threads: 1, reference: false);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            for (var repetition = 0; repetition < 5; repetition++) Assert.Equal(expected, Run(location, threads, reference: false));
        }

        Assert.Equal(expected, Run(location, threads: 1, reference: true));
    }

    [Fact]
    public void Step_AllocatesNothingThatGrowsWithTheParameters()
    {
        var handle = AllocatedByAGradient(); // TorchSharp shows a gradient in a new object at each read
        var (few, many) = (Allocated(2), Allocated(40));
        Assert.InRange(few, 0, 1024);
        Assert.InRange(many, 0, few + (38 * handle));
    }

    [Fact]
    public void Workers_ManySteps_DoEveryPieceOnce()
    {
        var counts = new int[37];
        var workers = new Workers(piece => Interlocked.Increment(ref counts[piece]));
        for (var step = 1; step <= 5000; step++)
        {
            workers.Run(1 + step % counts.Length, threads: 4);
            if (step % counts.Length == 36) Assert.All(counts.Take(36), count => Assert.True(count > 0));
        }

        for (var piece = 0; piece < counts.Length; piece++)
            Assert.Equal(Enumerable.Range(1, 5000).Count(step => piece <= step % counts.Length), counts[piece]);
    }

    private static double[] Run(CentralizationLocation location, int threads, bool reference)
    {
        Parameter[] parameters =
        [
            Problem.Weight(1, ScalarType.Float32, 70, 300), Problem.Weight(2, ScalarType.Float32, 90, 7, 3, 3), Problem.Weight(3, ScalarType.Float32, 40_000)
        ];
        using var optimizer = new Centralized.Adam(parameters, 0.01, weight_decay: 0.01, centralization: new Centralization { Location = location });
        var engine = ((IHasEngine)optimizer).Engine;
        (engine.Threads, engine.UseReference) = (threads, reference);
        optimizer.Checks.MeasureRemoved = true;
        foreach (var parameter in parameters) Problem.SetGradient(parameter, 0);
        for (var step = 0; step < 3; step++) optimizer.step();
        return [.. parameters.SelectMany(Problem.Values), .. optimizer.Checks.RemovedNorms().Select(pair => pair.Norm)];
    }

    private static long AllocatedByAGradient()
    {
        var parameter = Problem.Weight(1, 3);
        Problem.SetGradient(parameter, 0);
        for (var read = 0; read < 20; read++) parameter.grad!.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 100; read++) parameter.grad!.Dispose();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private static long Allocated(int count)
    {
        var parameters = Enumerable.Range(0, count).Select(seed => Problem.Weight(seed, ScalarType.Float32, 60, 50)).ToArray();
        using var optimizer = new Centralized.Adam(parameters, 0.01);
        foreach (var parameter in parameters) Problem.SetGradient(parameter, 0);
        for (var step = 0; step < 20; step++) optimizer.step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 100; step++) optimizer.step();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }
}
