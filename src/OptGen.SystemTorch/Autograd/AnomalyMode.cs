using OptGen.SystemTorch.Interop;

namespace TorchSharp;

/// <summary>
/// Makes backward look for mistakes while the object lives: libtorch then remembers where in its own code each operation was
/// recorded, says on stderr which one failed, and, if asked to, fails where a gradient becomes NaN. Much slower than without.
/// </summary>
/// <remarks>The setting is the process's, not the thread's. Disposing restores the one before.</remarks>
public unsafe class AnomalyMode : IDisposable
{
    private readonly bool wasEnabled;
    private readonly bool checkedNaN;

    /// <summary>Sets the mode until the object is disposed.</summary>
    public AnomalyMode(bool enabled, bool check_nan = true)
    {
        wasEnabled = Read(out checkedNaN);
        NativeMethods.optgen_set_anomaly_mode(enabled ? 1 : 0, check_nan ? 1 : 0);
    }

    /// <summary>Whether backward looks for mistakes now.</summary>
    public static bool IsEnabled => Read(out _);

    /// <summary>Whether backward, when it looks for mistakes, fails at a gradient with a NaN.</summary>
    public static bool ShouldCheckNaN
    {
        get
        {
            Read(out var checkNaN);
            return checkNaN;
        }
    }

    /// <summary>Restores the mode from before.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Restores the mode from before.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) NativeMethods.optgen_set_anomaly_mode(wasEnabled ? 1 : 0, checkedNaN ? 1 : 0);
    }

    private static bool Read(out bool checkNaN)
    {
        int check;
        var enabled = NativeMethods.optgen_anomaly_mode(&check) != 0;
        checkNaN = check != 0;
        return enabled;
    }
}
