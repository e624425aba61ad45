using System.Diagnostics;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace OptGen.Training;

/// <summary>Trains with progress on the console, and ends cleanly at Ctrl-C.</summary>
/// <remarks>
/// On a terminal a bar moves with the steps, beside loss, metrics, samples a second and the time left; a line for each epoch stays. Elsewhere
/// there are plain lines:
/// one for each epoch, and one every half minute in long ones. At the first Ctrl-C the step is finished, a checkpoint is written where there are
/// checkpoints, and
/// <see cref="TrainingReport.ExitCode"/> is 130, with which a program should end; the second Ctrl-C ends the process at once.
/// </remarks>
public static class TrainingConsole
{
    /// <summary>Trains as <see cref="Trainer.Fit"/> does, and shows it.</summary>
    /// <param name="trainer">What is trained and how.</param>
    /// <param name="data">The samples.</param>
    /// <param name="validation">What to validate by; see <see cref="Trainer.Fit"/>.</param>
    /// <param name="console">Where to show it; the process's own console unless given.</param>
    /// <param name="cancellation">Ends the training as Ctrl-C does.</param>
    public static TrainingReport Fit(Trainer trainer, TrainingData data, TrainingData? validation = null, IAnsiConsole? console = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(data);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            // The second one is not held up: it ends the process.
            if (stop.IsCancellationRequested)
                return;
            signal.Cancel = true;
            stop.Cancel();
        });
        bool isTerminal = console is not null ? console.Profile.Capabilities.Interactive : AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        console ??= AnsiConsole.Console;
        int epochs = trainer.Options.Epochs;
        if (!isTerminal)
            return trainer.Fit(data, validation, new PlainLines(console.Profile.Out.Writer, epochs), stop.Token);
        TrainingReport? report = null;
        console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => report = trainer.Fit(data, validation, new Bar(console, context.AddTask("training", maxValue: epochs), epochs), stop.Token));
        return report!;
    }

    /// <summary>Lines of text, whole and at once, on the training's own thread.</summary>
    internal sealed class PlainLines(TextWriter output, int epochs) : IProgress<TrainingProgress>
    {
        private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

        private readonly Stopwatch _since = Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            switch (value)
            {
                case EpochReport epoch:
                    Write(EpochLine.Of(epoch, epochs));
                    break;
                case StepReport step when _since.Elapsed >= Silence:
                    Write(EpochLine.Of(step));
                    break;
                case CheckpointReport { IsResumed: true } checkpoint:
                    foreach (string line in Resumed(checkpoint))
                        Write(line);
                    break;
            }
        }

        private void Write(string line)
        {
            output.WriteLine(line);
            output.Flush();
            _since.Restart();
        }
    }

    private sealed class Bar(IAnsiConsole console, ProgressTask bar, int epochs) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            switch (value)
            {
                case EpochReport epoch:
                    console.WriteLine(EpochLine.Of(epoch, epochs));
                    break;
                case StepReport step:
                    bar.Value = step.Epoch - 1 + (step.Steps is { } steps ? (double)step.Step / steps : 0);
                    bar.Description = Markup.Escape(EpochLine.Of(step));
                    break;
                case CheckpointReport { IsResumed: true } checkpoint:
                    foreach (string line in Resumed(checkpoint))
                        console.WriteLine(line);
                    break;
            }
        }
    }

    private static IEnumerable<string> Resumed(CheckpointReport checkpoint) =>
        checkpoint.Unreadable.Append($"Training goes on from '{checkpoint.Path}': epoch {checkpoint.Epoch}, {checkpoint.TotalSteps} steps are done.");
}
