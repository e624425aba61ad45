using System.Diagnostics;
using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The checkpoints of one training in their folder.</summary>
internal sealed class CheckpointWriter
{
    private const string Prefix = "step-";
    private const string Extension = ".safetensors";

    private readonly CheckpointOptions _options;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <exception cref="ArgumentException">The optimiser's state cannot be saved.</exception>
    public CheckpointWriter(CheckpointOptions options, optim.Optimizer optimizer)
    {
        OptimizerStates.ThrowIfUnsaveable(optimizer);
        _options = options;
    }

    /// <summary>The step of the newest one of this run; -1 before the first.</summary>
    public long LastStep { get; private set; } = -1;

    public bool IsDue(long step) => (_options.EverySteps is { } every && step % every == 0) || _sinceLast.Elapsed >= _options.Interval;

    /// <summary>The checkpoint to go on from; null to begin.</summary>
    /// <exception cref="CheckpointException">There are some, and they are not to be gone on from, or none can be read.</exception>
    public Checkpoint? Open()
    {
        // Made now, so that a folder that cannot be made is told of before hours of training.
        Directory.CreateDirectory(_options.Folder);
        // What a process was writing when it was killed.
        foreach (string unfinished in Directory.GetFiles(_options.Folder, $"{Prefix}*{Extension}.*{AtomicFile.Unfinished}"))
            File.Delete(unfinished);
        string[] paths = Paths();
        if (paths.Length == 0)
            return null;
        if (!_options.Resume)
        {
            throw new CheckpointException(
                $"'{_options.Folder}' holds checkpoints of an earlier training: set CheckpointOptions.Resume to go on from them, or name another folder.");
        }
        var unreadable = new List<string>();
        foreach (string path in paths)
        {
            try
            {
                Checkpoint checkpoint = Checkpoint.Read(path, unreadable);
                LastStep = checkpoint.State.TotalSteps;
                return checkpoint;
            }
            catch (SafetensorsException error)
            {
                unreadable.Add(error.Message);
            }
        }
        throw new CheckpointException($"None of the {paths.Length} checkpoints in '{_options.Folder}' can be read. {string.Join(" ", unreadable)}");
    }

    public string Write(TrainingState state, nn.Module model, optim.Optimizer optimizer, RandomStates random, BestEpoch best)
    {
        string path = Path.Combine(_options.Folder, $"{Prefix}{state.TotalSteps:d12}{Extension}");
        Checkpoint.Write(path, state, model, optimizer, random, best);
        LastStep = state.TotalSteps;
        foreach (string old in Paths().Skip(_options.Keep))
            File.Delete(old);
        _sinceLast.Restart();
        return path;
    }

    /// <summary>The newest first.</summary>
    private string[] Paths() =>
        [.. Directory.GetFiles(_options.Folder, $"{Prefix}*{Extension}").Where(path => path.EndsWith(Extension, StringComparison.Ordinal)).OrderByDescending(path => path, StringComparer.Ordinal)];
}
