using TorchSharp;

namespace OptGen.Training.Tests;

public sealed class ImageDataTests
{
    [Fact]
    public void Load_GzipFiles_GivesNormalisedImagesAndLabels()
    {
        using var folder = new IdxFolder(training: 6, test: 3, height: 2, width: 3);
        using var data = ImageData.Load(folder.Path);

        Assert.Equal([6, 1, 2, 3], data.Training.Inputs.shape);
        Assert.Equal([3, 1, 2, 3], data.Test.Inputs.shape);
        Assert.Equal((2, 3, 10), (data.Height, data.Width, data.Classes));
        Assert.Equal(torch.ScalarType.Float32, data.Training.Inputs.dtype);
        Assert.Equal([0L, 1, 2, 3, 4, 5], data.Training.Targets.data<long>().ToArray());
        Assert.Equal([0L, 1, 2], data.Test.Targets.data<long>().ToArray());

        double[] pixels = [.. IdxFolder.Ramp(36).Select(value => value / 255.0)];
        double mean = pixels.Average(), deviation = Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean)));
        Assert.Equal(mean, data.Pixels[0].Mean, 1e-12);
        Assert.Equal(deviation, data.Pixels[0].StandardDeviation, 1e-12);
        float[] training = data.Training.Inputs.data<float>().ToArray(), test = data.Test.Inputs.data<float>().ToArray();
        for (int i = 0; i < training.Length; i++)
            Assert.Equal((pixels[i] - mean) / deviation, training[i], 1e-5);
        for (int i = 0; i < test.Length; i++)
            Assert.Equal((pixels[i] - mean) / deviation, test[i], 1e-5);
    }

    [Fact]
    public void Load_PlainFiles_GivesTheSameAsGzip()
    {
        using var folder = new IdxFolder();
        using var compressed = ImageData.Load(folder.Path);
        foreach (string name in (string[])[IdxFolder.TrainImages, IdxFolder.TrainLabels, IdxFolder.TestImages, IdxFolder.TestLabels])
        {
            using (var gzip = new System.IO.Compression.GZipStream(File.OpenRead(folder.File(name)), System.IO.Compression.CompressionMode.Decompress))
            using (var plain = File.Create(Path.Combine(folder.Path, name)))
                gzip.CopyTo(plain);
            File.Delete(folder.File(name));
        }
        using var data = ImageData.Load(folder.Path);
        Assert.Equal(compressed.Training.Inputs.data<float>().ToArray(), data.Training.Inputs.data<float>().ToArray());
        Assert.Equal(compressed.Test.Targets.data<long>().ToArray(), data.Test.Targets.data<long>().ToArray());
    }

    [Fact]
    public void Load_ImagesOfOneGrey_AreShiftedToZero()
    {
        using var folder = new IdxFolder();
        folder.Write(IdxFolder.TrainImages, IdxFolder.Gzip(IdxFolder.Idx([.. Enumerable.Repeat((byte)77, 36)], 6, 2, 3)));
        using var data = ImageData.Load(folder.Path);
        Assert.Equal(0, data.Pixels[0].StandardDeviation, 1e-6);
        Assert.All(data.Training.Inputs.data<float>().ToArray(), pixel => Assert.Equal(0, pixel, 1e-4));
    }

    [Fact]
    public void Load_InsideADisposeScope_OutlivesIt()
    {
        using var folder = new IdxFolder();
        ImageData data;
        using (torch.NewDisposeScope())
            data = ImageData.Load(folder.Path);
        using (data)
            Assert.Equal(6, data.Training.Targets.data<long>().ToArray().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Load_ImpossibleNumberOfClasses_Throws(int classes) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(classes), () => ImageData.Load("anywhere", classes));
}
