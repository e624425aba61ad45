using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Holds the names and shapes of a network against those of a file.</summary>
internal static class StateDictComparison
{
    /// <summary>The first difference in the network's order, in a sentence; null where there is none.</summary>
    /// <param name="model">The network.</param>
    /// <param name="file">The shapes in the file, by name.</param>
    public static string? FirstDifference(nn.Module model, IReadOnlyDictionary<string, long[]> file)
    {
        Dictionary<string, Tensor> expected = model.state_dict();
        foreach (var (name, tensor) in expected)
        {
            if (!file.TryGetValue(name, out long[]? shape))
                return $"the network has '{name}' of shape {Shape(tensor.shape)}, which the file lacks{Near(name, file.Keys.Except(expected.Keys, StringComparer.Ordinal))}";
            if (!shape.AsSpan().SequenceEqual(tensor.shape))
                return $"'{name}' has shape {Shape(shape)} in the file, but {Shape(tensor.shape)} in the network";
        }
        string? extra = file.Keys.FirstOrDefault(name => !expected.ContainsKey(name));
        return extra is null ? null : $"the file has '{extra}' of shape {Shape(file[extra])}, which the network lacks";
    }

    /// <summary>Copies tensors into a network whose names and shapes are the same.</summary>
    public static void Copy(nn.Module model, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var (name, tensor) in model.state_dict())
            tensor.detach().copy_(tensors[name]);
    }

    public static string Shape(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";

    private static string Near(string name, IEnumerable<string> others)
    {
        string tail = name[(name.LastIndexOf('.') + 1)..];
        string? other = others.FirstOrDefault(candidate => candidate[(candidate.LastIndexOf('.') + 1)..] == tail);
        return other is null ? "" : $"; it has '{other}'";
    }
}
