using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The mean and the standard deviation of a set of pixels, where a pixel goes from 0 to 1.</summary>
public sealed record PixelStatistics(double Mean, double StandardDeviation)
{
    /// <summary>From how often each of the 256 values is there.</summary>
    internal static PixelStatistics Of(long[] histogram)
    {
        double sum = 0, squares = 0, count = 0;
        for (int value = 0; value < histogram.Length; value++)
        {
            double pixel = value / 255.0;
            count += histogram[value];
            sum += histogram[value] * pixel;
            squares += histogram[value] * pixel * pixel;
        }
        double mean = sum / count;
        return new PixelStatistics(mean, Math.Sqrt(Math.Max(0, squares / count - mean * mean)));
    }
}

/// <summary>Labelled images for training and for testing, from the files of MNIST, Fashion-MNIST and their like, or of CIFAR-10 and
/// CIFAR-100.</summary>
/// <remarks>
/// Inputs are float32 of shape samples x channels x height x width, each channel shifted and scaled by the mean and the standard deviation of its
/// training pixels; targets are int64 class numbers. Files come from the folder that the caller names; nothing is downloaded.
/// </remarks>
public sealed class ImageData : IDisposable
{

    private ImageData(TensorSet training, TensorSet test, IReadOnlyList<PixelStatistics> pixels, int classes)
    {
        Training = training;
        Test = test;
        Pixels = pixels;
        Classes = classes;
    }

    /// <summary>The images to learn from.</summary>
    public TensorSet Training { get; }

    /// <summary>The images to judge by, never learned from.</summary>
    public TensorSet Test { get; }

    /// <summary>The number of classes; every label is below it.</summary>
    public int Classes { get; }

    /// <summary>The height of every image, in pixels.</summary>
    public int Height => (int)Training.Inputs.shape[2];

    /// <summary>The width of every image, in pixels.</summary>
    public int Width => (int)Training.Inputs.shape[3];

    /// <summary>The number of channels: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels => (int)Training.Inputs.shape[1];

    /// <summary>What the training pixels of each channel were before they were normalised.</summary>
    public IReadOnlyList<PixelStatistics> Pixels { get; }

    /// <summary>
    /// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
    /// each of them plain or as .gz, from a folder.
    /// </summary>
    /// <exception cref="DataFormatException">The folder or a file is missing, damaged, or contradicts another.</exception>
    public static ImageData Load(string folder, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        if (!Directory.Exists(folder))
            throw DataFormatException.In(folder, "does not exist; expected a folder with the four idx files of a data set such as Fashion-MNIST.");

        Part training = Part.Read(folder, "train", classes);
        Part test = Part.Read(folder, "t10k", classes);
        if (test.Height != training.Height || test.Width != training.Width)
        {
            throw DataFormatException.In(test.Path,
                $"holds images of {test.Height} x {test.Width} pixels, but those of '{training.Path}' have {training.Height} x {training.Width}.");
        }
        return Of(training, test, classes);
    }

    /// <summary>Reads the binary version of CIFAR-10 from a folder: data_batch_1.bin to data_batch_5.bin and test_batch.bin.</summary>
    /// <exception cref="DataFormatException">The folder or a file is missing or damaged.</exception>
    public static ImageData LoadCifar10(string folder) => LoadCifar(folder, [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin", [10], label: 0);

    /// <summary>Reads the binary version of CIFAR-100 from a folder: train.bin and test.bin.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="coarse">Whether the targets are the 20 groups of classes; otherwise they are the 100 classes.</param>
    /// <exception cref="DataFormatException">The folder or a file is missing or damaged.</exception>
    public static ImageData LoadCifar100(string folder, bool coarse = false) => LoadCifar(folder, ["train.bin"], "test.bin", [20, 100], label: coarse ? 0 : 1);

    private static ImageData LoadCifar(string folder, string[] training, string test, int[] classes, int label)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw DataFormatException.In(folder, $"does not exist; expected a folder with {training[0]} and the other files of the binary version of CIFAR.");
        Part read = Part.Join([.. training.Select(name => Read(name))]);
        return Of(read, Read(test), classes[label]);

        Part Read(string name)
        {
            string path = System.IO.Path.Combine(folder, name);
            var (labels, pixels) = CifarFile.Read(path, classes, label);
            return new Part(path, labels.Length, CifarFile.Channels, CifarFile.Side, CifarFile.Side, pixels, labels);
        }
    }

    private static ImageData Of(Part training, Part test, int classes)
    {
        PixelStatistics[] pixels = training.Statistics();
        return new ImageData(training.ToTensors(pixels), test.ToTensors(pixels), pixels, classes);
    }

    /// <summary>Disposes the tensors of both sets.</summary>
    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }

