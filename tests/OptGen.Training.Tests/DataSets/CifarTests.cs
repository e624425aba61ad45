namespace OptGen.Training.Tests;

/// <summary>The binary files of CIFAR, whole and spoilt.</summary>
public sealed class CifarTests : IDisposable
{
    private const int Pixels = 3 * 32 * 32;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadCifar10_Records_BecomeImagesAndLabels()
    {
        WriteCifar10();
        using ImageData data = ImageData.LoadCifar10(_folder.Path);
        Assert.Equal([10L, 3L, 32L, 32L], data.Training.Inputs.shape);
        Assert.Equal([2L, 3L, 32L, 32L], data.Test.Inputs.shape);
        Assert.Equal((10, 3, 32, 32), (data.Classes, data.Channels, data.Height, data.Width));
        Assert.Equal([7L, 2L], data.Test.Targets.data<long>().ToArray());
        // Of 10 training images every second one has one green pixel of 255; red and blue are 0 everywhere.
        double mean = 5.0 / (10 * 1024), deviation = Math.Sqrt(mean - mean * mean);
        Assert.Equal([0, mean, 0], data.Pixels.Select(channel => Math.Round(channel.Mean, 12)).Select((m, i) => i == 1 ? mean : m));
        Assert.Equal(mean, data.Pixels[1].Mean, 1e-12);
        Assert.Equal((1 - mean) / deviation, data.Test.Inputs[1, 1, 0, 0].item<float>(), 1e-2);
        Assert.Equal(0, data.Test.Inputs[1, 0, 0, 0].item<float>());
    }

    [Theory]
    [InlineData(false, 100, new long[] { 55, 99 })]
    [InlineData(true, 20, new long[] { 19, 3 })]
    public void LoadCifar100_EitherLabel_IsTheOneAskedFor(bool coarse, int classes, long[] expected)
    {
        byte[] file = new byte[2 * (2 + Pixels)];
        (file[0], file[1], file[2 + Pixels], file[3 + Pixels]) = (19, 55, 3, 99);
        File.WriteAllBytes(_folder.File("train.bin"), file);
        File.WriteAllBytes(_folder.File("test.bin"), file);
        using ImageData data = ImageData.LoadCifar100(_folder.Path, coarse);
        Assert.Equal(classes, data.Classes);
        Assert.Equal(expected, data.Training.Targets.data<long>().ToArray());
    }

    [Theory]
    [InlineData("test_batch.bin", 100, 0, "has 100 bytes, which is no whole number of records of 3073 bytes (a label and 3 x 32 x 32 pixels).")]
    [InlineData("data_batch_3.bin", 0, 0, "has 0 bytes, which is no whole number of records of 3073 bytes (a label and 3 x 32 x 32 pixels).")]
    [InlineData("data_batch_2.bin", 2 * 3073, 10, "has label 10 in record 0, expected 0 to 9.")]
    [InlineData("data_batch_5.bin", -1, 0, "is missing; the binary version of CIFAR has it.")]
    public void LoadCifar10_SpoiltFile_IsOneSentence(string name, int length, byte first, string sentence)
    {
        WriteCifar10();
        if (length < 0)
        {
            File.Delete(_folder.File(name));
        }
        else
        {
            var bytes = new byte[length];
            if (length > 0)
                bytes[0] = first;
            File.WriteAllBytes(_folder.File(name), bytes);
        }
        var error = Assert.Throws<DataFormatException>(() => ImageData.LoadCifar10(_folder.Path));
        Assert.Equal($"'{_folder.File(name)}' {sentence}", error.Message);
    }

    private void WriteCifar10()
    {
        foreach (string name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
        {
            var bytes = new byte[2 * (1 + Pixels)];
            (bytes[0], bytes[1 + Pixels], bytes[1 + Pixels + 1 + 1024]) = (7, 2, 255);   // the second image's first green pixel
            File.WriteAllBytes(_folder.File(name + ".bin"), bytes);
        }
    }
}
