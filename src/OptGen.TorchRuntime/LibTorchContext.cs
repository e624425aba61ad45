using System.Reflection;
using System.Runtime.InteropServices;

namespace OptGen;

/// <summary>Settings of libtorch that TorchSharp does not reach: members of at::Context, by their exported names.</summary>
/// <remarks>TorchSharp 0.107.0 has no torch.backends.mkldnn and no nnpack. The names are those of GCC and Clang; Windows has others.</remarks>
internal static unsafe class LibTorchContext
{
    private const string
        GlobalContext = "_ZN2at13globalContextEv",
        OneDnnIsOn = "_ZNK2at7Context17userEnabledMkldnnEv",
        SwitchOneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb",
        SwitchNnpack = "_ZN2at7Context20setUserEnabledNNPACKEb",
        InitializeNnpack = "nnp_initialize",
        SetThreads = "omp_set_num_threads";

    private static nint s_library;

    /// <summary>Loads libtorch_cpu as TorchSharp does at its first use, so that both have the same file; false where it is not found.</summary>
    /// <param name="torch">TorchSharp's assembly.</param>
    public static bool TryOpen(Assembly torch) =>
        s_library != 0 || NativeLibrary.TryLoad("torch_cpu", torch, null, out s_library)
        || (OperatingSystem.IsLinux() && NativeFolders.Find(NativeFolders.Of(torch), "libtorch_cpu.so") is { } path && NativeLibrary.TryLoad(path, out s_library));

    /// <summary>Whether oneDNN is on, or null where libtorch does not say.</summary>
    public static bool? OneDnn =>
        Find(GlobalContext, out nint context) && Find(OneDnnIsOn, out nint member)
            ? ((delegate* unmanaged[Cdecl]<nint, byte>)member)(Global(context)) != 0
            : null;

    /// <summary>Switches oneDNN on or off; false where libtorch has no such function.</summary>
    public static bool TrySetOneDnn(bool on) => TryCall(SwitchOneDnn, on);

    /// <summary>Switches NNPACK off where it cannot initialise on this machine; true if that was so.</summary>
    public static bool TrySilenceNnpack() =>
        Find(InitializeNnpack, out nint initialize) && ((delegate* unmanaged[Cdecl]<int>)initialize)() != 0 && TryCall(SwitchNnpack, false);

    /// <summary>Has torch's operations that this thread calls run on it alone. OpenMP keeps that number for each thread, so no other one notices.</summary>
    public static void UseOneThreadHere()
    {
        // Torch sets the number in a thread when it first asks there.
        _ = TorchSharp.torch.get_num_threads();
        // Of the library or of one that it depends on: that is the OpenMP which torch calls.
        if (Find(SetThreads, out nint function))
            ((delegate* unmanaged[Cdecl]<int, void>)function)(1);
    }

    private static bool TryCall(string name, bool argument)
    {
        if (!Find(GlobalContext, out nint context) || !Find(name, out nint member))
            return false;
        ((delegate* unmanaged[Cdecl]<nint, byte, void>)member)(Global(context), argument ? (byte)1 : (byte)0);
        return true;
    }

    private static nint Global(nint function) => ((delegate* unmanaged[Cdecl]<nint>)function)();

    private static bool Find(string name, out nint address)
    {
        address = 0;
        return s_library != 0 && NativeLibrary.TryGetExport(s_library, name, out address);
    }
}
