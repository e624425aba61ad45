using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>How loaders make a batch of samples.</summary>
internal static class Collation
{
    public static Dictionary<string, Tensor> Stack(IEnumerable<Dictionary<string, Tensor>> samples, Device device)
    {
        var all = samples.ToArray();
        foreach (var (sample, position) in all.Select((sample, position) => (sample, position)))
        {
            if (sample is null) throw new InvalidOperationException($"Sample {position} of the batch is null.");
            if (!sample.Keys.ToHashSet().SetEquals(all[0].Keys))
            {
                throw new InvalidOperationException(
                    $"Sample {position} of the batch has the keys {Join(sample.Keys)}, but the first one has {Join(all[0].Keys)}.");
            }
        }

        return all[0].Keys.ToDictionary(key => key, key => Stack(all.Select(sample => sample[key]).ToArray(), device, $"'{key}'"));
    }

    public static IList<Tensor> Stack(IEnumerable<IList<Tensor>> samples, Device device)
    {
        var all = samples.ToArray();
        foreach (var (sample, position) in all.Select((sample, position) => (sample, position)))
        {
            if (sample is null) throw new InvalidOperationException($"Sample {position} of the batch is null.");
            if (sample.Count != all[0].Count)
                throw new InvalidOperationException($"Sample {position} of the batch has {sample.Count} tensors, but the first one has {all[0].Count}.");
        }

        return Enumerable.Range(0, all[0].Count).Select(i => Stack(all.Select(sample => sample[i]).ToArray(), device, $"{i}")).ToList();
    }

    /// <summary>The tensor itself, or its copy on the device, in which case the tensor is disposed.</summary>
    public static Tensor OnDevice(Tensor tensor, Device device)
    {
        if (tensor.device_type == device.type && (device.index < 0 || tensor.device_index == device.index)) return tensor;
        using (tensor) return tensor.to(device);
    }

    private static Tensor Stack(Tensor[] tensors, Device device, string name)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not { IsInvalid: false })
                throw new InvalidOperationException($"Tensor {name} of sample {i} of the batch is null or disposed.");
            if (!tensors[i].shape.AsSpan().SequenceEqual(tensors[0].shape))
            {
                throw new InvalidOperationException(
                    $"The samples of a batch cannot be stacked: tensor {name} of sample {i} has shape [{string.Join(", ", tensors[i].shape)}], "
                    + $"that of the first one [{string.Join(", ", tensors[0].shape)}]. Make them alike, or pass a collate_fn.");
            }
        }

        return OnDevice(Aten.stack.Call(tensors, 0), device);
    }

    private static string Join(IEnumerable<string> keys) => "'" + string.Join("', '", keys) + "'";
}
