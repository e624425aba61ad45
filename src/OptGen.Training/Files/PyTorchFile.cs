using System.Diagnostics.CodeAnalysis;
using TorchSharp.PyBridge;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Reads and writes the <c>.pth</c> files of PyTorch that hold a state_dict, through the package TorchSharp.PyBridge.</summary>
/// <remarks>
/// Such a file is a pickle: read only files whose origin you trust, and pass others on as safetensors. Names and shapes are held against the
/// network before anything is
/// changed. Python reads what was written with <c>torch.load(path)</c>.
/// </remarks>
public static class PyTorchFile
{
    /// <summary>Writes a network's state_dict, beside its place first and then renamed.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    public static void Save(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        // The package writes the memory of a tensor as it lies: it must be whole, and on the processor.
        var tensors = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().cpu().contiguous(), StringComparer.Ordinal);
        AtomicFile.Write(path, file => PyTorchPickler.PickleStateDict(file, tensors, true));
    }

    /// <summary>Reads a state_dict into a network; names and shapes must be the network's.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no state_dict, or of another network: the first differing name and shape is named. The
    /// network is as it was.</exception>
    public static void Load(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = Read(path);
        // The package (1.4.4) may read a tensor without dimensions, such as the number of a batch norm's batches, as one of shape [1].
        foreach (var (name, expected) in model.state_dict())
        {
            if (expected.dim() == 0 && tensors.TryGetValue(name, out Tensor? read) && read.dim() == 1 && read.numel() == 1)
                tensors[name] = read.squeeze(0);
        }
        if (StateDictComparison.FirstDifference(model, tensors.ToDictionary(entry => entry.Key, entry => entry.Value.shape, StringComparer.Ordinal)) is { } difference)
            throw new InvalidDataException($"'{path}' is of another network: {difference}.");
        StateDictComparison.Copy(model, tensors);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The package throws whatever its parts throw; to the caller it is a file that cannot be read.")]
    private static Dictionary<string, Tensor> Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (System.Collections.DictionaryEntry entry in PyTorchUnpickler.UnpickleStateDict(file, true, false))
            {
                if (entry is { Key: string name, Value: Tensor tensor })
                    tensors[name] = tensor;
            }
            return tensors;
        }
        catch (Exception error) when (error is not (IOException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"'{path}' is no state_dict of PyTorch that can be read: {error.Message}", error);
        }
    }}
