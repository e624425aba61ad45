using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Trains the network of a <see cref="TrainingProblem"/> and evaluates it.</summary>
/// <remarks>
/// The same problem, data and options give the same weights on the same machine with the same number of threads.
/// A trainer holds no tensors between calls; every tensor of a step is freed when the step ends.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainingProblem _problem;
    private readonly TrainingOptions _options;

    /// <summary>Makes a trainer; nothing runs yet.</summary>
    public Trainer(TrainingProblem problem, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        _problem = problem;
        _options = options;
    }

    /// <summary>Trains on all of the data but the share set aside for validation, with a new optimiser.</summary>
    /// <param name="data">The samples, on the network's device.</param>
    /// <param name="progress">Told of every step and every epoch, between the steps and on this thread if it does not dispatch by itself.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <remarks>Seeds torch's process-wide generator with <see cref="TrainingOptions.Seed"/>, since layers such as dropout draw from it.</remarks>
    /// <exception cref="ArgumentException">The validation share leaves no sample to train on, or none to validate by.</exception>
    public TrainingReport Fit(TensorSet data, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var outer = NewDisposeScope();
        using var generator = new Generator((ulong)_options.Seed, data.Inputs.device);
        var (training, validation) = Split(data, generator);
        manual_seed(_options.Seed);

        bool wasTraining = _problem.Model.training;
        using var optimizer = _options.Optimizer(_problem.Model.parameters());
        var run = new Run(data, training, progress, optimizer, generator, cancellation)
        {
            Steps = (training.shape[0] + _options.BatchSize - 1) / _options.BatchSize
        };
        var epochs = new List<EpochReport>();
        var clock = Stopwatch.StartNew();
        var status = TrainingStatus.Completed;
        try
        {
            for (int epoch = 1; epoch <= _options.Epochs; epoch++)
            {
                var time = Stopwatch.StartNew();
                _problem.Model.train();
                (status, Evaluation trained, double speed) = RunEpoch(run, epoch);
                if (status != TrainingStatus.Completed)
                    break;
                var report = new EpochReport
                {
                    Epoch = epoch,
                    Training = trained,
                    Validation = validation is null ? null : Evaluate(data, validation),
                    LearningRate = run.LearningRate,
                    SamplesPerSecond = speed,
                    Time = time.Elapsed
                };
                epochs.Add(report);
                progress?.Report(report);
            }
        }
        finally
        {
            _problem.Model.train(wasTraining);
        }
        return new TrainingReport(status, epochs, clock.Elapsed);
    }

    /// <summary>Loss and metric over all of the data, in evaluation mode and without gradients; the network's mode is put back.</summary>
    public Evaluation Evaluate(TensorSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Evaluate(data, rows: null);
    }

    private (TrainingStatus Status, Evaluation Trained, double SamplesPerSecond) RunEpoch(Run run, int epoch)
    {
        using var scope = NewDisposeScope();
        long count = run.Rows.shape[0], seen = 0;
        double loss = 0, metric = 0, speed = 0;
        var clock = Stopwatch.StartNew();
        Tensor order = run.Rows.index_select(0, randperm(count, device: run.Rows.device, generator: run.Generator));
        for (long step = 0; step < run.Steps; step++)
        {
            if (run.Cancellation.IsCancellationRequested)
                return (TrainingStatus.Cancelled, SoFar(), speed);
            run.SetLearningRate(_options.Schedule.Factor((epoch - 1) * run.Steps + step, run.Steps * _options.Epochs));
            long length = Math.Min(_options.BatchSize, count - seen);
            var (batchLoss, batchMetric) = Step(run, order, seen, length);
            if (!double.IsFinite(batchLoss))
                return (TrainingStatus.NonFiniteLoss, SoFar(), speed);
            seen += length;
            loss += batchLoss * length;
            metric += batchMetric;
            speed = seen / clock.Elapsed.TotalSeconds;
            run.Progress?.Report(new StepReport
            {
                Epoch = epoch,
                Step = step + 1,
                Steps = run.Steps,
                Loss = batchLoss,
                LearningRate = run.LearningRate,
                SamplesPerSecond = speed
            });
        }
        return (TrainingStatus.Completed, SoFar(), speed);

        Evaluation SoFar() => new(seen, loss / seen, metric / seen);
    }

    /// <summary>One update. Returns the batch's mean loss and the sum of its metric; with a loss that is not finite there is no update.</summary>
    private (double Loss, double Metric) Step(Run run, Tensor order, long start, long length)
    {
        using var scope = NewDisposeScope();
        Tensor rows = order.narrow(0, start, length);
        Tensor targets = run.Data.Targets.index_select(0, rows);
        _problem.Model.zero_grad();
        Tensor outputs = _problem.Model.call(run.Data.Inputs.index_select(0, rows));
        Tensor loss = _problem.Loss(outputs, targets);
        double value = Number(loss);
        if (!double.IsFinite(value))
            return (value, 0);
        loss.backward();
        run.Optimizer.step();
        using (no_grad())
            return (value, Sum(_problem.Metric.PerSample(outputs, targets)));
    }

    private Evaluation Evaluate(TensorSet data, Tensor? rows)
    {
        using var gradients = no_grad();
        bool wasTraining = _problem.Model.training;
        _problem.Model.eval();
        try
        {
            long count = rows is null ? data.Count : rows.shape[0];
            double loss = 0, metric = 0;
            for (long start = 0; start < count; start += _options.EvaluationBatchSize)
            {
                using var scope = NewDisposeScope();
                long length = Math.Min(_options.EvaluationBatchSize, count - start);
                Tensor inputs = Cut(data.Inputs, rows, start, length), targets = Cut(data.Targets, rows, start, length);
                Tensor outputs = _problem.Model.call(inputs);
                loss += Number(_problem.Loss(outputs, targets)) * length;
                metric += Sum(_problem.Metric.PerSample(outputs, targets));
            }
            return new Evaluation(count, loss / count, metric / count);
        }
        finally
        {
            _problem.Model.train(wasTraining);
        }
    }

    private (Tensor Training, Tensor? Validation) Split(TensorSet data, Generator generator)
    {
        Tensor shuffled = randperm(data.Count, device: data.Inputs.device, generator: generator);
        if (_options.ValidationFraction == 0)
            return (shuffled, null);
        long aside = (long)Math.Round(data.Count * _options.ValidationFraction, MidpointRounding.AwayFromZero);
        if (aside < 1 || aside >= data.Count)
        {
            throw new ArgumentException(
                $"ValidationFraction {_options.ValidationFraction} of {data.Count} samples sets {aside} aside; both parts need at least one sample.", nameof(data));
        }
        return (shuffled.narrow(0, aside, data.Count - aside), shuffled.narrow(0, 0, aside));
    }

    private static Tensor Cut(Tensor tensor, Tensor? rows, long start, long length) =>
        rows is null ? tensor.narrow(0, start, length) : tensor.index_select(0, rows.narrow(0, start, length));

    private static double Sum(Tensor values) => values.sum(type: ScalarType.Float64).item<double>();

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();

    /// <summary>What stays the same from step to step of one run.</summary>
    private sealed class Run(TensorSet data, Tensor rows, IProgress<TrainingProgress>? progress, optim.Optimizer optimizer,
        Generator generator, CancellationToken cancellation)
    {
        private readonly optim.ILearningRateController[] _groups = [.. optimizer.ParamGroups];
        private readonly double[] _rates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];

        internal TensorSet Data => data;
        internal Tensor Rows => rows;
        internal IProgress<TrainingProgress>? Progress => progress;
        internal optim.Optimizer Optimizer => optimizer;
        internal Generator Generator => generator;
        internal CancellationToken Cancellation => cancellation;
        internal required long Steps { get; init; }
        internal double LearningRate => _groups[0].LearningRate;

        internal void SetLearningRate(double factor)
        {
            for (int i = 0; i < _groups.Length; i++)
                _groups[i].LearningRate = _rates[i] * factor;
        }
    }
}
