using System.Runtime.InteropServices;
using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use, such as <c>1.13.1</c>.</summary>
    public static unsafe string __version__ { get; } = Marshal.PtrToStringUTF8((nint)NativeMethods.optgen_torch_version())!;

    /// <summary>How many threads one operation may use on the processor.</summary>
    public static int get_num_threads() => NativeMethods.optgen_num_threads();

    /// <summary>Sets how many threads one operation may use on the processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(num, 1);
        NativeError.Check(NativeMethods.optgen_set_num_threads(num));
    }

    /// <summary>How many operations may run side by side on the processor.</summary>
    public static int get_num_interop_threads() => NativeMethods.optgen_num_interop_threads();

    /// <summary>Sets how many operations may run side by side on the processor; libtorch allows this once, before the first such work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="OptGen.SystemTorch.TorchException">The number was set, or used, before.</exception>
    public static void set_num_interop_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(num, 1);
        NativeError.Check(NativeMethods.optgen_set_num_interop_threads(num));
    }

    /// <summary>
    /// Makes libtorch use only operations that give the same result every time, throw (or warn) where there is none;
    /// disposing the result restores what was set before.
    /// </summary>
    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false) => new Determinism(mode, warn_only);

    /// <summary>Whether libtorch uses only operations that give the same result every time.</summary>
    public static unsafe bool are_deterministic_algorithms_enabled()
    {
        int warnOnly;
        return NativeMethods.optgen_deterministic(&warnOnly) > 0;
    }

    /// <summary>Whether libtorch only warns of operations that may give another result next time.</summary>
    public static unsafe bool is_deterministic_algorithms_warn_only_enabled()
    {
        int warnOnly;
        return NativeMethods.optgen_deterministic(&warnOnly) > 0 && warnOnly != 0;
    }

    /// <summary>Makes sure that devices of a kind can be used.</summary>
    /// <exception cref="InvalidOperationException">They cannot here.</exception>
    public static void InitializeDeviceType(DeviceType deviceType) => InitializeDevice(new Device(deviceType));

    /// <summary>Does nothing: every failed call throws at once.</summary>
    public static void CheckForErrors()
    {
    }

    /// <summary>The state of the processor's default generator.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Puts the processor's default generator into a state.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    private sealed class Determinism : IDisposable
    {
        private readonly bool enabled = are_deterministic_algorithms_enabled();
        private readonly bool warned = is_deterministic_algorithms_warn_only_enabled();
        private bool ended;

        public Determinism(bool mode, bool warnOnly) => NativeMethods.optgen_set_deterministic(mode ? 1 : 0, warnOnly ? 1 : 0);

        public void Dispose()
        {
            if (ended) return;
            ended = true;
            NativeMethods.optgen_set_deterministic(enabled ? 1 : 0, warned ? 1 : 0);
        }
    }
}
