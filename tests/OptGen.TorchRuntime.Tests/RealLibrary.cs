using System.Runtime.InteropServices;

namespace OptGen.TorchRuntimeTests;

/// <summary>TorchSharp's native library for Linux, as its package has it.</summary>
internal static class RealLibrary
{
    public static string Path { get; } = Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).Single();

    public static byte[] Bytes() => File.ReadAllBytes(Path);

    /// <summary>Whether the C++ library of this machine lacks what the library needs, so that it loads only when patched.</summary>
    public static bool NeedsPatch { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && NativeLibrary.TryLoad("libstdc++.so.6", out nint library) && !NativeLibrary.TryGetExport(library, "_ZSt21ios_base_library_initv", out _);
}

/// <summary>A test of what happens on machines whose C++ library is too old; elsewhere there is nothing to see.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OldSystemFactAttribute : FactAttribute
{
    public OldSystemFactAttribute()
    {
        if (!RealLibrary.NeedsPatch)
            Skip = "This system's libstdc++ is new enough: the library loads as it is.";
    }
}
