using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

[Collection("default generator")]
public sealed class DisplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_WithoutATerminal_WritesALineForEachEpoch()
    {
        using var text = new StringWriter();
        TrainingReport report = Fit(Console(text, interactive: false));
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^epoch  \d  loss \d\.\d{3} accuracy [01]\.\d{4}  validation \d\.\d{3} [01]\.\d{4}  \d+ samples/s\r?$", line));
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public void Fit_OnATerminal_ShowsABarAndKeepsTheLines()
    {
        using var text = new StringWriter();
        Fit(Console(text, interactive: true));
        string shown = text.ToString();
        Assert.Contains("\u001b[", shown, StringComparison.Ordinal);
        for (int epoch = 1; epoch <= 3; epoch++)
            Assert.Contains($"epoch  {epoch}  loss ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_OfReports_SayWhatIsInThem()
    {
        var step = new StepReport
        {
            Epoch = 2, TotalSteps = 15, Step = 5, Steps = 10, Loss = 0.00123, Metrics = new Dictionary<string, double> { ["accuracy"] = 0.5 }, LearningRate = 0.1, GradientNorm = 1,
            SamplesPerSecond = 1234.4, TimeLeft = TimeSpan.FromSeconds(3725)
        };
        Assert.Equal("epoch 2, step 5/10  loss 1.23e-3 accuracy 0.5000  1234 samples/s  1:02:05 left", EpochLine.Of(step));
        Assert.Equal("epoch 2, step 5  loss 0.000 accuracy 0.5000  1234 samples/s", EpochLine.Of(step with { Loss = 0, Steps = null, TimeLeft = null }));
        Assert.Equal("1:05", EpochLine.Time(TimeSpan.FromSeconds(65.4)));
        Assert.Equal("27:00:00", EpochLine.Time(TimeSpan.FromHours(27)));
    }

    [Fact]
    public void CsvLog_StepsAndEpochs_AreLines()
    {
        TrainingReport report = Fit(Console(TextWriter.Null, interactive: false), new CsvLog(_folder.Path));
        string[] steps = File.ReadAllLines(_folder.File("steps.csv")), epochs = File.ReadAllLines(_folder.File("epochs.csv"));
        Assert.Equal("step,epoch,epoch_step,loss,accuracy,learning_rate,gradient_norm,samples_per_second", steps[0]);
        Assert.Equal("step,epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,samples_per_second,seconds,data_seconds", epochs[0]);
        Assert.Equal(1 + 3 * 6, steps.Length);
        Assert.Equal(Enumerable.Range(1, 18).Select(i => $"{i},{(i - 1) / 6 + 1},{(i - 1) % 6 + 1}"), steps[1..].Select(line => string.Join(',', line.Split(',')[..3])));
        Assert.Equal(report.Epochs.Select(epoch => epoch.Training.Loss), epochs[1..].Select(line => double.Parse(line.Split(',')[2])));
        Assert.All(steps, line => Assert.Equal(8, line.Split(',').Length));
        Assert.All(epochs, line => Assert.Equal(10, line.Split(',').Length));
    }

    [Fact]
    public void CsvLog_ResumedTraining_HasEachStepOnce()
    {
        var options = new TrainingOptions
        {
            Epochs = 2, BatchSize = 8, ValidationFraction = 0.25, Optimizer = net => optim.SGD(net.parameters(), 0.1), Callbacks = [new CsvLog(_folder.File("log"))],
            Checkpoints = new CheckpointOptions(_folder.File("checkpoints")) { EverySteps = 4, Resume = true }
        };
        Run(options, 9);
        // The training was killed two steps later, while it wrote a line.
        File.AppendAllText(_folder.File("log/steps.csv"), "10,2,4,0.5,0.5,0.1,1,1\n11,2,5,0.");
        Run(options, int.MaxValue);
        string[] steps = File.ReadAllLines(_folder.File("log/steps.csv"));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"{i}"), steps[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(["1", "2"], File.ReadAllLines(_folder.File("log/epochs.csv"))[1..].Select(line => line.Split(',')[1]));

        static void Run(TrainingOptions options, int cancelAfter)
        {
            using TensorSet data = Small.Points(64, seed: 1);
            using var model = Small.Network(seed: 3);
            using var cancellation = new CancellationTokenSource();
            new Trainer(TrainingProblem.Classification(model), options).Fit(data, progress: new Listener(item =>
            {
                if (item is StepReport step && step.TotalSteps == cancelAfter)
                    cancellation.Cancel();
            }), cancellation: cancellation.Token);
        }
    }

    [Fact]
    public void CsvLog_NamesWithCommas_StayOneColumn()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3);
        var problem = new TrainingProblem(model, (outputs, targets) => nn.functional.cross_entropy(outputs, targets), new Metric("mean, \"all\"", (outputs, _) => outputs.mean([1])));
        new Trainer(problem, new TrainingOptions { Epochs = 1, Callbacks = [new CsvLog(_folder.Path)] }).Fit(data);
        Assert.Equal("step,epoch,epoch_step,loss,mean  'all',learning_rate,gradient_norm,samples_per_second", File.ReadAllLines(_folder.File("steps.csv"))[0]);
    }

    private static TrainingReport Fit(IAnsiConsole console, params TrainingCallback[] callbacks)
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 8, ValidationFraction = 0.25, Optimizer = net => optim.SGD(net.parameters(), 0.1), Callbacks = callbacks };
        return TrainingConsole.Fit(new Trainer(TrainingProblem.Classification(model), options), data, console: console);
    }

    private static IAnsiConsole Console(TextWriter writer, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer)
    });
}
