using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Runner;

/// <summary>A set of images, and the parts of it that runs see.</summary>
internal sealed class ImageSource : IDisposable
{
    private readonly ImageData _data;

    private ImageSource(ImageData data) => _data = data;

    /// <summary>The channels of an image.</summary>
    public int Channels => _data.Channels;

    /// <summary>The height and the width of an image.</summary>
    public int Side => _data.Height;

    /// <summary>The number of classes.</summary>
    public int Classes => _data.Classes;

    /// <summary>All images to test on.</summary>
    public TensorSet Test => _data.Test;

    /// <summary>Reads the folder: CIFAR-10 where its binary files are there, otherwise idx files.</summary>
    /// <exception cref="DataFormatException">The folder or a file is missing or damaged.</exception>
    public static ImageSource Load(string folder) => new(IsCifar(folder) ? ImageData.LoadCifar10(folder) : ImageData.Load(folder));

    /// <summary>The name of the images of an experiment, for the settings; nothing where it needs none.</summary>
    public static IEnumerable<string> SettingsOf(Experiment experiment, Options options) =>
        experiment.NeedsImages ? [IsCifar(options.Data) ? "Images: CIFAR-10." : "Images: Fashion-MNIST."] : [];

    /// <summary>Images as pixels between 0 and 1, before they were standardized.</summary>
    public Tensor Intensities(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor mean = tensor(_data.Pixels.Select(pixels => (float)pixels.Mean).ToArray()).view(1, -1, 1, 1);
        Tensor deviation = tensor(_data.Pixels.Select(pixels => (float)pixels.StandardDeviation).ToArray()).view(1, -1, 1, 1);
        return (images * deviation + mean).MoveToOuterDisposeScope();
    }

    /// <summary>Some of the training images, which the seed chooses; the caller disposes them.</summary>
    public TensorSet Training(int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var chosen = randperm(_data.Training.Count, generator: generator).narrow(0, 0, Math.Min(count, _data.Training.Count));
        return new TensorSet(_data.Training.Inputs.index_select(0, chosen), _data.Training.Targets.index_select(0, chosen));
    }

    public void Dispose() => _data.Dispose();

    private static bool IsCifar(string folder) => File.Exists(Path.Combine(folder, "data_batch_1.bin"));
}
