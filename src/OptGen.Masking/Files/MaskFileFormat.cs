using System.Text;

namespace OptGen.Masking;

/// <summary>The numbers of the format, version 1. docs/masking-format.md has their meaning.</summary>
internal static class MaskFileFormat
{
    public const int Version = 1;
    public const int HeaderBytes = 20;
    public const int SectionHeadBytes = 16;
    public const int TrailerBytes = 8;
    public const int MaskHeadBytes = 5;
    public const int LeastBytes = HeaderBytes + (4 * SectionHeadBytes) + TrailerBytes;

    public const int MaxNoteBytes = 65536;
    public const int MaxNameBytes = 1024;
    public const int MaxRank = 8;
    public const long MaxSize = int.MaxValue;

    /// <summary>The first bytes of every file. A transfer as text changes them.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'E', (byte)'M', (byte)'N', 0x0D, 0x0A, 0x1A];

    /// <summary>The sections in their order, and the letters that they begin with.</summary>
    public static readonly (MaskFileSection Section, string Tag)[] Sections =
    [
        (MaskFileSection.Manifest, "MANI"), (MaskFileSection.Prototype, "PROT"), (MaskFileSection.Masks, "MASK"), (MaskFileSection.Tensors, "TENS")
    ];

    /// <summary>UTF-8 without a mark, that refuses what is none.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Name(this MaskFileSection section) => section switch
    {
        MaskFileSection.Manifest => "manifest",
        MaskFileSection.Prototype => "prototype",
        MaskFileSection.Masks => "masks",
        MaskFileSection.Tensors => "tensors",
        _ => "file"
    };
}
