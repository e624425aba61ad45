using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace OptGen;

/// <summary>
/// Makes TorchSharp's native library load on Linux machines whose C++ library is older than the one that it was built with, switches oneDNN off on
/// processors where it is known to compute wrong convolutions, and has glibc's malloc keep what tensors free.
/// </summary>
/// <remarks>
/// A C# program that refers to OptGen, directly or through another project or package, calls <see cref="Load"/> by itself, before its first
/// line. Programs in F# and notebooks call it before their first use of torch. See docs/troubleshooting.md.
/// </remarks>
public static class TorchRuntime
{
    // What TorchSharp asks the runtime for, and the file that it means.
    internal const string LibraryName = "LibTorchSharp", LibraryFile = "libLibTorchSharp.so";

    private static readonly Lock s_lock = new();
    private static bool s_done;

    /// <summary>
    /// Prepares the process for torch. The first call counts, others return at once; any thread may call it. Nothing of torch is loaded by it,
    /// except on a processor that has to be told to leave something out (see <see cref="TorchRuntimeLog"/>), and in a program compiled ahead of time
    /// where the system's C++ library is too old.
    /// </summary>
    public static void Load()
    {
        // There is no torch in a browser; the trimmer knows the answer there, and leaves all of this out.
        if (OperatingSystem.IsBrowser())
            return;
        lock (s_lock)
        {
            if (s_done)
                return;
            s_done = true;
            MallocSettings.Apply();
            if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
                PrepareLoading();
            ConvolutionGuard.Apply();
        }
    }

    [SupportedOSPlatform("linux")]
    private static void PrepareLoading()
    {
        try
        {
            Hook();
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A program without TorchSharp's assembly uses no torch. An exception here would end it before its first line.
        }
    }

    // By itself, so that TorchSharp's assembly is asked for inside the try above. Naming a type does not run its static constructor.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SupportedOSPlatform("linux")]
    private static void Hook()
    {
        Assembly torch = typeof(TorchSharp.torch).Assembly;
        // The event of the context that holds TorchSharp fires where its normal loading has failed, and nowhere else.
        if (AssemblyLoadContext.GetLoadContext(torch) is { } context)
            context.ResolvingUnmanagedDll += (_, name) => name == LibraryName ? NativeTorch.Resolve(torch) : 0;
        // Programs compiled ahead of time have no such event: what is in memory already is found by its name.
        if (!RuntimeFeature.IsDynamicCodeSupported)
            NativeTorch.Preload(torch);
    }
}
