using System.Runtime.InteropServices;
using TorchSharp;

namespace OptGen.TorchRuntimeTests;

/// <summary>What the module initializer has made of a process, as lines of text; and a reader of them.</summary>
internal static unsafe class ProcessState
{
    private const int Size = 8 << 20;

    /// <summary>Whether malloc is glibc's.</summary>
    public static bool HasGlibc { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint libc)
        && NativeLibrary.TryGetExport(libc, "gnu_get_libc_version", out _);

    /// <summary>Writes the state of this process.</summary>
    public static void Print(bool convolve)
    {
        // The log comes first, as the initializer has left it.
        foreach (string line in TorchRuntimeLog.Lines)
            Console.WriteLine($"log: {line}");
        if (HasGlibc)
            Console.WriteLine($"mapped: {TakesPagesFromTheKernel()}");
        if (!convolve)
            return;
        Console.WriteLine($"oneDNN: {OneDnn.Enabled}");
        using torch.Tensor x = torch.ones(2, 20, 8, 8), w = torch.ones(20, 20, 3, 3), y = torch.nn.functional.conv2d(x, w), greatest = y.max();
        Console.WriteLine($"sum: {greatest.item<float>()}");
    }

    // A block above the threshold is pages of its own, which go back to the kernel when it is freed.
    private static bool TakesPagesFromTheKernel()
    {
        NativeLibrary.TryGetExport(NativeLibrary.Load("libc.so.6"), "mallinfo2", out nint address);
        Info before, after;
        Read(address, &before);
        void* block = NativeMemory.Alloc(Size);
        Read(address, &after);
        NativeMemory.Free(block);
        return after.Mapped - before.Mapped >= Size;
    }

    private static void Read(nint mallinfo2, Info* info) => *info = ((delegate* unmanaged[Cdecl]<Info>)mallinfo2)();

    // struct mallinfo2: ten numbers, of which the fifth is the size of what is mapped.
    [StructLayout(LayoutKind.Sequential, Size = 80)]
    private struct Info
    {
        public nuint Arena, FreeChunks, FastChunks, MappedRegions, Mapped;
    }
}
