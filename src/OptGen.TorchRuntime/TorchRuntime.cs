using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace OptGen;

/// <summary>Makes TorchSharp's native library load where the system's C++ library is older than the one that it was built with.</summary>
public static class TorchRuntime
{
    private static readonly Lock s_lock = new();
    private static bool s_installed;
    private static nint s_loaded;

    /// <summary>Prepares torch; the first call counts. Programs in C# that refer to a package of OptGen need not call it.</summary>
    public static void Load()
    {
        lock (s_lock)
        {
            if (s_installed || !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
                return;
            s_installed = true;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => name == "LibTorchSharp" ? LoadPatched() : 0;
        }
    }

    private static nint LoadPatched()
    {
        lock (s_lock)
        {
            if (s_loaded != 0)
                return s_loaded;
            string? original = Directories().Select(d => Path.Combine(d, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
            if (original is null)
                return 0;
            string folder = Path.GetDirectoryName(original)!;
            byte[]? patched = ElfPatch.Patch(File.ReadAllBytes(original));
            if (patched is null)
                return 0;
            string cache = Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "optgen", Convert.ToHexString(SHA256.HashData(patched))[..16]);
            string copy = Path.Combine(cache, "libLibTorchSharp.so");
            if (!File.Exists(copy))
            {
                Directory.CreateDirectory(cache);
                string part = copy + "." + Environment.ProcessId;
                File.WriteAllBytes(part, patched);
                File.Move(part, copy, true);
            }
            // Beside the copy there is no libtorch: with these in memory the loader finds them by their names.
            foreach (string name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
                NativeLibrary.TryLoad(Path.Combine(folder, name), out _);
            return s_loaded = NativeLibrary.Load(copy);
        }
    }

    private static IEnumerable<string> Directories() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(AppContext.BaseDirectory);
}
