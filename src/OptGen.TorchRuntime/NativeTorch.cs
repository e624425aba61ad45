using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OptGen;

/// <summary>Finds TorchSharp's native library, and loads a patched copy of it where the system's C++ library is too old for the original.</summary>
[SupportedOSPlatform("linux")]
internal static class NativeTorch
{
    private static readonly Lock s_lock = new();
    private static nint s_handle;
    private static string s_refusal = "";

    /// <summary>What the runtime's event returns when it has not found TorchSharp's library: its handle, or 0 where this machine needs no patch.</summary>
    public static nint Resolve(Assembly torch)
    {
        lock (s_lock)
        {
            if (s_handle != 0 || !SystemLibraryIsTooOld())
                return s_handle;
            try
            {
                return s_handle = LoadPatched(torch);
            }
            catch (TorchRuntimeException refusal)
            {
                return s_handle = Refuse(torch, refusal.Message);
            }
        }
    }

    /// <summary>Loads the library before anyone asks for it. A refusal goes to the standard error stream: no later call could tell it.</summary>
    public static void Preload(Assembly torch)
    {
        lock (s_lock)
        {
            if (s_handle != 0 || !SystemLibraryIsTooOld())
                return;
            try
            {
                s_handle = LoadPatched(torch);
            }
            catch (TorchRuntimeException refusal)
            {
                Console.Error.WriteLine(refusal.Message);
            }
        }
    }

    // The version that counts is that of the library in this process, wherever it came from.
    private static bool SystemLibraryIsTooOld() =>
        !NativeLibrary.TryLoad("libstdc++.so.6", out nint system) || !NativeLibrary.TryGetExport(system, ElfPatch.Symbol, out _);

    private static nint LoadPatched(Assembly torch)
    {
        if (RuntimeInformation.RuntimeIdentifier is var system && (system.Contains("musl", StringComparison.Ordinal) || system.StartsWith("alpine", StringComparison.Ordinal)))
            throw new TorchRuntimeException("TorchSharp's native library is made for glibc, and this system has musl: use a system with glibc (Debian 12, Ubuntu 22.04 or newer).");
        string[] folders = NativeFolders.Of(torch);
        string original = NativeFolders.Find(folders, TorchRuntime.LibraryFile) ?? throw new TorchRuntimeException(
            $"TorchSharp's native library {TorchRuntime.LibraryFile} is in none of {string.Join(", ", folders)}: let the program refer to the package TorchSharp-cpu.");
        byte[] patched = Patch(original);
        // The copy lies alone in its folder. It finds by name what is in memory.
        foreach (string name in (ReadOnlySpan<string>)["c10", "torch_cpu", "torch"])
        {
            if (NativeFolders.Find(folders, $"lib{name}.so") is not { } path || !NativeLibrary.TryLoad(path, out _))
                NativeLibrary.TryLoad(name, torch, null, out _);
        }

        return PatchedCopy.Load(patched);
    }

    private static byte[] Patch(string original)
    {
        try
        {
            return ElfPatch.Patch(File.ReadAllBytes(original), out string refusal) ?? throw new TorchRuntimeException(
                $"{original} needs {ElfPatch.Version} of libstdc++, which this system does not have, and cannot be patched because {refusal}: "
                + "use a system whose libstdc++ is that of GCC 13.2 or newer (Debian 13, Ubuntu 24.04), or the version of TorchSharp that OptGen was made for.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TorchRuntimeException($"TorchSharp's native library cannot be read: {e.Message}", e);
        }
    }

    // TorchSharp catches whatever the event throws, copies half a gigabyte into a folder cpu/, fails to load that and prints a page of trace.
    // So it is given some handle, and the first call of a native function says why nothing is behind it. (TorchSharp 0.107.0)
    private static nint Refuse(Assembly torch, string sentence)
    {
        s_refusal = sentence;
        try
        {
            NativeLibrary.SetDllImportResolver(torch, static (name, _, _) =>
                name == TorchRuntime.LibraryName ? throw new TorchRuntimeException(s_refusal) : 0);
        }
        catch (InvalidOperationException e)
        {
            // Somebody else resolves TorchSharp's imports. The sentence then stands in TorchSharp's trace.
            throw new TorchRuntimeException(sentence, e);
        }

        return NativeLibrary.GetMainProgramHandle();
    }
}
