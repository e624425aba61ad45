using System.Buffers.Binary;
using System.Text;

namespace OptGen;

/// <summary>
/// Takes from a shared library its need of the version of libstdc++ that GCC 13.2 brought, which it has only for _ZSt21ios_base_library_initv. That
/// function initialises the standard streams; libtorch has done so by then. Three edits: the version's entry in .gnu.version_r is marked weak, the
/// symbol's entry in .gnu.version says any version, and its name in .dynstr becomes that of a function of libc that has no effect.
/// </summary>
internal static class ElfPatch
{
    public const string Version = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv", Harmless = "getppid";

    private const ushort WeakVersion = 2, AnyVersion = 1;

    /// <summary>A patched copy, or null and why there is none. Whatever the bytes, they stay as they are, and nothing is thrown.</summary>
    /// <param name="original">The whole file.</param>
    /// <param name="refusal">Why there is no copy, as a clause; empty where there is one.</param>
    public static byte[]? Patch(byte[] original, out string refusal)
    {
        ElfFile file = new(original);
        refusal = "";
        if (!file.IsReadable)
            refusal = "it is no whole shared library for x86-64";
        else if (file.VersionEntry(Version, "libstdc++.so.6", out int version) is not { } entry)
            refusal = "it does not need that version just once";
        else if (file.OnlySymbol(version, Symbol) is not { } symbol)
            refusal = $"{Symbol} is not all that it needs of that version";
        else if (file.OwnName(symbol, Symbol) is not { } name)
            refusal = $"the name {Symbol} has other readers in it";
        else
            return Edit(original, entry, file.VersionOf(symbol), name);
        return null;
    }

    private static byte[] Edit(byte[] original, long entry, long versionOfSymbol, long name)
    {
        byte[] patched = [.. original];
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan((int)entry + 4), WeakVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan((int)versionOfSymbol), AnyVersion);
        Span<byte> text = patched.AsSpan((int)name, Symbol.Length);
        text.Clear();
        Encoding.ASCII.GetBytes(Harmless, text);
        return patched;
    }
}
