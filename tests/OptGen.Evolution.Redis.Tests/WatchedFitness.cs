using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests;

/// <summary>The task's fitness, with something done for each range: a wait, a line, an error. For one worker.</summary>
internal sealed class WatchedFitness(Action<long> before) : BatchFitness
{
    private readonly SampleFitness _fitness = Evolution.Tests.Networks.Classification();
    private long _generation;

    public override FitnessBatch Batch(long generation)
    {
        // A batch serves all ranges of its generation.
        _generation = generation;
        return _fitness.Batch(generation);
    }

    public override Tensor Score(Tensor outputs, Tensor targets)
    {
        before(_generation);
        return _fitness.Score(outputs, targets);
    }
}
