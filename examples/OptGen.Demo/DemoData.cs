using OptGen.Training;

namespace OptGen.Demo;

/// <summary>What the demo trains on: images of a folder, or rings that it makes itself.</summary>
internal sealed record DemoData(TensorSet Training, TensorSet Test, int Inputs, int Classes, string Text) : IDisposable
{
    // Where Debian's package dataset-fashion-mnist puts its files.
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The images of the folder that is named; without one Fashion-MNIST where it is installed, else rings, and why.</summary>
    /// <exception cref="DataFormatException">A folder was named, or Fashion-MNIST is there, and it cannot be read.</exception>
    public static DemoData Load(string? data)
    {
        if (data == DemoOptions.Rings)
            return MakeRings();
        if (data is null && !Directory.Exists(DebianFolder))
        {
            Console.WriteLine($"Fashion-MNIST is not in {DebianFolder} (Debian's package dataset-fashion-mnist puts it there; --data names another folder).");
            Console.WriteLine("The demo trains on nested rings instead.");
            return MakeRings();
        }
        return LoadImages(data ?? DebianFolder);
    }

    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }

    private static DemoData LoadImages(string folder)
    {
        ImageData images = ImageData.Load(folder);
        return new DemoData(images.Training, images.Test, images.Height * images.Width, images.Classes,
            $"{folder}: {images.Training.Count} images to train on, {images.Test.Count} to test on, {images.Height} x {images.Width} pixels");
    }

    private static DemoData MakeRings()
    {
        var rings = new NestedRings();
        TensorSet training = rings.Sample(6000, seed: 1), test = rings.Sample(2000, seed: 2);
        return new DemoData(training, test, 2, rings.Classes,
            $"{rings.Classes} nested rings: {training.Count} points to train on, {test.Count} to test on");
    }
}
