using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests.Processes;

/// <summary>A training of all that a checkpoint has to keep: dropout, running statistics, moments, a scheduler, augmentation, the best epoch, a half-done epoch.</summary>
internal static class ResumableTraining
{
    public const string Result = "result.txt";

    public const int Steps = 6 * 29;

    /// <summary>Trains to the end, and writes the bits of the weights and the losses of all epochs.</summary>
    public static int Run(string folder)
    {
        using TensorSet data = Small.Points(500, seed: 1);
        using var model = Small.Network(seed: 3, dropout: 0.3, norm: true);
        var trainer = new Trainer(TrainingProblem.Classification(model), Options(Path.Combine(folder, "checkpoints"), TimeSpan.FromMilliseconds(4)));
        TrainingReport report = trainer.Fit(data);
        File.WriteAllText(Path.Combine(folder, Result), Text(report, model));
        return report.ExitCode;
    }

    public static TrainingOptions Options(string folder, TimeSpan delay) => new()
    {
        Epochs = 6,
        BatchSize = 16,
        ValidationFraction = 0.1,
        Seed = 11,
        KeepBest = true,
        Optimizer = model => optim.AdamW(model.parameters(), lr: 0.01, amsgrad: true),
        Scheduler = optimizer => optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: 0, threshold: 0.5),
        Clipping = GradientClipping.ByNorm(0.5),
        Augmentations = [BatchTransform.Of((batch, generator) => batch.WithInputs(batch.Inputs + 0.1 * randn(batch.Inputs.shape, generator: generator))), new Mixup(2)],
        Checkpoints = new CheckpointOptions(folder) { EverySteps = 2, Resume = true },
        Callbacks =
        [
            new Watcher
            {
                Step = (_, report) =>
                {
                    Thread.Sleep(delay);
                    if (delay > TimeSpan.Zero)
                        Console.Out.WriteLine(report.TotalSteps);
                }
            }
        ]
    };

    public static string Text(TrainingReport report, nn.Module model) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Status} {report.TotalSteps}\n{string.Join(' ', Small.Bits(model))}\n{string.Join('\n', report.Epochs.Select(epoch => $"{epoch.Training.Samples} {epoch.Training.Loss:R} {epoch.Validation!.Loss:R} {epoch.LearningRate:R} {epoch.IsBest}"))}\n");
}
