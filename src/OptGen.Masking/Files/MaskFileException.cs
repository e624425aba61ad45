namespace OptGen.Masking;

/// <summary>The parts of a file of a masked network.</summary>
public enum MaskFileSection
{
    /// <summary>The file as a whole: that it can be read, its beginning, its length, and the checksum at its end.</summary>
    File = 0,

    /// <summary>Names, shapes, kept counts, gains and fill.</summary>
    Manifest = 1,

    /// <summary>The prototype's values.</summary>
    Prototype = 2,

    /// <summary>The masks.</summary>
    Masks = 3,

    /// <summary>The tensors that are stored as they are.</summary>
    Tensors = 4
}

/// <summary>A file of a masked network cannot be read; the message says what is wrong, and in which section.</summary>
public sealed class MaskFileException : Exception
{
    /// <summary>What is wrong with a file.</summary>
    /// <param name="section">The section that is wrong.</param>
    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="cause">What it came from, if anything.</param>
    public MaskFileException(MaskFileSection section, string message, Exception? cause = null)
        : base(message, cause) => Section = section;

    /// <summary>The section that is wrong.</summary>
    public MaskFileSection Section { get; }
}
