using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>A checkpoint's file: a safetensors file with the training's state and a checksum among its texts.</summary>
internal sealed class Checkpoint
{
    private const string StateName = "optgen.training";
    private const string ChecksumName = "optgen.sha256";
    private const string Model = "model/";
    private const string Best = "best/";
    private const string Random = "random/";
    private const string Optimizer = "optimizer";

    private readonly Dictionary<string, Tensor> _tensors;

    private Checkpoint(string path, TrainingState state, Dictionary<string, Tensor> tensors)
    {
        Path = path;
        State = state;
        _tensors = tensors;
    }

    public string Path { get; }

    public TrainingState State { get; }

    /// <summary>What was wrong with newer ones.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    public static void Write(string path, TrainingState state, nn.Module model, optim.Optimizer optimizer, RandomStates random, BestEpoch best)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in model.state_dict())
            tensors[Model + name] = tensor;
        foreach (var (name, tensor) in best.Weights)
            tensors[Best + name] = tensor;
        foreach (var (name, bytes) in random.Save(state.Step))
            tensors[Random + name] = tensor(bytes, dtype: ScalarType.Byte);
        tensors[Optimizer] = tensor(OptimizerStates.Save(optimizer), dtype: ScalarType.Byte);
        string json = state.ToJson();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [StateName] = json, [ChecksumName] = Checksum(json, tensors) };
        Safetensors.Save(tensors, path, texts);
    }

    /// <summary>Reads a checkpoint; its tensors are in the current scope.</summary>
    /// <exception cref="SafetensorsException">It is damaged.</exception>
    public static Checkpoint Read(string path, IReadOnlyList<string> unreadable)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(StateName, out string? json) || !file.Metadata.TryGetValue(ChecksumName, out string? checksum))
            throw new SafetensorsException($"'{path}' is a safetensors file, but no checkpoint of a training.");
        Dictionary<string, Tensor> tensors = file.ReadAll();
        if (Checksum(json, tensors) != checksum)
            throw new SafetensorsException($"'{path}' is damaged: its checksum is not that of its content.");
        try
        {
            TrainingState state = TrainingState.FromJson(json);
            if (state.Version != TrainingState.CurrentVersion)
                throw new SafetensorsException($"'{path}' was written by another version of OptGen: its version is {state.Version}, not {TrainingState.CurrentVersion}.");
            return new Checkpoint(path, state, tensors) { Unreadable = unreadable };
        }
        catch (JsonException error)
        {
            throw new SafetensorsException($"'{path}' is damaged: {error.Message}", error);
        }
    }

    /// <exception cref="CheckpointException">It is of another network.</exception>
    public void LoadModel(nn.Module model) => Load(model, Model);

    /// <summary>Loads the weights of the best epoch; false where there are none.</summary>
    public bool LoadBest(nn.Module model)
    {
        if (!_tensors.Keys.Any(name => name.StartsWith(Best, StringComparison.Ordinal)))
            return false;
        Load(model, Best);
        return true;
    }

    public void LoadOptimizer(optim.Optimizer optimizer)
    {
        try
        {
            OptimizerStates.Load(optimizer, _tensors[Optimizer].bytes.ToArray());
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IOException or InvalidOperationException)
        {
            throw new CheckpointException($"'{Path}' has a state that does not fit the optimiser: {error.Message}", error);
        }
    }

    public byte[] RandomState(string name) => _tensors[Random + name].bytes.ToArray();

    private void Load(nn.Module model, string prefix)
    {
        var tensors = _tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);
        if (StateDictComparison.FirstDifference(model, tensors.ToDictionary(entry => entry.Key, entry => entry.Value.shape, StringComparer.Ordinal)) is { } difference)
            throw new CheckpointException($"'{Path}' is a checkpoint of another network: {difference}.");
        StateDictComparison.Copy(model, tensors);
    }

    private static string Checksum(string json, Dictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(json));
        foreach (var (name, tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name} {tensor.dtype} {StateDictComparison.Shape(tensor.shape)}\n"));
            TensorBytes.ForEachChunk(tensor, chunk => hash.AppendData(chunk));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