    /// <summary>Images with their labels, checked against each other.</summary>
    private sealed record Part(string Path, int Count, int Channels, int Height, int Width, byte[] Pixels, byte[] Labels)
    {
        internal static Part Read(string folder, string name, int classes)
        {
            string imagePath = Find(folder, $"{name}-images-idx3-ubyte");
            string labelPath = Find(folder, $"{name}-labels-idx1-ubyte");
            var (sizes, pixels) = IdxFile.Read(imagePath, dimensions: 3);
            var (labelSizes, labels) = IdxFile.Read(labelPath, dimensions: 1);
            if (labelSizes[0] != sizes[0])
                throw DataFormatException.In(labelPath, $"holds {labelSizes[0]} labels, but '{imagePath}' holds {sizes[0]} images.");
            int wrong = Array.FindIndex(labels, label => label >= classes);
            if (wrong >= 0)
                throw DataFormatException.In(labelPath, $"has label {labels[wrong]} at position {wrong}, expected 0 to {classes - 1}.");
            return new Part(imagePath, sizes[0], 1, sizes[1], sizes[2], pixels, labels);
        }

        internal static Part Join(IReadOnlyList<Part> parts)
        {
            var pixels = new byte[parts.Sum(part => (long)part.Pixels.Length)];
            var labels = new byte[parts.Sum(part => part.Count)];
            int pixel = 0, label = 0;
            foreach (Part part in parts)
            {
                part.Pixels.CopyTo(pixels, pixel);
                part.Labels.CopyTo(labels, label);
                pixel += part.Pixels.Length;
                label += part.Count;
            }
            return parts[0] with { Count = labels.Length, Pixels = pixels, Labels = labels };
        }

        /// <summary>Of each channel.</summary>
        internal PixelStatistics[] Statistics()
        {
            int size = Height * Width;
            var histograms = new long[Channels][];
            for (int channel = 0; channel < Channels; channel++)
                histograms[channel] = new long[256];
            for (int plane = 0; plane < Count * Channels; plane++)
            {
                long[] histogram = histograms[plane % Channels];
                foreach (byte pixel in Pixels.AsSpan(plane * size, size))
                    histogram[pixel]++;
            }
            return Array.ConvertAll(histograms, PixelStatistics.Of);
        }

        internal TensorSet ToTensors(IReadOnlyList<PixelStatistics> pixels)
        {
            using var scope = NewDisposeScope();
            Tensor shift = tensor(pixels.Select(channel => (float)(255 * channel.Mean)).ToArray()).view(1, Channels, 1, 1);
            // A channel of one single value has no deviation; it is only shifted.
            Tensor range = tensor(pixels.Select(channel => (float)(255 * (channel.StandardDeviation > 0 ? channel.StandardDeviation : 1))).ToArray()).view(1, Channels, 1, 1);
            Tensor inputs = tensor(Pixels, [Count, Channels, Height, Width], dtype: ScalarType.Byte).to(ScalarType.Float32).sub_(shift).div_(range);
            Tensor targets = tensor(Labels, [Count], dtype: ScalarType.Byte).to(ScalarType.Int64);
            return new TensorSet(inputs, targets);
        }

        private static string Find(string folder, string name)
        {
            string plain = System.IO.Path.Combine(folder, name), compressed = plain + ".gz";
            if (File.Exists(compressed))
                return compressed;
            return File.Exists(plain) ? plain
                : throw DataFormatException.In(folder, $"holds neither {name}.gz nor {name}; expected one of them.");
        }
    }
}
