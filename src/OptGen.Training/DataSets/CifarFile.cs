namespace OptGen.Training;

/// <summary>Reads the binary version of CIFAR: records of one or two labels and 3 x 32 x 32 bytes, the red pixels first, and nothing else.</summary>
internal static class CifarFile
{
    public const int Channels = 3;
    public const int Side = 32;

    /// <summary>Some twenty times the largest file of this family.</summary>
    public const long MaxBytes = 1L << 30;

    private const int Pixels = Channels * Side * Side;

    /// <summary>The labels and the pixels of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">How many classes each of a record's labels has.</param>
    /// <param name="label">Which of the labels is wanted.</param>
    public static (byte[] Labels, byte[] Pixels) Read(string path, int[] classes, int label)
    {
        int record = classes.Length + Pixels;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length == 0 || file.Length % record != 0)
                throw DataFormatException.In(path, $"has {file.Length} bytes, which is no whole number of records of {record} bytes ({Labels(classes)} and 3 x 32 x 32 pixels).");
            if (file.Length > MaxBytes)
                throw DataFormatException.In(path, $"has {file.Length} bytes; more than {MaxBytes} are not read.");
            int count = (int)(file.Length / record);
            var labels = new byte[count];
            var pixels = new byte[(long)count * Pixels];
            var head = new byte[classes.Length];
            for (int i = 0; i < count; i++)
            {
                file.ReadExactly(head);
                int wrong = Enumerable.Range(0, head.Length).FirstOrDefault(j => head[j] >= classes[j], -1);
                if (wrong >= 0)
                    throw DataFormatException.In(path, $"has label {head[wrong]} in record {i}, expected 0 to {classes[wrong] - 1}.");
                labels[i] = head[label];
                file.ReadExactly(pixels.AsSpan(i * Pixels, Pixels));
            }
            return (labels, pixels);
        }
        catch (FileNotFoundException error)
        {
            throw DataFormatException.In(path, "is missing; the binary version of CIFAR has it.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DataFormatException.In(path, $"could not be read: {error.Message}", error);
        }
    }

    private static string Labels(int[] classes) => classes.Length == 1 ? "a label" : $"{classes.Length} labels";
}
