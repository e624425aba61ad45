namespace OptGen.Training;

/// <summary>Which epoch was best on validation, its weights where they are to be kept, and how long ago it was.</summary>
internal sealed class BestEpoch : IDisposable
{
    private readonly TrainingProblem _problem;
    private readonly TrainingOptions _options;
    private readonly bool _higherIsBetter;
    private TensorSnapshot? _weights;

    public BestEpoch(TrainingProblem problem, TrainingOptions options)
    {
        _problem = problem;
        _options = options;
        _higherIsBetter = problem.Metrics.FirstOrDefault(metric => metric.Name == options.Monitor)?.HigherIsBetter ?? false;
    }

    /// <summary>What the best epoch has of the monitored value.</summary>
    public double? Value { get; private set; }

    /// <summary>How many epochs have passed since then.</summary>
    public int Since { get; private set; }

    public bool IsPatienceOver => _options.EarlyStopping is { } stopping && Since >= stopping.Patience;

    /// <summary>The kept weights by their names in state_dict; empty where none are kept.</summary>
    public IEnumerable<(string Name, TorchSharp.torch.Tensor Tensor)> Weights =>
        _weights is null ? [] : _problem.Model.state_dict().Keys.Zip(_weights.Copies);

    /// <summary>Whether an epoch is the best so far; keeps its weights then.</summary>
    public bool Judge(Evaluation validation)
    {
        double value = validation[_options.Monitor];
        double gain = Value is { } best ? (_higherIsBetter ? value - best : best - value) : double.PositiveInfinity;
        // A value that is not a number is never better.
        if (double.IsNaN(value) || !(gain > 0))
        {
            Since++;
            return false;
        }
        Since = gain >= (_options.EarlyStopping?.MinimumChange ?? 0) ? 0 : Since + 1;
        Value = value;
        if (_options.KeepBest)
            Keep();
        return true;
    }

    /// <summary>Gives the network the weights of the best epoch, where there was one.</summary>
    public void Restore() => _weights?.Restore();

    /// <summary>Goes on from what a checkpoint has kept.</summary>
    public void Restore(TrainingState state, Checkpoint checkpoint)
    {
        Value = state.BestValue;
        Since = state.EpochsSinceBest;
        if (!_options.KeepBest || Value is null)
            return;
        // The weights of the checkpoint's last step are in the network: they are put back after the best ones were copied.
        using var now = new TensorSnapshot(_problem.Model.state_dict().Values);
        if (checkpoint.LoadBest(_problem.Model))
        {
            Keep();
            now.Restore();
        }
    }

    public void Dispose() => _weights?.Dispose();

    private void Keep()
    {
        if (_weights is null)
            _weights = new TensorSnapshot(_problem.Model.state_dict().Values);
        else
            _weights.Take();
    }
}
