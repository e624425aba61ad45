using System.Collections;
using System.Runtime.InteropServices;

namespace OptGen;

/// <summary>Has the C library keep the memory that tensors free, where it is glibc.</summary>
/// <remarks>
/// glibc gives freed blocks of some hundred KB to some MB back to the kernel, and takes each page of the next tensor from it again. A training
/// step frees and takes the same blocks over and over, and spends up to half of its time that way.
/// </remarks>
internal static unsafe class MallocSettings
{
    // The parameters' numbers in malloc.h.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;
    private const int MiB = 1 << 20;

    /// <summary>
    /// What is set. 32 MiB is the most that glibc takes as a threshold for mmap: larger tensors still come from the kernel and go back to it.
    /// </summary>
    private static readonly (int Parameter, int Value)[] s_settings = [(TrimThreshold, int.MaxValue), (TopPad, 64 * MiB), (MmapThreshold, 32 * MiB)];

    private static int s_done;

    /// <summary>Sets them, once, unless the switch or the user's own settings of malloc say otherwise. Elsewhere than with glibc it does nothing.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux() || Interlocked.Exchange(ref s_done, 1) != 0 || RuntimeSwitch.KeepMalloc.IsOn)
            return;
        if (UsersOwn(Environment.GetEnvironmentVariables()) is { } name)
        {
            TorchRuntimeLog.Write($"malloc stays as it is: the environment variable {name} sets it already.");
            return;
        }

        // musl has no mallopt, and no library of this name.
        if (!NativeLibrary.TryLoad("libc.so.6", out nint libc) || !NativeLibrary.TryGetExport(libc, "gnu_get_libc_version", out _)
            || !NativeLibrary.TryGetExport(libc, "mallopt", out nint address))
            return;
        var mallopt = (delegate* unmanaged[Cdecl]<int, int, int>)address;
        bool done = true;
        foreach ((int parameter, int value) in s_settings)
            done &= mallopt(parameter, value) == 1;
        TorchRuntimeLog.Write(done
            ? $"malloc keeps the memory that tensors free, for the next ones. {RuntimeSwitch.KeepMalloc.Variable}=1 leaves it as it is."
            : "malloc did not take all settings for keeping what tensors free; steps of medium size may take longer.");
    }

    /// <summary>The environment variable by which the user has set malloc, or null.</summary>
    /// <param name="environment">Names and values.</param>
    internal static string? UsersOwn(IDictionary environment)
    {
        foreach (DictionaryEntry entry in environment)
        {
            var (name, value) = ((string)entry.Key, (string?)entry.Value ?? "");
            if (name.StartsWith("MALLOC_", StringComparison.Ordinal) || (name == "GLIBC_TUNABLES" && value.Contains("glibc.malloc.", StringComparison.Ordinal)))
                return name;
        }

        return null;
    }
}
