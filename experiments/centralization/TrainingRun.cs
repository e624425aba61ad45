using System.Diagnostics;
using OptGen.Optimizers;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Trains one network. A seed decides weights, images and their order, so that conditions of one seed differ in nothing else.</summary>
internal static class TrainingRun
{
    private const int BatchSize = 64;

    public static RunResult Do(Setting setting, Condition condition, int seed, TensorSet training, TensorSet test)
    {
        var clock = Stopwatch.StartNew();
        manual_seed(1000 + seed);
        using var network = Network.Create(training.Inputs.shape[1]);
        using var images = Choose(training, Math.Min(setting.Images, (int)training.Count), seed);
        TrainingProblem problem = TrainingProblem.Classification(network);
        var epochs = new Epochs(condition, evaluation => new Trainer(problem, new TrainingOptions { EvaluationBatchSize = 500 }).Evaluate(evaluation)["accuracy"], test);
        var trainer = new Trainer(problem, new TrainingOptions
        {
            Epochs = setting.Epochs,
            BatchSize = BatchSize,
            LastBatch = LastBatch.Drop,
            Seed = seed,
            Optimizer = condition.Create,
            // The learning rate falls to a tenth after half of the epochs, and again after three quarters.
            Scheduler = optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [setting.Epochs / 2, setting.Epochs * 3 / 4]),
            Callbacks = [epochs]
        });
        trainer.Fit(images).OrThrow();
        return new RunResult(setting.Plan, condition.Name, seed, clock.Elapsed.TotalSeconds, epochs.Results);
    }

    private static TensorSet Choose(TensorSet all, int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor chosen = randperm(all.Count, generator: generator)[..count];
        return new TensorSet(all.Inputs.index_select(0, chosen), all.Targets.index_select(0, chosen));
    }

    /// <summary>Measures gradients as the optimiser uses them, and tests after every epoch.</summary>
    private sealed class Epochs(Condition condition, Func<TensorSet, double> accuracy, TensorSet test) : TrainingCallback
    {
        private const int MeasureEvery = 10;

        private double[] _sums = new double[4];
        private int _measured;

        public List<EpochResult> Results { get; } = [];

        public override void OnGradients(TrainingContext context)
        {
            if (context.Step % MeasureEvery != 0)
                return;
            _measured++;
            var position = 0;
            foreach (var name in new[] { Network.FirstConvolution, Network.Classifier })
            {
                var gradient = context.Model.get_parameter(name)!.grad!;
                if (condition.Centralized) gradient = GradientCentralization.Centralize(gradient);
                _sums[position++] += gradient.norm().item<float>();
                _sums[position++] += gradient.abs().max().item<float>();
            }
        }

        public override void OnEpoch(TrainingContext context, EpochReport report)
        {
            double[] means = [.. _sums.Select(sum => sum / _measured)];
            Results.Add(new EpochResult(report.Training.Loss, accuracy(test), means[0], means[1], means[2], means[3]));
            (_sums, _measured) = (new double[4], 0);
        }
    }
}
