using OptGen.Training;
using Spectre.Console;

namespace OptGen.Demo;

/// <summary>Shows a training: one line per epoch, and on a terminal a bar that moves with the steps.</summary>
internal static class TrainingDisplay
{
    public static TrainingReport Run(int epochs, Func<IProgress<TrainingProgress>, TrainingReport> train)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return train(new Listener(bar: null));
        TrainingReport? report = null;
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => report = train(new Listener(context.AddTask("training", maxValue: epochs))));
        return report!;
    }

    private static string Line(EpochReport epoch)
    {
        // Within 80 columns, so that a narrow terminal does not break it.
        string line = $"epoch {epoch.Epoch,2}  loss {epoch.Training.Loss:0.000} accuracy {epoch.Training.Metric:0.0000}";
        if (epoch.Validation is { } validation)
            line += $"  validation {validation.Loss:0.000} {validation.Metric:0.0000}";
        return line + $"  {epoch.SamplesPerSecond:0} samples/s";
    }

    /// <summary>Reports at once and on the training's own thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Listener(ProgressTask? bar) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            switch (value)
            {
                case EpochReport epoch when bar is null:
                    Console.WriteLine(Line(epoch));
                    break;
                case EpochReport epoch:
                    AnsiConsole.WriteLine(Line(epoch));
                    break;
                case StepReport step when bar is not null:
                    bar.Value = step.Epoch - 1 + (double)step.Step / step.Steps;
                    bar.Description = $"epoch {step.Epoch}, loss {step.Loss:0.000}, {step.SamplesPerSecond:0} samples/s";
                    break;
            }
        }
    }
}
