using System.Diagnostics;
using OptGen.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>One call of <see cref="Trainer.Fit"/>: the only loop over epochs and steps.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly TrainingProblem _problem;
    private readonly TrainingOptions _options;
    private readonly BatchFeed _feed;
    private readonly ModuleModes _modes;
    private readonly Func<Evaluation>? _validate;
    private readonly optim.Optimizer _optimizer;
    private readonly optim.ILearningRateController[] _groups;
    private readonly double[] _rates;
    private readonly SchedulerRun? _scheduler;
    private readonly TrainingContext _context;
    private readonly TrainingStep _step;
    private readonly RandomStates _random;
    private readonly BestEpoch _best;
    private readonly CheckpointWriter? _checkpoints;
    private readonly List<EpochReport> _epochs = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private MetricSums _sums;
    private IProgress<TrainingProgress>? _progress;

    /// <exception cref="ArgumentException">The options, the data and the optimiser do not go together.</exception>
    public TrainingRun(TrainingProblem problem, TrainingOptions options, BatchFeed feed, optim.Optimizer optimizer, Generator order, ModuleModes modes, Func<Evaluation>? validate)
    {
        _problem = problem;
        _options = options;
        _feed = feed;
        _modes = modes;
        _validate = validate;
        _sums = new MetricSums(problem.Metrics);
        _optimizer = optimizer;
        _groups = [.. _optimizer.ParamGroups];
        _rates = [.. _groups.Select(group => group.LearningRate)];
        _scheduler = options.Scheduler is { } make ? new SchedulerRun(make(_optimizer)) : null;
        if (_scheduler?.WantsValue == true && (validate is null || options.SchedulerUnit == SchedulerUnit.Step))
            throw new ArgumentException("ReduceLROnPlateau goes by the validation loss: give a validation set, or set ValidationFraction, and let it step after epochs.", nameof(options));
        _context = new TrainingContext(problem.Model, _optimizer, options) { StepsPerEpoch = feed.Steps };
        if (options.Schedule is not ConstantLearningRate && feed.Steps is null)
            throw new ArgumentException("A schedule runs over the whole training, but the data does not say how many batches an epoch has: give TrainingData.From the count.", nameof(options));
        _checkpoints = options.Checkpoints is { } checkpoints ? new CheckpointWriter(checkpoints, _optimizer) : null;
        _step = new TrainingStep(problem, options, _context);
        _random = new RandomStates(order, options.Seed);
        _best = new BestEpoch(problem, options);
    }

    public TrainingReport Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        _progress = progress;
        long resumed = Resume();
        Call(callback => callback.OnStart(_context));
        var status = TrainingStatus.Completed;
        string message = "";
        while (_context.Epoch <= _options.Epochs)
        {
            (status, message) = _best.IsPatienceOver ? EndEarly() : RunEpoch(resumed, cancellation);
            resumed = 0;
            if (status != TrainingStatus.Completed)
                break;
        }
        if (_checkpoints is not null && status != TrainingStatus.NonFinite && _checkpoints.LastStep != _context.TotalSteps)
            Write();
        // After a fault the weights before it are what there is to look at.
        if (_options.KeepBest && status != TrainingStatus.NonFinite)
            _best.Restore();
        _problem.Model.zero_grad();
        var report = new TrainingReport { Status = status, Message = message, Epochs = _epochs, TotalSteps = _context.TotalSteps, Time = _clock.Elapsed };
        Call(callback => callback.OnEnd(_context, report));
        return report;
    }

    public void Dispose()
    {
        _best.Dispose();
        _step.Dispose();
        _random.Dispose();
    }

    private (TrainingStatus Status, string Message) EndEarly() => (TrainingStatus.StoppedEarly,
        $"Stopped after epoch {_epochs.Count}: '{_options.Monitor}' on validation got no better in {_options.EarlyStopping!.Patience} epochs.");

    /// <summary>An epoch, or the rest of one.</summary>
    /// <param name="done">How many of its steps were done before an interruption.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    private (TrainingStatus Status, string Message) RunEpoch(long done, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var time = Stopwatch.StartNew();
        var data = new Stopwatch();
        long seen = 0;
        if (done == 0)
        {
            _random.BeginEpoch();
            _context.Step = 0;
            _sums = new MetricSums(_problem.Metrics);
        }
        _modes.Train();
        _feed.Begin(_context.Epoch);
        if (done > 0)
            _feed.Skip(done);
        _random.EndSkip();
        while (true)
        {
            if (cancellation.IsCancellationRequested)
                return (TrainingStatus.Cancelled, $"Cancelled after step {_context.TotalSteps}.");
            if (_context.StopRequested)
                return (TrainingStatus.StoppedByCallback, $"A callback ended the training after step {_context.TotalSteps}.");
            data.Start();
            if (!_feed.TryNext(out Batch? batch))
                break;
            using var inner = NewDisposeScope();
            Evaluator.Adopt(batch, scope, inner);
            foreach (BatchTransform transform in _options.Augmentations)
                batch = transform.Apply(batch, _random.Augmentation);
            data.Stop();
            SetLearningRate();
            StepValues values = _step.Take(batch);
            if (values.Fault is not null)
                return (TrainingStatus.NonFinite, values.Fault);
            _sums.Add(values.Samples, values.Loss, values.Metrics, values.Penalty);
            seen += values.Samples;
            _context.Step++;
            _context.TotalSteps++;
            Report(values, seen / time.Elapsed.TotalSeconds, time.Elapsed / (_context.Step - done));
            if (_options.SchedulerUnit == SchedulerUnit.Step)
                _scheduler?.Step(null);
            if (_checkpoints?.IsDue(_context.TotalSteps) == true)
                Write();
        }
        if (_sums.Samples == 0)
            throw new InvalidOperationException($"The data gave no batch in epoch {_context.Epoch}.");
        EndEpoch(time, data.Elapsed, seen);
        return (_context.StopRequested ? TrainingStatus.StoppedByCallback : TrainingStatus.Completed,
            _context.StopRequested ? $"A callback ended the training after epoch {_epochs.Count}." : "");
    }

    private void EndEpoch(Stopwatch time, TimeSpan data, long seen)
    {
        double speed = seen / time.Elapsed.TotalSeconds;
        double rate = _groups[0].LearningRate;
        Evaluation? validation = _validate?.Invoke();
        var report = new EpochReport
        {
            Epoch = _context.Epoch,
            TotalSteps = _context.TotalSteps,
            Training = _sums.ToEvaluation(_problem.Penalty is not null),
            Validation = validation,
            IsBest = validation is not null && _best.Judge(validation),
            LearningRate = rate,
            SamplesPerSecond = speed,
            DataTime = data,
            Time = time.Elapsed
        };
        _epochs.Add(report);
        if (_options.SchedulerUnit == SchedulerUnit.Epoch)
            _scheduler?.Step(validation?.Loss);
        _progress?.Report(report);
        Call(callback => callback.OnEpoch(_context, report));
        _random.EndEpoch();
        _context.Epoch++;
        _context.Step = 0;
        _sums = new MetricSums(_problem.Metrics);
    }

    private void Report(StepValues values, double speed, TimeSpan perStep)
    {
        if (_progress is null && _options.Callbacks.Count == 0)
            return;
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < values.Metrics.Length; i++)
        {
            Metric metric = _problem.Metrics[i];
            metrics[metric.Name] = metric.Reduction == MetricReduction.Mean ? values.Metrics[i] / values.Samples : values.Metrics[i];
        }
        if (_problem.Penalty is not null)
            metrics["penalty"] = values.Penalty;
        var report = new StepReport
        {
            Epoch = _context.Epoch,
            TotalSteps = _context.TotalSteps,
            Step = _context.Step,
            Steps = _feed.Steps,
            Loss = values.Loss,
            Metrics = metrics,
            LearningRate = _groups[0].LearningRate,
            GradientNorm = values.GradientNorm,
            SamplesPerSecond = speed,
            TimeLeft = _feed.Steps is { } steps ? perStep * Math.Max(0, steps * _options.Epochs - _context.TotalSteps) : null
        };
        _progress?.Report(report);
        Call(callback => callback.OnStep(_context, report));
    }

    private void SetLearningRate()
    {
        if (_options.Schedule is ConstantLearningRate)
            return;
        double factor = _options.Schedule.Factor(_context.TotalSteps, _feed.Steps!.Value * _options.Epochs);
        for (int i = 0; i < _groups.Length; i++)
            _groups[i].LearningRate = _rates[i] * factor;
    }

    private void Call(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in _options.Callbacks)
        {
            using var scope = NewDisposeScope();
            call(callback);
        }
    }

    /// <summary>Goes on from the last checkpoint that can be read, if it is to; gives the steps of the current epoch that are done.</summary>
    private long Resume()
    {
        // No scope here: the optimiser keeps the tensors that it loads.
        if (_checkpoints?.Open() is not { } checkpoint)
            return 0;
        TrainingState state = checkpoint.State;
        state.Check(Describe());
        checkpoint.LoadModel(_problem.Model);
        _scheduler?.Replay(state.SchedulerSteps, state.SchedulerValues);
        checkpoint.LoadOptimizer(_optimizer);
        _random.Restore(checkpoint);
        _best.Restore(state, checkpoint);
        _sums.Restore(state.Samples, state.Loss, state.Penalty, [.. state.Metrics]);
        _epochs.AddRange(state.Epochs);
        (_context.Epoch, _context.Step, _context.TotalSteps) = (state.Epoch, state.Step, state.TotalSteps);
        for (int i = 0; i < _options.Callbacks.Count && i < state.Callbacks.Count; i++)
        {
            if (state.Callbacks[i] is { } saved)
                _options.Callbacks[i].LoadState(saved);
        }
        _progress?.Report(new CheckpointReport
        {
            Epoch = state.Epoch,
            TotalSteps = state.TotalSteps,
            Path = checkpoint.Path,
            IsResumed = true,
            Unreadable = checkpoint.Unreadable
        });
        return state.Step;
    }

    private void Write()
    {
        using var scope = NewDisposeScope();
        TrainingState state = Describe() with
        {
            Epoch = _context.Epoch,
            Step = _context.Step,
            TotalSteps = _context.TotalSteps,
            Samples = _sums.Samples,
            Loss = _sums.Loss,
            Penalty = _sums.Penalty,
            Metrics = [.. _sums.Values],
            Epochs = [.. _epochs],
            SchedulerSteps = _scheduler?.Steps ?? 0,
            SchedulerValues = [.. _scheduler?.Values ?? []],
            BestValue = _best.Value,
            EpochsSinceBest = _best.Since,
            Callbacks = [.. _options.Callbacks.Select(callback => callback.SaveState())]
        };
        string path = _checkpoints!.Write(state, _problem.Model, _optimizer, _random, _best);
        _progress?.Report(new CheckpointReport { Epoch = _context.Epoch, TotalSteps = _context.TotalSteps, Path = path });
    }

    /// <summary>What a checkpoint must have in common with this run.</summary>
    private TrainingState Describe() => new()
    {
        Seed = _options.Seed,
        StepsPerEpoch = _feed.Steps,
        BatchSize = _options.BatchSize,
        Optimizer = OptimizerStates.NameOf(_optimizer)
    };
}
