using System.Diagnostics;
using OptGen.Optimizers;
using OptGen.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Trains one network. A seed decides weights, images and their order, so that conditions of one seed differ in nothing else.</summary>
internal static class TrainingRun
{
    private const int BatchSize = 64;
    private const int MeasureEvery = 10;

    public static RunResult Do(Setting setting, Condition condition, int seed, TensorSet training, TensorSet test)
    {
        var clock = Stopwatch.StartNew();
        manual_seed(1000 + seed);
        using var network = Network.Create(training.Inputs.shape[1]);
        using var optimizer = condition.Create(network);
        var images = Math.Min(setting.Images, (int)training.Count);
        var steps = images / BatchSize;

        // The learning rate falls to a tenth after half of the epochs, and again after three quarters.
        var scheduler = optim.lr_scheduler.MultiStepLR(optimizer, [setting.Epochs / 2, setting.Epochs * 3 / 4]);
        using var generator = new Generator((ulong)seed);
        using var chosen = randperm(training.Count, generator: generator)[..images];
        var epochs = new List<EpochResult>();
        for (var epoch = 0; epoch < setting.Epochs; epoch++)
        {
            network.train();
            using var order = chosen[randperm(images, generator: generator)];
            var (loss, norms) = (0.0, new double[4]);
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                var rows = order[(step * BatchSize)..((step + 1) * BatchSize)];
                var batchLoss = nn.functional.cross_entropy(network.call(training.Inputs[rows]), training.Targets[rows]);
                network.zero_grad();
                batchLoss.backward();
                loss += batchLoss.item<float>() / steps;
                if (step % MeasureEvery == 0) Measure(network, condition, norms, (steps + MeasureEvery - 1) / MeasureEvery);
                optimizer.step();
            }

            scheduler.step();
            epochs.Add(new EpochResult(loss, Accuracy(network, test), norms[0], norms[1], norms[2], norms[3]));
        }

        return new RunResult(setting.Plan, condition.Name, seed, clock.Elapsed.TotalSeconds, epochs);
    }

    /// <summary>Adds the norm and the largest element of two gradients as the optimiser uses them.</summary>
    private static void Measure(nn.Module network, Condition condition, double[] sums, int samples)
    {
        using var mode = no_grad();
        var position = 0;
        foreach (var name in new[] { Network.FirstConvolution, Network.Classifier })
        {
            var gradient = network.get_parameter(name)!.grad!;
            if (condition.Centralized) gradient = GradientCentralization.Centralize(gradient);
            sums[position++] += gradient.norm().item<float>() / samples;
            sums[position++] += gradient.abs().max().item<float>() / samples;
        }
    }

    private static double Accuracy(nn.Module<Tensor, Tensor> network, TensorSet test)
    {
        const int Rows = 500;
        network.eval();
        using var mode = no_grad();
        var right = 0L;
        for (var first = 0L; first < test.Count; first += Rows)
        {
            using var scope = NewDisposeScope();
            var last = Math.Min(first + Rows, test.Count);
            var answer = network.call(test.Inputs[(int)first..(int)last]).argmax(1);
            right += answer.eq(test.Targets[(int)first..(int)last]).sum().item<long>();
        }

        return (double)right / test.Count;
    }
}
