namespace OptGen.Masking;

/// <summary>Writes and reads files of masked networks, <c>.pemn</c>: what a network is rebuilt from, in as few bytes as it takes.</summary>
/// <remarks>
/// <para>docs/masking-format.md specifies the format byte by byte. Files are written beside their place and renamed, so there is never half a file under the name; the same
/// contents give the same bytes.</para>
/// <para>Of what is read nothing is believed. Sizes are checked before memory is reserved, each section and the whole have a checksum, every mask must have as many ones as
/// the manifest says. A file that is damaged or was made to do harm gives a <see cref="MaskFileException"/> and nothing else; <see cref="MaskFileLimits"/> bound what
/// reading takes. Checksums find damage; who wrote a file they do not tell.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class MaskFile
{
    /// <summary>The extension that files have by convention.</summary>
    public const string Extension = ".pemn";

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; one that is there is replaced. Folders are made.</param>
    /// <param name="contents">What it holds.</param>
    /// <param name="limits">Files that these would not let in again are not written; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="ArgumentException">The contents break a rule of the format; the message says which.</exception>
    /// <exception cref="IOException">The file could not be written; one that was there is as it was.</exception>
    public static void Write(string path, MaskFileContents contents, MaskFileLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ToBytes(contents, limits);
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
            throw new IOException($"'{path}' cannot be written: it is a folder. Name a file in it.");
        try
        {
            AtomicFile.Write(path, file => file.Write(bytes));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"'{path}' cannot be written: its folder may not be written to.", error);
        }
    }

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    /// <param name="contents">What they hold.</param>
    /// <param name="limits">Files that these would not let in again are not made; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="ArgumentException">The contents break a rule of the format; the message says which.</exception>
    public static byte[] ToBytes(MaskFileContents contents, MaskFileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(contents);
        limits ??= MaskFileLimits.Default;
        if (ContentsRules.Fault(contents, limits) is var (section, fault))
            throw new ArgumentException($"The contents cannot be written: {section.Name()}: {fault}.", nameof(contents));
        if (Uncoded(contents) > Array.MaxLength)
            throw new ArgumentException($"The contents cannot be written: the file would have about {Uncoded(contents)} bytes, which is more than an array holds.", nameof(contents));
        var bytes = MaskFileWriter.Write(contents);
        if (bytes.Length > limits.MaxBytes)
            throw new ArgumentException($"The contents cannot be written: the file would have {bytes.Length} bytes; the limit is {limits.MaxBytes}.", nameof(contents));
        return bytes;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much it may hold; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="MaskFileException">The file is not there, damaged, or no such file.</exception>
    public static MaskFileContents Read(string path, MaskFileLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InFile(path, () => FromBytes(Bytes(path, limits ?? MaskFileLimits.Default), limits));
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">How much they may hold; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="MaskFileException">The bytes are damaged, or of no such file.</exception>
    public static MaskFileContents FromBytes(ReadOnlySpan<byte> bytes, MaskFileLimits? limits = null)
    {
        limits ??= MaskFileLimits.Default;
        return bytes.Length <= limits.MaxBytes ? MaskFileReader.Read(bytes, limits) : throw TooLong(bytes.Length, limits);
    }

    /// <summary>Reads a file and says what each part of it takes, and what other ways to store the same sparse weights would.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much it may hold; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="MaskFileException">The file is not there, damaged, or no such file.</exception>
    public static MaskFileDescription Describe(string path, MaskFileLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InFile(path, () =>
        {
            var bytes = Bytes(path, limits ?? MaskFileLimits.Default);
            return MaskFileDescription.Of(bytes, FromBytes(bytes, limits));
        });
    }

    /// <summary>Says what each part of a file's bytes takes; see <see cref="Describe(string, MaskFileLimits?)"/>.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">How much they may hold; default: <see cref="MaskFileLimits.Default"/>.</param>
    /// <exception cref="MaskFileException">The bytes are damaged, or of no such file.</exception>
    public static MaskFileDescription Describe(ReadOnlySpan<byte> bytes, MaskFileLimits? limits = null) => MaskFileDescription.Of(bytes, FromBytes(bytes, limits));

    // About as many bytes as the file has where nothing is gained by coding.
    private static long Uncoded(MaskFileContents contents) =>
        65536L + MaskFileFormat.MaxNoteBytes + (4 * contents.PrototypeLength) + contents.Weights.Sum(weight => weight.Mask.Length + 2048L) + contents.Tensors.Sum(tensor => tensor.Data.Length + 2048L);

    private static byte[] Bytes(string path, MaskFileLimits limits)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var length = file.Length;
            if (length > Math.Min(limits.MaxBytes, Array.MaxLength)) throw TooLong(length, limits);
            var bytes = new byte[length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw MaskFileReader.Wrong(MaskFileSection.File, $"the file could not be read: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static MaskFileException TooLong(long length, MaskFileLimits limits) =>
        MaskFileReader.Wrong(MaskFileSection.File, $"the file has {length} bytes; the limit is {Math.Min(limits.MaxBytes, Array.MaxLength)}");

    private static T InFile<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MaskFileException error)
        {
            throw new MaskFileException(error.Section, $"'{path}' cannot be read as a masked network. {error.Message}", error.InnerException);
        }
    }
}
