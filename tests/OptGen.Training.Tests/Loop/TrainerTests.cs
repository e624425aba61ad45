using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

[Collection("default generator")]
public sealed class TrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 16,
        ValidationFraction = 0.25,
        Seed = 5,
        Optimizer = model => optim.SGD(model.parameters(), 0.1)
    };

    [Fact]
    public void Fit_SeparableClasses_LearnsThem()
    {
        using var data = Points(200, seed: 1);
        using var unseen = Points(200, seed: 2);
        using var model = Network(seed: 3);
        var trainer = new Trainer(TrainingProblem.Classification(model), Options with { Epochs = 20, Schedule = new CosineLearningRate() });

        Evaluation before = trainer.Evaluate(unseen);
        TrainingReport report = trainer.Fit(data);
        Evaluation after = trainer.Evaluate(unseen);

        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.Equal(Enumerable.Range(1, 20), report.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(report.Epochs, epoch => Assert.Equal((150L, 50L), (epoch.Training.Samples, epoch.Validation!.Samples)));
        Assert.True(report.Epochs[^1].Training.Loss < report.Epochs[0].Training.Loss / 2);
        Assert.True(after["accuracy"] > 0.95 && after["accuracy"] > before["accuracy"], $"accuracy {before["accuracy"]} before, {after["accuracy"]} after");
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameWeightsBitForBit()
    {
        var (first, second, other) = (Train(seed: 5), Train(seed: 5), Train(seed: 6));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static float[] Train(long seed)
        {
            using var data = Points(100, seed: 1);
            using var model = Network(seed: 3, dropout: 0.5);
            new Trainer(TrainingProblem.Classification(model), Options with { Seed = seed }).Fit(data);
            return [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
        }
    }

    [Fact]
    public void Fit_OneStepOfGradientDescent_IsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var data = new TensorSet(tensor(new float[] { 1, 2, 3, 4 }, [4, 1]), tensor(new float[] { 2, 4, 6, 8 }, [4, 1]));
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad())
            model.weight!.fill_(1);
        var problem = new TrainingProblem(model, (outputs, targets) => nn.functional.mse_loss(outputs, targets), new Metric("output", (outputs, _) => outputs));
        var options = new TrainingOptions { Epochs = 1, BatchSize = 4, ValidationFraction = 0, Optimizer = net => optim.SGD(net.parameters(), 0.01) };

        TrainingReport report = new Trainer(problem, options).Fit(data);

        // loss = mean((w x - 2 x)²) = 7.5 at w = 1, gradient = 2 mean(x²) (w - 2) = -15
        EpochReport epoch = Assert.Single(report.Epochs);
        Assert.Equal(7.5, epoch.Training.Loss, 1e-6);
        Assert.Equal(2.5, epoch.Training["output"], 1e-6);
        Assert.Null(epoch.Validation);
        Assert.Equal(1.15f, model.weight!.item<float>(), 1e-6f);
    }

    [Fact]
    public void Fit_EveryEpoch_SeesEverySampleOnceInANewOrder()
    {
        using var data = Numbered(10);
        using var model = new Recorder();
        var options = Options with { Epochs = 2, BatchSize = 4, ValidationFraction = 0.2, EvaluationBatchSize = 1 };

        new Trainer(Problem(model), options).Fit(data);

        float[] first = [.. model.Trained.Take(8)], second = [.. model.Trained.Skip(8)];
        Assert.Equal([4, 4, 4, 4], model.BatchSizes);
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(2, model.Evaluated.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), first.Concat(model.Evaluated.Distinct()).Order());
    }

    [Fact]
    public void Fit_LastBatch_TakesWhatIsLeft()
    {
        using var data = Numbered(10);
        using var model = new Recorder();
        new Trainer(Problem(model), Options with { Epochs = 1, BatchSize = 4, ValidationFraction = 0 }).Fit(data);
        Assert.Equal([4, 4, 2], model.BatchSizes);
    }

    [Fact]
    public void Fit_Progress_IsToldOfEveryStepAndEpochInOrder()
    {
        using var data = Points(100, seed: 1);
        using var model = Network(seed: 3);
        var news = new List<TrainingProgress>();
        var options = Options with { Epochs = 2, BatchSize = 50, Schedule = new CosineLearningRate { WarmupFraction = 0.5 } };

        TrainingReport report = new Trainer(TrainingProblem.Classification(model), options).Fit(data, progress: new Listener(news.Add));

        Assert.Equal(
            [(1, 1), (1, 2), (1, 0), (2, 1), (2, 2), (2, 0)],
            news.Select(item => (item.Epoch, item is StepReport step ? (int)step.Step : 0)));
        Assert.All(news.OfType<StepReport>(), step => Assert.Equal(2, step.Steps));
        Assert.All(news.OfType<StepReport>(), step => Assert.True(step.SamplesPerSecond > 0));
        double[] rates = [.. news.OfType<StepReport>().Select(step => step.LearningRate)];
        Assert.Equal(0.025, rates[0], 1e-12);
        Assert.Equal(0.075, rates[1], 1e-12);
        Assert.Equal(rates[1], rates[2] * 0.075 / (0.1 * (1 + Math.Cos(Math.PI / 4)) / 2), 1e-9);
        Assert.Equal(news.OfType<EpochReport>(), report.Epochs);
    }

    [Fact]
    public void Fit_Cancelled_StopsBetweenSteps()
    {
        using var data = Points(100, seed: 1);
        using var model = Network(seed: 3);
        using var cancellation = new CancellationTokenSource();
        int steps = 0;
        var progress = new Listener(item =>
        {
            if (item is StepReport && ++steps == 7)
                cancellation.Cancel();
        });

        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options).Fit(data, progress: progress, cancellation: cancellation.Token);

        Assert.Equal(TrainingStatus.Cancelled, report.Status);
        Assert.Equal(7, steps);
        Assert.Single(report.Epochs);
    }

    [Fact]
    public void Fit_LossNotFinite_StopsBeforeTheUpdate()
    {
        using var data = new TensorSet(full([8, 2], float.NaN), zeros(8, dtype: ScalarType.Int64));
        using var model = Network(seed: 3);
        float[] before = [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options).Fit(data);

        Assert.Equal(TrainingStatus.NonFinite, report.Status);
        Assert.Empty(report.Epochs);
        Assert.Equal(before, model.parameters().SelectMany(parameter => parameter.data<float>().ToArray()));
    }

    [Theory]
    [InlineData(0.01, "ValidationFraction 0.01 of 10 samples sets 0 aside; both parts need at least one sample.")]
    [InlineData(0.99, "ValidationFraction 0.99 of 10 samples sets 10 aside; both parts need at least one sample.")]
    public void Fit_ValidationFractionLeavesAPartEmpty_IsRefused(double fraction, string sentence)
    {
        using var data = Numbered(10);
        using var model = new Recorder();
        var trainer = new Trainer(Problem(model), Options with { ValidationFraction = fraction });
        var error = Assert.Throws<ArgumentException>("data", () => trainer.Fit(data));
        Assert.StartsWith(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AnyBatchSize_GivesTheSameMeans()
    {
        using var data = Points(101, seed: 1);
        using var model = Network(seed: 3, dropout: 0.5);
        Evaluation[] results = [.. ((int[])[1, 7, 101, 1000]).Select(size =>
            new Trainer(TrainingProblem.Classification(model), Options with { EvaluationBatchSize = size }).Evaluate(data))];
        Assert.All(results, result => Assert.Equal(results[0].Loss, result.Loss, 1e-6));
        Assert.All(results, result => Assert.Equal((101, results[0]["accuracy"]), (result.Samples, result["accuracy"])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Evaluate_Mode_IsPutBackAndNoGradientIsKept(bool training)
    {
        using var data = Numbered(6);
        using var model = new Recorder();
        model.train(training);
        new Trainer(Problem(model), Options).Evaluate(data);
        Assert.Equal(training, model.training);
        Assert.Empty(model.Trained);
        Assert.Equal(6, model.Evaluated.Count);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Fit_ModelThrows_LeavesModeAndTensorsAsTheyWere()
    {
        using var data = Numbered(6);
        using var model = new Recorder { FailsInEvaluation = true };
        model.eval();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Assert.Throws<InvalidOperationException>(() => new Trainer(Problem(model), Options).Fit(data));
        Assert.False(model.training);
        Assert.True(is_grad_enabled());
        Assert.True(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount <= before + 1);
    }

    [Fact]
    public void Fit_ManySteps_LiveTensorsStayFlat()
    {
        using var data = Points(400, seed: 1);
        using var model = Network(seed: 3, dropout: 0.1);
        var live = new List<long>();
        var options = Options with { Epochs = 10, BatchSize = 4, Optimizer = net => optim.AdamW(net.parameters()) };
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        new Trainer(TrainingProblem.Classification(model), options).Fit(data, progress: new Listener(item =>
        {
            if (item is StepReport)
                live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }));

        Assert.Equal(750, live.Count);
        Assert.Single(live.Skip(10).Distinct());
        long after = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Assert.True(after <= before, $"{before} tensors were alive before the run, {after} after it");
    }

    [Fact]
    public void TensorSet_PartsThatDoNotMatch_AreRefused()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>("tensors", () => new TensorSet(zeros(3, 2), zeros(4)));
        Assert.StartsWith("tensor 0 holds 3 samples, but tensor 1 holds 4.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>("tensors", () => new TensorSet(zeros(0, 2), zeros(0)));
        Assert.StartsWith("A data set needs at least one sample; tensor 0 has shape [0, 2].", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Two clouds in the plane, one for each class.</summary>
    private static TensorSet Points(int count, long seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor targets = arange(count, dtype: ScalarType.Int64).remainder(2);
        Tensor centres = targets.to(ScalarType.Float32).mul(4).sub(2).unsqueeze(1);
        return new TensorSet(randn([count, 2], generator: generator).add(centres), targets);
    }

    /// <summary>Samples that can be told apart: sample i is the number i, its class is 0.</summary>
    private static TensorSet Numbered(int count)
    {
        using var scope = NewDisposeScope();
        return new TensorSet(arange(count, dtype: ScalarType.Float32).unsqueeze(1), zeros(count, dtype: ScalarType.Int64));
    }

    private static TrainingProblem Problem(nn.Module<Tensor, Tensor> model) =>
        new(model, (outputs, _) => outputs.mean(), new Metric("output", (outputs, _) => outputs));

    private static Sequential Network(long seed, double dropout = 0)
    {
        manual_seed(seed);
        return nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(dropout), nn.Linear(8, 2));
    }

    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }

    /// <summary>Writes down which samples it was given, in which mode.</summary>
    private sealed class Recorder : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter _weight = new(ones(1));

        public Recorder()
            : base(nameof(Recorder)) => register_parameter("weight", _weight);

        public List<float> Trained { get; } = [];
        public List<float> Evaluated { get; } = [];
        public List<int> BatchSizes { get; } = [];
        public bool FailsInEvaluation { get; init; }

        public override Tensor forward(Tensor input)
        {
            if (FailsInEvaluation && !training)
                throw new InvalidOperationException("as the test wants it");
            (training ? Trained : Evaluated).AddRange(input.data<float>().ToArray());
            if (training)
                BatchSizes.Add((int)input.shape[0]);
            return input * _weight;
        }

        protected override void RegisterComponents()
        {
        }
    }
}
