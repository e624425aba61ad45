using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>Small data and networks that several tests train.</summary>
internal static class Small
{
    /// <summary>Two clouds in the plane, one for each class.</summary>
    public static TensorSet Points(int count, long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor targets = arange(count, dtype: ScalarType.Int64).remainder(2);
        Tensor centres = targets.to(ScalarType.Float32).mul(4).sub(2).unsqueeze(1);
        return new TensorSet(randn([count, 2], generator: generator).add(centres), targets);
    }

    public static Sequential Network(long seed, double dropout = 0, bool norm = false)
    {
        manual_seed(seed);
        return norm
            ? nn.Sequential(("first", nn.Linear(2, 8)), ("norm", nn.BatchNorm1d(8)), ("relu", nn.ReLU()), ("dropout", nn.Dropout(dropout)), ("last", nn.Linear(8, 2)))
            : nn.Sequential(("first", nn.Linear(2, 8)), ("relu", nn.ReLU()), ("dropout", nn.Dropout(dropout)), ("last", nn.Linear(8, 2)));
    }

    public static float[] Weights(nn.Module model) => [.. model.state_dict().Values.Where(t => t.is_floating_point()).SelectMany(t => t.detach().clone().data<float>().ToArray())];

    /// <summary>Bits, so that a number that is none equals itself and zeros have signs.</summary>
    public static int[] Bits(nn.Module model) => Array.ConvertAll(Weights(model), BitConverter.SingleToInt32Bits);
}

/// <summary>Reports at once and on the training's own thread.</summary>
internal sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => hear(value);
}
