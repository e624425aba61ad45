using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>Data sets, loaders and sequences; several inputs; schedules, stopping and the best epoch.</summary>
[Collection("default generator")]
public sealed class DataKindTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 4, Seed = 5, Optimizer = model => optim.SGD(model.parameters(), 0.1) };

    [Fact]
    public void Fit_DatasetAndTensors_GiveTheSameWeights()
    {
        using TensorSet data = Small.Points(40, seed: 1);
        using var dataset = new Rows(data);
        Assert.Equal(Train(data), Train(TrainingData.From(dataset, "x", "y")));

        static int[] Train(TrainingData data)
        {
            using var model = Small.Network(seed: 3);
            new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0.25 }).Fit(data);
            return Small.Bits(model);
        }
    }

    [Fact]
    public void Fit_LoadersAndSequences_AreTakenAsTheyCome()
    {
        using TensorSet data = Small.Points(10, seed: 1);
        using var dataset = new Rows(data);
        using var loader = utils.data.DataLoader(dataset, 4, shuffle: false, disposeDataset: false);
        using var lists = utils.data.DataLoader(utils.data.TensorDataset(data.Inputs.clone(), data.Targets.clone()), 4, shuffle: false);
        int[] expected = Train(TrainingData.From(loader, "x", "y"));
        Assert.Equal(expected, Train(TrainingData.From(lists)));
        Assert.Equal(expected, Train(TrainingData.From(Batches(data))));
        Assert.Equal(expected, Train(TrainingData.From(_ => Batches(data))));
        Assert.Equal(expected, Train(TrainingData.From((Batch[])[.. Batches(data)])));

        static int[] Train(TrainingData data)
        {
            using var model = Small.Network(seed: 3);
            TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options).Fit(data);
            Assert.Equal([10L, 10], report.Epochs.Select(epoch => epoch.Training.Samples));
            return Small.Bits(model);
        }
    }

    [Fact]
    public void Fit_SequenceWithTensorsOfItsOwn_KeepsThemAndFreesBatches()
    {
        using TensorSet data = Small.Points(400, seed: 1);
        using var model = Small.Network(seed: 3);
        var live = new List<long>();
        new Trainer(TrainingProblem.Classification(model), Options with { Epochs = 3 }).Fit(TrainingData.From(Shuffled(data)), progress: new Listener(item =>
        {
            if (item is StepReport)
                live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }));
        Assert.Equal(300, live.Count);
        Assert.True(live[5..].Max() <= live[5] + 2, $"{live[5]} tensors after 6 steps, at most {live.Max()} later");
    }

    [Fact]
    public void Fit_TwoInputsAndOwnLoss_AreWhatTheProblemSays()
    {
        using var data = new TensorSet(ones(8, 1), full([8, 1], 2f), full([8, 1], 5f));
        using var first = nn.Linear(1, 1);
        using var second = nn.Linear(1, 1);
        using var model = nn.Sequential(("first", first), ("second", second));
        var problem = new TrainingProblem(model, batch =>
        {
            Tensor sum = first.call(batch[0]).add(second.call(batch[1]));
            return new BatchResult(nn.functional.l1_loss(sum, batch[2]), sum, batch[1]);
        }, Metric.Of("inputs", (batch, result) => result.AllOutputs[1].add(batch[0])), new Metric("least", (outputs, _) => outputs) { Reduction = MetricReduction.Minimum });
        TrainingReport report = new Trainer(problem, Options with { Epochs = 300 }).Fit(data);
        // The loss has slope 1: a step of 0.1 moves both biases, one weight of input 1 and one of input 2, and with them the sum by 0.1*(1 + 1 + 1 + 4).
        Assert.InRange(report.Epochs[^1].Training.Loss, 0, 0.7);
        Assert.Equal(3, report.Epochs[^1].Training["inputs"]);
        Assert.Equal(["inputs", "least"], report.Epochs[0].Training.Metrics.Keys);
    }

    [Fact]
    public void Fit_ValidationSet_IsJudgedAndNeverTrainedOn()
    {
        using TensorSet data = Small.Points(40, seed: 1);
        using TensorSet unseen = Small.Points(10, seed: 2);
        using var model = Small.Network(seed: 3);
        var trainer = new Trainer(TrainingProblem.Classification(model), Options);
        TrainingReport report = trainer.Fit(data, unseen);
        Assert.All(report.Epochs, epoch => Assert.Equal((40L, 10L), (epoch.Training.Samples, epoch.Validation!.Samples)));
        Assert.Equal(trainer.Evaluate(unseen).Loss, report.Epochs[^1].Validation!.Loss, 1e-12);
    }

    [Fact]
    public void Fit_KeepBest_GivesTheWeightsOfTheBestEpoch()
    {
        using TensorSet data = Small.Points(40, seed: 1);
        using TensorSet unseen = Small.Points(40, seed: 2);
        using var model = Small.Network(seed: 3);
        // A learning rate below 0 makes later epochs worse.
        var options = Options with { Epochs = 8, KeepBest = true, Schedule = LearningRateSchedule.Of((done, total) => done < total / 4 ? 1 : -1) };
        var trainer = new Trainer(TrainingProblem.Classification(model), options);
        TrainingReport report = trainer.Fit(data, unseen);
        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.NotEqual(8, report.Best!.Epoch);
        Assert.Equal(report.Epochs.Min(epoch => epoch.Validation!.Loss), report.Best.Validation!.Loss);
        Assert.Equal(report.Best.Validation.Loss, trainer.Evaluate(unseen).Loss, 1e-12);
    }

    [Fact]
    public void Fit_EarlyStopping_EndsAfterItsPatience()
    {
        using TensorSet data = Small.Points(40, seed: 1);
        using TensorSet unseen = Small.Points(40, seed: 2);
        using var model = Small.Network(seed: 3);
        var options = Options with { Epochs = 50, EarlyStopping = new EarlyStopping(3), Optimizer = net => optim.SGD(net.parameters(), 0.0) };
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), options).Fit(data, unseen);
        Assert.Equal(TrainingStatus.StoppedEarly, report.Status);
        Assert.Equal(4, report.Epochs.Count);
        Assert.Equal("Stopped after epoch 4: 'loss' on validation got no better in 3 epochs.", report.Message);
    }

    [Fact]
    public void Fit_TorchSchedulers_StepWhereTheyAreToldTo()
    {
        using TensorSet data = Small.Points(8, seed: 1);
        Assert.Equal([0.1, 0.1, 0.05, 0.05], Rates(o => optim.lr_scheduler.StepLR(o, 1, 0.5), SchedulerUnit.Epoch));
        Assert.Equal([0.1, 0.05, 0.025, 0.0125], Rates(o => optim.lr_scheduler.StepLR(o, 1, 0.5), SchedulerUnit.Step));

        double[] Rates(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> scheduler, SchedulerUnit unit)
        {
            var rates = new List<double>();
            using var model = Small.Network(seed: 3);
            new Trainer(TrainingProblem.Classification(model), Options with { Scheduler = scheduler, SchedulerUnit = unit })
                .Fit(data, progress: new Listener(item => rates.AddRange(item is StepReport step ? [step.LearningRate] : [])));
            return [.. rates.Select(rate => Math.Round(rate, 12))];
        }
    }

    [Fact]
    public void Fit_ReduceLROnPlateau_GoesByTheValidationLoss()
    {
        using TensorSet data = Small.Points(8, seed: 1);
        using TensorSet unseen = Small.Points(8, seed: 2);
        using var model = Small.Network(seed: 3);
        var options = Options with { Epochs = 6, Optimizer = net => optim.SGD(net.parameters(), 1e-6), Scheduler = o => optim.lr_scheduler.ReduceLROnPlateau(o, patience: 1) };
        var trainer = new Trainer(TrainingProblem.Classification(model), options);
        TrainingReport report = trainer.Fit(data, unseen);
        Assert.True(report.Epochs[^1].LearningRate < 1e-6);
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(data));
        Assert.StartsWith("ReduceLROnPlateau goes by the validation loss", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_CallbackThatStops_EndsTheTraining()
    {
        using TensorSet data = Small.Points(40, seed: 1);
        using var model = Small.Network(seed: 3);
        TrainingReport? ended = null;
        var watcher = new Watcher { Step = (context, report) => { if (report.TotalSteps == 13) context.Stop(); }, End = (_, report) => ended = report };
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options with { Callbacks = [watcher] }).Fit(data);
        Assert.Equal((TrainingStatus.StoppedByCallback, 13L), (report.Status, report.TotalSteps));
        Assert.Same(report, ended);
    }

    [Fact]
    public void Trainer_WhatContradictsItself_IsRefusedWithOneSentence()
    {
        using TensorSet data = Small.Points(8, seed: 1);
        using var model = Small.Network(seed: 3);
        TrainingProblem problem = TrainingProblem.Classification(model);
        Refused("Schedule and Scheduler both decide", () => new Trainer(problem, Options with { Schedule = new CosineLearningRate(), Scheduler = o => optim.lr_scheduler.StepLR(o, 1) }));
        Refused("Monitor is 'f1', but the problem has 'loss', 'accuracy'.", () => new Trainer(problem, Options with { Monitor = "f1" }));
        Refused("There is a validation set, and ValidationFraction", () => new Trainer(problem, Options with { ValidationFraction = 0.5 }).Fit(data, data));
        Refused("Batches that come from a loader or a sequence cannot be split", () => new Trainer(problem, Options with { ValidationFraction = 0.5 }).Fit(TrainingData.From(Batches(data))));
        Refused("EarlyStopping and KeepBest go by validation", () => new Trainer(problem, Options with { KeepBest = true }).Fit(data));
        Refused("A schedule runs over the whole training", () => new Trainer(problem, Options with { Schedule = new CosineLearningRate() }).Fit(TrainingData.From(Batches(data))));
        Refused("Two values of a report would be called 'accuracy'", () => new TrainingProblem(model, _ => null!, Metric.Accuracy, Metric.Accuracy));
        Refused("A loss is one number, but this one has shape [8]", () => new Trainer(new TrainingProblem(model, (o, t) => nn.functional.cross_entropy(o, t, reduction: nn.Reduction.None)), Options with { BatchSize = 8 }).Fit(data));
        Refused("The data has no entry 'data'; it has 'x', 'y'.", () => new Trainer(problem, Options).Fit(TrainingData.From(new Rows(data))));
        using var single = new TensorSet(ones(4, 1));
        Assert.Equal("This batch holds one tensor, so it has no targets.", Assert.Throws<InvalidOperationException>(() => new Trainer(problem, Options).Fit(new TensorSet(ones(4, 2)))).Message);
        using var other = new TensorSet(ones(4, 2), ones(4));
        using var one = nn.Linear(2, 1);
        Refused("Outputs have shape [4, 1], but targets [4]", () => new Trainer(TrainingProblem.Regression(one), Options).Fit(other));
    }

    [Fact]
    public void Metrics_OfKnownOutputs_AreWhatTheirNamesSay()
    {
        using var scope = NewDisposeScope();
        using var data = new TensorSet(tensor(new float[] { 3, 1, 0, 0, 2, 2.5f, 1, 0, 5 }, [3, 3]), tensor(new long[] { 0, 1, 0 }));
        using var model = nn.Identity();
        var problem = new TrainingProblem(model, (outputs, targets) => nn.functional.cross_entropy(outputs, targets), Metric.Accuracy, Metric.Margin, Metric.SmallestMargin, Metric.TopAccuracy(2));
        Evaluation evaluation = new Trainer(problem).Evaluate(data);
        Assert.Equal(1.0 / 3, evaluation["accuracy"], 1e-9);
        Assert.Equal((2 - 0.5 - 4) / 3, evaluation["margin"], 1e-6);
        Assert.Equal(-4, evaluation["smallest margin"]);
        Assert.Equal(1, evaluation["top-2 accuracy"]);
    }

    private static void Refused(string sentence, Func<object> act) =>
        Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static IEnumerable<Batch> Batches(TensorSet data)
    {
        for (long start = 0; start < data.Count; start += 4)
            yield return new Batch(data.Inputs.narrow(0, start, Math.Min(4, data.Count - start)).clone(), data.Targets.narrow(0, start, Math.Min(4, data.Count - start)).clone());
    }

    private static IEnumerable<Batch> Shuffled(TensorSet data)
    {
        using Tensor order = randperm(data.Count);
        for (long start = 0; start < data.Count; start += 4)
        {
            using Tensor rows = order.narrow(0, start, 4);
            yield return new Batch(data.Inputs.index_select(0, rows), data.Targets.index_select(0, rows));
        }
    }

    private sealed class Rows(TensorSet data) : utils.data.Dataset
    {
        public override long Count => data.Count;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = data.Inputs[index], ["y"] = data.Targets[index] };
    }
}
