using System.Buffers.Binary;
using System.IO.Compression;

namespace OptGen.Training.Tests;

/// <summary>A folder with a small, correct data set, made by the test that uses it, in which one file at a time is then spoilt.</summary>
internal sealed class IdxFolder : IDisposable
{
    public const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    public IdxFolder(int training = 6, int test = 3, int height = 2, int width = 3)
    {
        Path = Directory.CreateTempSubdirectory("optgen idx ").FullName;
        Write(TrainImages, Gzip(Idx(Ramp(training * height * width), training, height, width)));
        Write(TrainLabels, Gzip(Idx(Ramp(training), training)));
        Write(TestImages, Gzip(Idx(Ramp(test * height * width), test, height, width)));
        Write(TestLabels, Gzip(Idx(Ramp(test), test)));
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name + ".gz");

    public void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(File(name), content);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>0, 1, 2, … 9, 0, 1, …: valid as pixels and as labels of ten classes.</summary>
    public static byte[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    public static byte[] Idx(byte[] values, params int[] sizes)
    {
        var file = new byte[4 + 4 * sizes.Length + values.Length];
        file[2] = 8;
        file[3] = (byte)sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), sizes[i]);
        values.CopyTo(file, 4 + 4 * sizes.Length);
        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(content);
        return buffer.ToArray();
    }
}
