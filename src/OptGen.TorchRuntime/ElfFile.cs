using System.Buffers.Binary;

namespace OptGen;

/// <summary>
/// Reads the tables of symbols and versions of a shared library for x86-64 (System V ABI, and the Linux Standard Base on symbol versions). Reads
/// outside the file give 0 and are remembered; no content makes it throw, or read for long.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64, SymbolSize = 24, DynamicEntrySize = 16, MostVersions = 0x7fff, None = 0, Several = -1;

    private readonly byte[] _bytes;
    private readonly Section _symbols, _symbolVersions, _dynamic, _names;
    private readonly List<NeededVersion> _needed = [];

    // Some read went outside the file.
    private bool _outside;

    public ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        // 64 bits, little endian; a shared library; for x86-64; with section headers of the size that is read here.
        if (!bytes.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8) || U16(0x10) != 3 || U16(0x12) != 62 || U16(0x3A) != HeaderSize
            || !Has(I64(0x28), (long)HeaderSize * U16(0x3C)))
            return;
        int symbols = Only(SectionType.Symbols);
        Section needed = At(Only(SectionType.VersionsNeeded));
        (_symbols, _symbolVersions, _dynamic) = (At(symbols), At(Only(SectionType.SymbolVersions)), At(Only(SectionType.Dynamic)));
        _names = At(_symbols.Link);
        IsReadable = symbols > 0 && _symbolVersions.Link == symbols && needed.Link == _symbols.Link && _dynamic.Link == _symbols.Link
            && IsInside(_symbols) && IsInside(_symbolVersions) && IsInside(_dynamic) && IsInside(_names) && IsInside(needed)
            && _symbols.Size / SymbolSize == _symbolVersions.Size / 2 && Only(SectionType.VersionsDefined) == None
            && ReadNeeded(needed) && !_outside;
    }

    private enum SectionType
    {
        Dynamic = 6,
        Symbols = 11,
        VersionsDefined = 0x6ffffffd,
        VersionsNeeded = 0x6ffffffe,
        SymbolVersions = 0x6fffffff
    }

    /// <summary>Whether this is such a library, with one of each table, and all of them in the file. Where it is false, the rest finds nothing.</summary>
    public bool IsReadable { get; }

    private int SymbolCount => IsReadable ? (int)(_symbols.Size / SymbolSize) : 0;

    /// <summary>Where the entry begins by which this version of that library is needed; null unless there is just one, the only one with its index.</summary>
    public long? VersionEntry(string version, string library, out int index)
    {
        NeededVersion[] found = IsReadable ? [.. _needed.Where(v => Is(v.Name, version))] : [];
        index = found.Length == 1 ? found[0].Index : 0;
        int sought = index;
        // Indexes 0 and 1 stand for no version.
        return sought > 1 && found[0].Flags == 0 && Is(found[0].Library, library) && _needed.Count(v => v.Index == sought) == 1 ? found[0].At : null;
    }

    /// <summary>The number of the one symbol of the version with this index; null unless there is just one, of this name, and not defined here.</summary>
    public int? OnlySymbol(int version, string name)
    {
        int? found = null;
        for (int i = 0; i < SymbolCount; i++)
        {
            if ((U16(VersionOf(i)) & MostVersions) != version)
                continue;
            if (found is not null)
                return null;
            found = i;
        }

        const int Global = 1, Undefined = 0;
        return found is { } symbol && Is(NameOf(symbol), name) && (U16(Symbol(symbol) + 4) & 0xff) >> 4 == Global && U16(Symbol(symbol) + 6) == Undefined ? symbol : null;
    }

    /// <summary>Where the entry lies that says of which version this symbol is.</summary>
    public long VersionOf(int symbol) => _symbolVersions.Offset + (2L * symbol);

    /// <summary>Where this symbol's name begins; null if anything else reads a part of it, since linkers let names share their ends.</summary>
    public long? OwnName(int symbol, string name)
    {
        uint start = NameOf(symbol);
        if (start == 0 || _bytes[_names.Offset + start - 1] != 0)
            return null;
        for (int i = 0; i < SymbolCount; i++)
        {
            if (i != symbol && Reads(NameOf(i)))
                return null;
        }

        for (long at = _dynamic.Offset; at + DynamicEntrySize <= _dynamic.Offset + _dynamic.Size; at += DynamicEntrySize)
        {
            if (IsString(I64(at)) && Reads(I64(at + 8)))
                return null;
        }

        return _needed.Exists(v => Reads(v.Name) || Reads(v.Library)) ? null : _names.Offset + start;

        bool Reads(long other) => other >= start && other <= start + name.Length;
    }

    private bool ReadNeeded(Section section)
    {
        long need = section.Offset;
        for (long libraries = section.Info; libraries > 0; libraries--)
        {
            long version = need + U32(need + 8);
            for (int versions = U16(need + 2); versions > 0; versions--)
            {
                if (_outside || _needed.Count == MostVersions)
                    return false;
                _needed.Add(new(version, U32(need + 4), U32(version + 8), U16(version + 4), U16(version + 6) & MostVersions));
                version += U32(version + 12);
            }

            if (_outside || (U32(need + 12) == 0 && libraries > 1))
                return false;
            need += U32(need + 12);
        }

        return true;
    }

    // NEEDED, SONAME, RPATH, RUNPATH; CONFIG, DEPAUDIT, AUDIT; AUXILIARY, FILTER.
    private static bool IsString(long tag) => tag is 1 or 14 or 15 or 29 or (>= 0x6ffffefa and <= 0x6ffffefc) or 0x7ffffffd or 0x7fffffff;

    private long Symbol(int i) => _symbols.Offset + ((long)SymbolSize * i);

    private uint NameOf(int symbol) => U32(Symbol(symbol));

    // Whether this text, and no more, stands at this place of the table of names.
    private bool Is(uint name, string text)
    {
        if (name >= _names.Size || _names.Size - name <= text.Length)
            return false;
        ReadOnlySpan<byte> there = _bytes.AsSpan((int)(_names.Offset + name), text.Length + 1);
        return there[^1] == 0 && System.Text.Ascii.Equals(there[..^1], text);
    }

    private Section At(long index)
    {
        long at = I64(0x28) + (HeaderSize * index);
        return index > 0 && index < U16(0x3C) && Has(at, HeaderSize) ? new(I64(at + 0x18), I64(at + 0x20), U32(at + 0x28), U32(at + 0x2C)) : default;
    }

    // The number of the one section of this type.
    private int Only(SectionType type)
    {
        int found = None;
        for (int i = 1; i < U16(0x3C); i++)
        {
            if (U32(I64(0x28) + ((long)HeaderSize * i) + 4) == (uint)type)
                found = found == None ? i : Several;
        }

        return found;
    }

    private bool IsInside(Section section) => section.Offset > 0 && Has(section.Offset, section.Size);

    private ushort U16(long at) => Has(at, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan((int)at)) : (ushort)Outside();

    private uint U32(long at) => Has(at, 4) ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan((int)at)) : (uint)Outside();

    private long I64(long at) => Has(at, 8) ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan((int)at)) : Outside();

    private bool Has(long at, long size) => at >= 0 && size >= 0 && size <= _bytes.Length && at <= _bytes.Length - size;

    private int Outside()
    {
        _outside = true;
        return 0;
    }

    private readonly record struct Section(long Offset, long Size, uint Link, uint Info);

    private readonly record struct NeededVersion(long At, uint Library, uint Name, int Flags, int Index);
}
