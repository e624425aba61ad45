using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Reads the binary version of CIFAR-10: records of a label and 3 x 32 x 32 bytes.</summary>
internal static class CifarData
{
    private const int Pixels = 3 * 32 * 32;
    private const int Record = 1 + Pixels;

    /// <exception cref="InvalidDataException">A file is missing, or not made of whole records with labels below 10.</exception>
    public static (TensorSet Training, TensorSet Test) Load(string folder)
    {
        var training = Read([.. Enumerable.Range(1, 5).Select(number => Path.Combine(folder, $"data_batch_{number}.bin"))]);
        var test = Read([Path.Combine(folder, "test_batch.bin")]);
        return (training, test);
    }

    private static TensorSet Read(IReadOnlyList<string> paths)
    {
        using var scope = NewDisposeScope();
        var inputs = new List<Tensor>();
        var targets = new List<Tensor>();
        foreach (var path in paths)
        {
            if (!File.Exists(path)) throw new InvalidDataException($"'{path}' is missing; --cifar needs the folder with the binary files of CIFAR-10.");
            var bytes = File.ReadAllBytes(path);
            var count = bytes.Length / Record;
            if (count == 0 || bytes.Length != count * Record)
                throw new InvalidDataException($"'{path}' has {bytes.Length} bytes, which is no whole number of records of {Record}.");
            var records = tensor(bytes, [count, Record], dtype: ScalarType.Byte);
            var labels = records[.., 0].to(ScalarType.Int64);
            if (labels.max().item<long>() > 9) throw new InvalidDataException($"'{path}' has a label above 9; is it CIFAR-10?");
            targets.Add(labels);
            inputs.Add(records[.., 1..].to(ScalarType.Float32).reshape(count, 3, 32, 32).div_(255).sub_(0.473).div_(0.251));
        }

        return new TensorSet(cat(inputs), cat(targets));
    }
}
