using OptGen.Optimizers;
using OptGen.Training.Tests.Processes;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>Trainings that are cancelled at a step and gone on with, in this process; damaged and foreign checkpoints.</summary>
[Collection("default generator")]
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(100)]
    public void Fit_CancelledAtAStepAndResumed_EndsWithTheSameBits(int step)
    {
        string expected = Run(Options("whole"));
        using var cancellation = new CancellationTokenSource();
        string cancelled = Run(Options("parts"), cancellation, step);
        Assert.StartsWith($"Cancelled {step}\n", cancelled, StringComparison.Ordinal);
        Assert.Equal(expected, Run(Options("parts")));

        TrainingOptions Options(string name) => ResumableTraining.Options(_folder.File(name), TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Fit_CancelledBetweenEpochsAndResumed_EndsWithTheSameBits(int epochs)
    {
        string expected = Run(ResumableTraining.Options(_folder.File("whole"), TimeSpan.Zero));
        using var cancellation = new CancellationTokenSource();
        if (epochs == 0)
            cancellation.Cancel();
        string cancelled = Run(ResumableTraining.Options(_folder.File("parts"), TimeSpan.Zero), cancellation, progress: new Listener(item =>
        {
            if (item is EpochReport report && report.Epoch == epochs)
                cancellation.Cancel();
        }));
        Assert.StartsWith($"Cancelled {29 * epochs}\n", cancelled, StringComparison.Ordinal);
        Assert.Equal(expected, Run(ResumableTraining.Options(_folder.File("parts"), TimeSpan.Zero)));
    }

    public static TheoryData<string> Optimizers => ["SGD", "SGD with momentum", "Adam", "RMSProp", "Adagrad", "Adadelta", "NAdam", "RAdam", "Rprop", "Adamax", "ASGD", "Centralized.AdamW", "Lookahead", "wrapped"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_ResumedWithAnyOptimizerThatHasState_EndsWithTheSameBits(string name)
    {
        string expected = Run(Options("whole"));
        using var cancellation = new CancellationTokenSource();
        Run(Options("parts"), cancellation, 31);
        Assert.Equal(expected, Run(Options("parts")));

        TrainingOptions Options(string folder) => ResumableTraining.Options(_folder.File(folder), TimeSpan.Zero) with
        {
            Epochs = 2,
            Optimizer = model => Make(name, model),
            Scheduler = optimizer => optim.lr_scheduler.StepLR(optimizer, 7, 0.9),
            SchedulerUnit = SchedulerUnit.Step
        };
    }

    [Fact]
    public void Fit_ResumedSequence_GoesOnAtItsPlace()
    {
        string expected = Run(Options("whole"), sequence: true);
        using var cancellation = new CancellationTokenSource();
        Run(Options("parts"), cancellation, 40, sequence: true);
        Assert.Equal(expected, Run(Options("parts"), sequence: true));

        TrainingOptions Options(string name) => ResumableTraining.Options(_folder.File(name), TimeSpan.Zero) with { ValidationFraction = 0, Schedule = new CosineLearningRate(), Scheduler = null };
    }

    [Fact]
    public void Fit_ResumedWhenDone_ReturnsWhatItWas()
    {
        string expected = Run(ResumableTraining.Options(_folder.Path, TimeSpan.Zero));
        Assert.Equal(expected, Run(ResumableTraining.Options(_folder.Path, TimeSpan.Zero)));
        Assert.Equal(["step-000000000170.safetensors", "step-000000000172.safetensors", "step-000000000174.safetensors"], Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order());
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("foreign")]
    public void Fit_NewestCheckpointDamaged_SaysSoAndTakesTheOneBefore(string damage)
    {
        string expected = Run(ResumableTraining.Options(_folder.File("whole"), TimeSpan.Zero));
        using var cancellation = new CancellationTokenSource();
        Run(ResumableTraining.Options(_folder.File("parts"), TimeSpan.Zero), cancellation, 50);
        string newest = Directory.GetFiles(_folder.File("parts")).Max(StringComparer.Ordinal)!;
        byte[] bytes = File.ReadAllBytes(newest);
        switch (damage)
        {
            case "flip":
                bytes[^100] ^= 4;
                File.WriteAllBytes(newest, bytes);
                break;
            case "cut":
                File.WriteAllBytes(newest, bytes[..^1]);
                break;
            case "empty":
                File.WriteAllBytes(newest, []);
                break;
            default:
                Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = ones(1) }, newest);
                break;
        }
        var reports = new List<CheckpointReport>();
        Assert.Equal(expected, Run(ResumableTraining.Options(_folder.File("parts"), TimeSpan.Zero), progress: new Listener(item => reports.AddRange(item is CheckpointReport report ? [report] : []))));
        Assert.True(reports[0].IsResumed);
        Assert.EndsWith("step-000000000048.safetensors", reports[0].Path, StringComparison.Ordinal);
        string sentence = Assert.Single(reports[0].Unreadable);
        Assert.StartsWith($"'{newest}' ", sentence, StringComparison.Ordinal);
        if (damage == "flip")
            Assert.EndsWith("is damaged: its checksum is not that of its content.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_EveryByteOfACheckpointFlipped_IsNoticed()
    {
        using var model = nn.Linear(1, 1);
        using var data = new TensorSet(ones(2, 1), ones(2, 1));
        var options = new TrainingOptions { Epochs = 1, Optimizer = net => optim.SGD(net.parameters(), 0.1), Checkpoints = new CheckpointOptions(_folder.Path) };
        new Trainer(TrainingProblem.Regression(model), options).Fit(data);
        string path = Assert.Single(Directory.GetFiles(_folder.Path));
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(1);
        // Spaces between the header and the numbers carry nothing.
        int end = 8 + (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(whole);
        for (int i = 0; i < OptGen.Tests.Shared.RandomCases.Of(3000); i++)
        {
            int place = i < 300 ? i * (end / 300) : random.Next(whole.Length);
            if (place < end && whole[place] == (byte)' ')
                continue;
            byte[] bad = [.. whole];
            bad[place] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);
            using var scope = NewDisposeScope();
            var error = Assert.Throws<CheckpointException>(() => new Trainer(TrainingProblem.Regression(model), options with { Checkpoints = options.Checkpoints with { Resume = true } }).Fit(data));
            Assert.StartsWith($"None of the 1 checkpoints in '{_folder.Path}' can be read. '{path}' ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fit_CheckpointOfAnotherNetworkOrRun_NamesTheFirstDifference()
    {
        TrainingOptions options = ResumableTraining.Options(_folder.Path, TimeSpan.Zero) with { Epochs = 1 };
        Run(options);
        using TensorSet data = Small.Points(500, seed: 1);
        using var wider = nn.Sequential(("first", nn.Linear(2, 9)), ("last", nn.Linear(9, 2)));
        Check(wider, options, "is a checkpoint of another network: 'first.weight' has shape [8, 2] in the file, but [9, 2] in the network.");
        using var same = Small.Network(seed: 3, dropout: 0.3, norm: true);
        Check(same, options with { Seed = 12 }, "The checkpoint is of another training: the seed was 11, and is 12 now.");
        Check(same, options with { BatchSize = 8 }, "The checkpoint is of another training: the batch size was 16, and is 8 now.");
        Check(same, options with { Optimizer = model => optim.SGD(model.parameters(), 0.1) }, "The checkpoint is of another training: the optimiser was AdamW, and is SGD now.");
        Check(same, options with { Checkpoints = options.Checkpoints! with { Resume = false } }, "holds checkpoints of an earlier training: set CheckpointOptions.Resume");

        void Check(nn.Module<Tensor, Tensor> model, TrainingOptions changed, string sentence) =>
            Assert.Contains(sentence, Assert.Throws<CheckpointException>(() => new Trainer(TrainingProblem.Classification(model), changed).Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FolderThatCannotBeMade_FailsBeforeTheFirstStep()
    {
        File.WriteAllText(_folder.File("file"), "");
        using TensorSet data = Small.Points(20, seed: 1);
        using var model = Small.Network(seed: 3);
        int[] before = Small.Bits(model);
        Assert.ThrowsAny<IOException>(() => new Trainer(TrainingProblem.Classification(model), new TrainingOptions { Checkpoints = new CheckpointOptions(_folder.File("file")) }).Fit(data));
        Assert.Equal(before, Small.Bits(model));
    }

    [Fact]
    public void Fit_LbfgsWithCheckpoints_IsRefusedBeforeItBegins()
    {
        using TensorSet data = Small.Points(20, seed: 1);
        using var model = nn.Linear(2, 2);
        var options = new TrainingOptions { Optimizer = net => optim.LBFGS(net.parameters()), Checkpoints = new CheckpointOptions(_folder.Path) };
        Assert.StartsWith("The state of LBFGS cannot be saved", Assert.Throws<ArgumentException>(() => new Trainer(TrainingProblem.Classification(model), options).Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NotFinite_LeavesTheLastGoodCheckpoint()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3);
        var problem = new TrainingProblem(model, (outputs, targets) => nn.functional.cross_entropy(outputs, targets));
        int calls = 0;
        problem = problem with { Penalty = () => tensor(++calls == 4 ? float.NaN : 0f) };
        var options = new TrainingOptions { BatchSize = 8, Optimizer = net => optim.SGD(net.parameters(), 0.1), Checkpoints = new CheckpointOptions(_folder.Path) { EverySteps = 1 } };
        TrainingReport report = new Trainer(problem, options).Fit(data);
        Assert.Equal((TrainingStatus.NonFinite, 3L), (report.Status, report.TotalSteps));
        Assert.Contains("the penalty is NaN", report.Message, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
        using var loaded = Small.Network(seed: 9);
        report = new Trainer(problem with { }, options with { Epochs = 1, Checkpoints = options.Checkpoints with { Resume = true } }).Fit(data);
        Assert.Equal((TrainingStatus.Completed, 8L), (report.Status, report.TotalSteps));
    }

    [Fact]
    public void Open_WhatAKilledProcessLeft_IsRemoved()
    {
        Run(ResumableTraining.Options(_folder.Path, TimeSpan.Zero) with { Epochs = 1 });
        File.WriteAllText(_folder.File("step-000000000099.safetensors.abc.unfinished"), "half");
        Run(ResumableTraining.Options(_folder.Path, TimeSpan.Zero) with { Epochs = 1 });
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), path => path.EndsWith("unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        Assert.Throws<ArgumentException>("Folder", () => new CheckpointOptions(" "));
        Assert.Throws<ArgumentOutOfRangeException>("EverySteps", () => new CheckpointOptions("a") { EverySteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Interval", () => new CheckpointOptions("a") { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>("Keep", () => new CheckpointOptions("a") { Keep = 1 });
    }

    /// <summary>Trains, perhaps cancelled after a step, and gives weights and epochs as text.</summary>
    private static string Run(TrainingOptions options, CancellationTokenSource? cancellation = null, int cancelAfter = 0, bool sequence = false, IProgress<TrainingProgress>? progress = null)
    {
        using TensorSet data = Small.Points(500, seed: 1);
        using TensorSet unseen = Small.Points(50, seed: 2);
        using var model = Small.Network(seed: 3, dropout: 0.3, norm: true);
        progress ??= new Listener(item =>
        {
            if (item is StepReport step && step.TotalSteps == cancelAfter)
                cancellation?.Cancel();
        });
        var trainer = new Trainer(TrainingProblem.Classification(model), options);
        TrainingReport report = sequence
            ? trainer.Fit(TrainingData.From(_ => Shuffled(data), count: 32), unseen, progress, cancellation?.Token ?? default)
            : trainer.Fit(data, progress: progress, cancellation: cancellation?.Token ?? default);
        return ResumableTraining.Text(report, model);
    }

    private static IEnumerable<Batch> Shuffled(TensorSet data)
    {
        using Tensor order = randperm(data.Count);
        for (long start = 0; start < data.Count; start += 16)
        {
            using Tensor rows = order.narrow(0, start, Math.Min(16, data.Count - start));
            yield return new Batch(data.Inputs.index_select(0, rows), data.Targets.index_select(0, rows));
        }
    }

    private static optim.Optimizer Make(string name, nn.Module model) => name switch
    {
        "SGD" => optim.SGD(model.parameters(), 0.1),
        "SGD with momentum" => optim.SGD(model.parameters(), 0.1, 0.9),
        "Adam" => optim.Adam(model.parameters(), 0.01),
        "RMSProp" => optim.RMSProp(model.parameters(), 0.01),
        "Adagrad" => optim.Adagrad(model.parameters(), 0.01),
        "Adadelta" => optim.Adadelta(model.parameters(), 0.01),
        "NAdam" => optim.NAdam(model.parameters(), 0.01),
        "RAdam" => optim.RAdam(model.parameters(), 0.01),
        "Rprop" => optim.Rprop(model.parameters(), 0.01),
        "Adamax" => optim.Adamax(model.parameters(), 0.01),
        "ASGD" => optim.ASGD(model.parameters(), 0.01),
        "Centralized.AdamW" => new Centralized.AdamW(model.parameters(), 0.01),
        "Lookahead" => new Lookahead(optim.Adam(model.parameters(), 0.01), 5),
        _ => GradientCentralization.Wrap(optim.SGD(model.parameters(), 0.1, 0.9))
    };
}
