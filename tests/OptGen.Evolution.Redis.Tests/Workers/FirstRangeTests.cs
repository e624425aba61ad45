using OptGen.Evolution.Tests;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests.Workers;

/// <summary>A worker that joins late begins with any range of any generation, and is not refused for it.</summary>
public sealed class FirstRangeTests
{
    [Fact]
    public void Evaluators_ThatBeginWithAnyRange_GiveTheSameBits()
    {
        using EvolutionStrategy strategy = SmallTask.Strategy();
        using var workers = new ThreadWorkers(SmallTask.Network, Networks.Classification(), 1);
        var fitness = new double[SmallTask.Options.Population];
        // In generation 6 a unit of member 6 is rounded to the other side of the threshold when the member is evaluated alone.
        int generations = RandomCases.Long ? SmallTask.Generations : 10;
        for (int generation = 0; generation < generations; generation++)
        {
            workers.Evaluate(strategy, fitness, default);
            foreach (MemberRange range in SmallTask.Options.Ranges())
            {
                using nn.Module network = SmallTask.Network();
                using var evaluator = new PopulationEvaluator(network, Networks.Classification(), SmallTask.Options);
                var values = new double[range.Count];
                evaluator.Evaluate(strategy.Parameters, generation, range, values);
                Assert.Equal(fitness.AsSpan(range.First, range.Count).ToArray(), values);
            }
            strategy.Tell(fitness);
        }
    }
}
