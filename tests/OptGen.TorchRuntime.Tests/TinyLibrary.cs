using System.Buffers.Binary;
using System.Text;

namespace OptGen.TorchRuntimeTests;

/// <summary>Writes a shared library of the tables alone that the patch reads, some hundred bytes long; what is set differs from the real one.</summary>
internal sealed class TinyLibrary
{
    public const string Version = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv";

    private readonly List<byte> _names = [0];

    /// <summary>Names of undefined functions and the index of their version.</summary>
    public List<(string Name, ushort Version)> Symbols { get; } = [("getenv", 2), (Symbol, 18), ("_ZNSo5flushEv", 3)];

    /// <summary>The versions that are needed of each library.</summary>
    public List<(string Library, (string Version, ushort Flags, ushort Index)[] Versions)> Needed { get; } =
        [("libc.so.6", [("GLIBC_2.2.5", 0, 2)]), ("libstdc++.so.6", [("GLIBCXX_3.4", 0, 3), (Version, 0, 18)])];

    /// <summary>Tag and name of entries of .dynamic.</summary>
    public List<(long Tag, string Name)> Dynamic { get; } = [(1, "libc.so.6"), (1, "libstdc++.so.6"), (14, "libtiny.so")];

    public ushort Machine { get; set; } = 62;

    public ushort FileType { get; set; } = 3;

    /// <summary>The section that the symbol is defined in, or 0.</summary>
    public ushort SymbolSection { get; set; }

    /// <summary>1 for a global symbol, 2 for a weak one.</summary>
    public int Binding { get; set; } = 1;

    public bool DefinesVersions { get; set; }

    /// <summary>Further table of symbols, which makes it unclear which one counts.</summary>
    public bool SecondSymbolTable { get; set; }

    public byte[] Bytes()
    {
        List<byte> versions = [0, 0], symbols = [.. new byte[24]], needed = [], dynamic = [];
        foreach ((string name, ushort version) in Symbols)
        {
            Number(versions, version, 2);
            Number(symbols, Name(name), 4);
            Number(symbols, (ulong)((Binding << 4) | 2), 2);
            Number(symbols, name == Symbol ? SymbolSection : 0u, 2);
            symbols.AddRange(new byte[16]);
        }

        foreach ((string library, (string Version, ushort Flags, ushort Index)[] entries) in Needed)
        {
            Number(needed, 1, 2);
            Number(needed, (ulong)entries.Length, 2);
            Number(needed, Name(library), 4);
            Number(needed, 16, 4);
            Number(needed, library == Needed[^1].Library ? 0u : (uint)(16 + (16 * entries.Length)), 4);
            foreach ((string version, ushort flags, ushort index) in entries)
            {
                Number(needed, 0x01234567, 4);
                Number(needed, flags, 2);
                Number(needed, index, 2);
                Number(needed, Name(version), 4);
                Number(needed, version == entries[^1].Version ? 0u : 16u, 4);
            }
        }

        foreach ((long tag, string name) in Dynamic)
        {
            Number(dynamic, (ulong)tag, 8);
            Number(dynamic, Name(name), 8);
        }

        return File(symbols, versions, needed, dynamic);
    }

    private byte[] File(List<byte> symbols, List<byte> versions, List<byte> needed, List<byte> dynamic)
    {
        List<(uint Type, uint Link, uint Info, List<byte> Content)> sections =
        [
            (0, 0, 0, []), (3, 0, 0, _names), (11, 1, 0, symbols), (0x6fffffff, 2, 0, versions), (0x6ffffffe, 1, (uint)Needed.Count, needed), (6, 1, 0, dynamic)
        ];
        if (DefinesVersions)
            sections.Add((0x6ffffffd, 1, 0, [.. new byte[28]]));
        if (SecondSymbolTable)
            sections.Add((11, 1, 0, symbols));
        List<byte> content = [], headers = [];
        foreach ((uint type, uint link, uint info, List<byte> bytes) in sections)
        {
            Number(headers, 0, 4);
            Number(headers, type, 4);
            Number(headers, 0, 8);
            Number(headers, 0, 8);
            Number(headers, type == 0 ? 0 : 64 + (ulong)content.Count, 8);
            Number(headers, (ulong)bytes.Count, 8);
            Number(headers, link, 4);
            Number(headers, info, 4);
            Number(headers, 8, 8);
            Number(headers, 0, 8);
            content.AddRange(bytes);
        }

        byte[] header = new byte[64];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(0x10), FileType);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(0x12), Machine);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(0x28), 64 + (ulong)content.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(0x3C), (ushort)sections.Count);
        return [.. header, .. content, .. headers];
    }

    // As linkers do, a name that ends another one is not written again.
    private uint Name(string text)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0];
        int at = Enumerable.Range(0, _names.Count).FirstOrDefault(i => _names.Skip(i).Take(bytes.Length).SequenceEqual(bytes), -1);
        if (at >= 0)
            return (uint)at;
        _names.AddRange(bytes);
        return (uint)(_names.Count - bytes.Length);
    }

    private static void Number(List<byte> to, ulong value, int size)
    {
        for (int i = 0; i < size; i++)
            to.Add((byte)(value >> (8 * i)));
    }
}
