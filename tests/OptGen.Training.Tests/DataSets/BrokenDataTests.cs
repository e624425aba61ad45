namespace OptGen.Training.Tests;

/// <summary>Every rule of the reader, broken by a file, and the sentence that must result. {0} stands for the file.</summary>
public sealed class BrokenDataTests
{
    private static readonly byte[] Pixels = IdxFolder.Ramp(36);

    [Fact]
    public void Load_MissingFolder_SaysWhatWasExpected()
    {
        string folder = Path.Combine(Path.GetTempPath(), "optgen no such folder");
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder));
        Assert.Equal($"'{folder}' does not exist; expected a folder with the four idx files of a data set such as Fashion-MNIST.", error.Message);
        Assert.Equal(folder, error.Path);
    }

    [Theory]
    [InlineData(IdxFolder.TrainImages)]
    [InlineData(IdxFolder.TrainLabels)]
    [InlineData(IdxFolder.TestImages)]
    [InlineData(IdxFolder.TestLabels)]
    public void Load_MissingFile_NamesIt(string name)
    {
        using var folder = new IdxFolder();
        File.Delete(folder.File(name));
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
        Assert.Equal($"'{folder.Path}' holds neither {name}.gz nor {name}; expected one of them.", error.Message);
    }

    [Fact]
    public void Load_PlainFileNamedGz_IsRefused() =>
        Check(IdxFolder.TrainImages, IdxFolder.Idx(Pixels, 6, 2, 3),
            "is named .gz but is no gzip file: it starts with 00 00, not with the bytes 1F 8B.");

    [Fact]
    public void Load_EmptyFileNamedGz_IsRefused() =>
        Check(IdxFolder.TrainImages, [], "is named .gz but is no gzip file: it starts with nothing at all, not with the bytes 1F 8B.");

    [Fact]
    public void Load_DamagedGzip_IsRefused()
    {
        byte[] gzip = IdxFolder.Gzip(IdxFolder.Idx(Pixels, 6, 2, 3));
        gzip[10] = 0xFF;   // a deflate block of a kind that does not exist
        CheckStart(IdxFolder.TrainImages, gzip, "is a damaged gzip file: ");
    }

    [Fact]
    public void Load_GzipWithWrongChecksum_IsRefused()
    {
        byte[] gzip = IdxFolder.Gzip(IdxFolder.Idx(Pixels, 6, 2, 3));
        gzip[^8] ^= 1;
        CheckStart(IdxFolder.TrainImages, gzip, "is a damaged gzip file: ");
    }

    [Fact]
    public void Load_TruncatedGzip_IsRefusedWhereverItEnds()
    {
        byte[] gzip = IdxFolder.Gzip(IdxFolder.Idx(Pixels, 6, 2, 3));
        for (int length = 2; length < gzip.Length; length++)
        {
            using var folder = new IdxFolder();
            folder.Write(IdxFolder.TrainImages, gzip[..length]);
            var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
            Assert.StartsWith($"'{folder.File(IdxFolder.TrainImages)}' is ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_TruncatedPlainFile_IsRefusedWhereverItEnds()
    {
        byte[] whole = IdxFolder.Idx(Pixels, 6, 2, 3);
        for (int length = 0; length < whole.Length; length++)
        {
            using var folder = new IdxFolder();
            File.Delete(folder.File(IdxFolder.TrainImages));
            string plain = Path.Combine(folder.Path, IdxFolder.TrainImages);
            File.WriteAllBytes(plain, whole[..length]);
            var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
            Assert.StartsWith($"'{plain}' is truncated: it ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_TooShortForTheMagicNumber_SaysHowFarItGoes() =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip([0, 0, 8]), "is truncated: it ends after 3 of the 4 bytes of its magic number.");

    [Fact]
    public void Load_TooShortForTheSizes_SaysHowFarItGoes() =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip([0, 0, 8, 3, 0, 0, 0, 6, 0]), "is truncated: it ends after 5 of the 12 bytes of its 3 sizes.");

    [Fact]
    public void Load_TooFewValues_SaysHowManyThereAre() =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip(IdxFolder.Idx(Pixels[..35], 6, 2, 3)),
            "is truncated: it ends after 35 of the 36 values it declares (6 x 2 x 3).");

    [Fact]
    public void Load_MoreValuesThanTheFileCanHold_IsRefusedBeforeMemoryIsReserved()
    {
        byte[] gzip = IdxFolder.Gzip(IdxFolder.Idx([], 1000, 1000, 1000));
        Check(IdxFolder.TrainImages, gzip, $"is truncated: it declares 1000000000 values (1000 x 1000 x 1000), more than its {gzip.Length} bytes can hold.");
    }

    [Fact]
    public void Load_TooManyValues_SaysSo() =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip(IdxFolder.Idx([.. Pixels, 0], 6, 2, 3)), "goes on after the 36 values it declares (6 x 2 x 3).");

    [Fact]
    public void Load_MoreValuesThanTheLimit_IsRefused() =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip(IdxFolder.Idx(Pixels, int.MaxValue / 2, 4096, 4096)),
            $"declares more than {1 << 30} values ({int.MaxValue / 2} x 4096), which is the limit.");

    [Theory]
    [InlineData(0, 2, 3, 0, 0, 1 << 30)]
    [InlineData(6, 0, 3, 1, 0, 4096)]
    [InlineData(6, 2, 4097, 2, 4097, 4096)]
    public void Load_SizeOutOfRange_NamesTheDimension(int count, int height, int width, int dimension, int size, int limit) =>
        Check(IdxFolder.TrainImages, IdxFolder.Gzip(IdxFolder.Idx(Pixels, count, height, width)),
            $"declares size {size} for dimension {dimension}, expected 1 to {limit}.");

    [Fact]
    public void Load_SizeBeyond31Bits_IsReadAsUnsigned() =>
        Check(IdxFolder.TrainLabels, IdxFolder.Gzip(IdxFolder.Idx([], -1)), $"declares size {uint.MaxValue} for dimension 0, expected 1 to {1 << 30}.");

    [Theory]
    [InlineData(0, 1, "01 00 08 03")]   // does not start with zeros
    [InlineData(1, 1, "00 01 08 03")]
    [InlineData(2, 13, "00 00 0D 03")]  // floats
    [InlineData(3, 1, "00 00 08 01")]   // a file of labels
    public void Load_WrongMagicNumber_ShowsIt(int position, byte value, string found)
    {
        byte[] file = IdxFolder.Idx(Pixels, 6, 2, 3);
        file[position] = value;
        Check(IdxFolder.TrainImages, IdxFolder.Gzip(file),
            $"is no idx file of 3-dimensional unsigned bytes: its magic number is {found}, expected 00 00 08 03.");
    }

    [Fact]
    public void Load_LabelsAndImagesOfDifferentNumber_NamesBothFiles()
    {
        using var folder = new IdxFolder();
        folder.Write(IdxFolder.TestLabels, IdxFolder.Gzip(IdxFolder.Idx(IdxFolder.Ramp(4), 4)));
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
        Assert.Equal($"'{folder.File(IdxFolder.TestLabels)}' holds 4 labels, but '{folder.File(IdxFolder.TestImages)}' holds 3 images.", error.Message);
    }

    [Fact]
    public void Load_LabelOutOfRange_SaysWhere() =>
        Check(IdxFolder.TrainLabels, IdxFolder.Gzip(IdxFolder.Idx([0, 1, 2, 10, 4, 11], 6)), "has label 10 at position 3, expected 0 to 9.");

    [Fact]
    public void Load_TestImagesOfAnotherSize_NamesBothFiles()
    {
        using var folder = new IdxFolder();
        folder.Write(IdxFolder.TestImages, IdxFolder.Gzip(IdxFolder.Idx(IdxFolder.Ramp(18), 3, 3, 2)));
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
        Assert.Equal($"'{folder.File(IdxFolder.TestImages)}' holds images of 3 x 2 pixels, but those of '{folder.File(IdxFolder.TrainImages)}' have 2 x 3.",
            error.Message);
    }

    [Fact]
    public void Load_UnreadableFile_SaysWhy()
    {
        using var folder = new IdxFolder();
        using (new FileStream(folder.File(IdxFolder.TrainImages), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            CheckStart(folder, IdxFolder.TrainImages, "could not be read: ");
    }

    private static void Check(string name, byte[] content, string sentence)
    {
        using var folder = new IdxFolder();
        folder.Write(name, content);
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
        Assert.Equal($"'{folder.File(name)}' {sentence}", error.Message);
        Assert.Equal(folder.File(name), error.Path);
    }

    private static void CheckStart(string name, byte[] content, string sentence)
    {
        using var folder = new IdxFolder();
        folder.Write(name, content);
        CheckStart(folder, name, sentence);
    }

    private static void CheckStart(IdxFolder folder, string name, string sentence)
    {
        var error = Assert.Throws<DataFormatException>(() => ImageData.Load(folder.Path));
        Assert.StartsWith($"'{folder.File(name)}' {sentence}", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }
}
