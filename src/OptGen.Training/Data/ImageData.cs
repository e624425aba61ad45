using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The mean and the standard deviation of a set of pixels, where a pixel goes from 0 to 1.</summary>
public sealed record PixelStatistics(double Mean, double StandardDeviation)
{
    internal static PixelStatistics Of(ReadOnlySpan<byte> pixels)
    {
        var histogram = new long[256];
        foreach (byte pixel in pixels)
            histogram[pixel]++;
        double sum = 0, squares = 0;
        for (int value = 0; value < histogram.Length; value++)
        {
            double pixel = value / 255.0;
            sum += histogram[value] * pixel;
            squares += histogram[value] * pixel * pixel;
        }
        double mean = sum / pixels.Length;
        return new PixelStatistics(mean, Math.Sqrt(Math.Max(0, squares / pixels.Length - mean * mean)));
    }
}

/// <summary>Labelled grey images for training and for testing, read from the four idx files of MNIST, Fashion-MNIST and their like.</summary>
/// <remarks>
/// Inputs are float32 of shape samples x 1 x height x width, shifted and scaled by the mean and the standard deviation of
/// the training pixels; targets are int64 class numbers.
/// </remarks>
public sealed class ImageData : IDisposable
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts its files.</summary>
    public const string FashionMnistFolder = "/usr/share/datasets/fashion-mnist";

    private ImageData(TensorSet training, TensorSet test, PixelStatistics pixels, int classes)
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

    /// <summary>What the training pixels were before they were normalised.</summary>
    public PixelStatistics Pixels { get; }

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
        PixelStatistics pixels = PixelStatistics.Of(training.Pixels);
        return new ImageData(training.ToTensors(pixels), test.ToTensors(pixels), pixels, classes);
    }

    /// <summary>Disposes the tensors of both sets.</summary>
    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }

    /// <summary>One file of images with its file of labels, checked against each other.</summary>
    private sealed record Part(string Path, int Count, int Height, int Width, byte[] Pixels, byte[] Labels)
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
            return new Part(imagePath, sizes[0], sizes[1], sizes[2], pixels, labels);
        }

        internal TensorSet ToTensors(PixelStatistics pixels)
        {
            using var scope = NewDisposeScope();
            // A set of one single grey has no deviation; it is only shifted.
            double scale = pixels.StandardDeviation > 0 ? pixels.StandardDeviation : 1;
            // Held until torch has read them: TorchSharp 0.107.0 does not keep numbers in arguments alive.
            using TorchSharp.Scalar shift = 255 * pixels.Mean, range = 255 * scale;
            Tensor inputs = tensor(Pixels, [Count, 1, Height, Width], dtype: ScalarType.Byte).to(ScalarType.Float32).sub_(shift).div_(range);
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
