using System.Buffers.Binary;
using System.Text;

namespace OptGen;

/// <summary>Takes away a shared library's need of one version of libstdc++ that it has only for _ZSt21ios_base_library_initv.</summary>
internal static class ElfPatch
{
    private const string Version = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv", Harmless = "getppid";

    public static byte[]? Patch(byte[] elf)
    {
        Span<byte> b = elf;
        if (b.Length < 64 || !b[..6].SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            return null;
        long shoff = I64(b, 0x28);
        int shentsize = U16(b, 0x3A), shnum = U16(b, 0x3C);
        (int Type, int Link, long Offset, long Size, int Info) Section(int i)
        {
            Span<byte> s = elf.AsSpan((int)shoff + (i * shentsize));
            return (I32(s, 4), I32(s, 0x28), I64(s, 0x18), I64(s, 0x20), I32(s, 0x2C));
        }

        int Find(int type)
        {
            for (int i = 0; i < shnum; i++)
            {
                if (Section(i).Type == type)
                    return i;
            }
            return -1;
        }

        int dynsym = Find(11), versym = Find(0x6fffffff), verneed = Find(0x6ffffffe);
        if (dynsym < 0 || versym < 0 || verneed < 0)
            return null;
        long names = Section(Section(dynsym).Link).Offset;
        string Name(int at)
        {
            int start = (int)names + at, end = Array.IndexOf(elf, (byte)0, start);
            return Encoding.ASCII.GetString(elf, start, end - start);
        }

        int need = (int)Section(verneed).Offset, found = -1;
        for (int n = Section(verneed).Info; n > 0; n--)
        {
            int aux = need + I32(b, need + 8);
            for (int c = U16(b, need + 2); c > 0; c--)
            {
                if (Name(I32(b, aux + 8)) == Version)
                    found = aux;
                aux += I32(b, aux + 12);
            }
            need += I32(b, need + 12);
        }
        if (found < 0)
            return null;
        int index = U16(b, found + 6), symbol = -1;
        int count = (int)(Section(dynsym).Size / 24);
        for (int i = 0; i < count; i++)
        {
            if ((U16(b, (int)Section(versym).Offset + (2 * i)) & 0x7fff) != index)
                continue;
            if (symbol >= 0 || Name(I32(b, (int)Section(dynsym).Offset + (24 * i))) != Symbol)
                return null;
            symbol = i;
        }
        if (symbol < 0)
            return null;
        BinaryPrimitives.WriteUInt16LittleEndian(b[(found + 4)..], (ushort)(U16(b, found + 4) | 2));
        BinaryPrimitives.WriteUInt16LittleEndian(b[((int)Section(versym).Offset + (2 * symbol))..], 1);
        int text = (int)names + I32(b, (int)Section(dynsym).Offset + (24 * symbol));
        Encoding.ASCII.GetBytes(Harmless + "\0").CopyTo(b[text..]);
        return elf;
    }

    private static int U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static int I32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32LittleEndian(b[at..]);

    private static long I64(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt64LittleEndian(b[at..]);
}
