using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace OptGen;

/// <summary>Which processors the oneDNN of libtorch computes wrong convolutions on, and what else of a processor matters to it.</summary>
internal static class ProcessorFaults
{
    /// <summary>
    /// The processors, by maker and family. AMD 26: oneDNN 3.7.1, in libtorch 2.10, with AVX-512, AVX2 and AVX alike, wherever channels need
    /// padding to a vector; found on an EPYC of model 2 in a virtual machine. So the instruction set is not asked for.
    /// </summary>
    private static readonly (string Maker, int Family)[] s_wrongConvolutions = [("AuthenticAMD", 26)];

    /// <summary>What to call this processor where its convolutions are wrong, such as AuthenticAMD family 26; else null.</summary>
    public static string? WrongConvolutions { get; } =
        Identity() is { } own && s_wrongConvolutions.Contains(own) ? $"{own.Maker} family {own.Family}" : null;

    /// <summary>Whether the processor tells nothing of its data caches, as in some virtual machines. False where it cannot be asked.</summary>
    public static bool HidesCaches { get; } = X86Base.IsSupported && Environment.Is64BitProcess && !TellsCaches();

    private static (string Maker, int Family)? Identity()
    {
        if (!X86Base.IsSupported || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        string maker = Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
        (int version, _, _, _) = X86Base.CpuId(1, 0);
        int family = (version >> 8) & 15;
        return (maker, family == 15 ? family + ((version >> 20) & 255) : family);
    }

    // Leaf 4 is Intel's, leaf 0x8000001D AMD's; the low five bits are the kind of the first cache, 0 for none.
    private static bool TellsCaches() =>
        (Last(0) >= 4 && (X86Base.CpuId(4, 0).Eax & 31) != 0)
        || (Last(unchecked((int)0x80000000)) >= 0x8000001D && (X86Base.CpuId(unchecked((int)0x8000001D), 0).Eax & 31) != 0);

    private static uint Last(int leaf) => (uint)X86Base.CpuId(leaf, 0).Eax;
}
