using static TorchSharp.torch;

namespace OptGen.Training.Tests.Processes;

/// <summary>A program as a user would write it, that is ended by Ctrl-C.</summary>
internal static class ConsoleTraining
{
    public static int Run(string folder)
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3);
        var trainer = new Trainer(TrainingProblem.Classification(model), new TrainingOptions
        {
            Epochs = 100_000,
            BatchSize = 16,
            Checkpoints = new CheckpointOptions(folder),
            Callbacks = [new Watcher { Step = (_, _) => Thread.Sleep(5) }]
        });
        return TrainingConsole.Fit(trainer, data).ExitCode;
    }
}
