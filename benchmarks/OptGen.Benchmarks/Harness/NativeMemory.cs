using System.Runtime.InteropServices;

namespace OptGen.Benchmarks.Harness;

/// <summary>How much native memory is in use, to the byte: what the C library has handed out. Known with glibc only.</summary>
internal static partial class NativeMemory
{
    public static bool IsKnown { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "mallinfo2", out _);

    public static double KiB()
    {
        var state = mallinfo2();
        return (state.InUse + state.Mapped) / 1024.0;
    }

    [LibraryImport("libc.so.6")]
    private static partial State mallinfo2();

    // The C library's struct mallinfo2, ten numbers of the size of a pointer.
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FastChunks;
        public nuint MappedRegions;
        public nuint Mapped;
        public nuint MostUsed;
        public nuint FastBytes;
        public nuint InUse;
        public nuint Free;
        public nuint Top;
    }
}
