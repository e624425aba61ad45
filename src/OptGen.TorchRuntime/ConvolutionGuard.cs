using System.Reflection;
using System.Runtime.CompilerServices;

namespace OptGen;

/// <summary>Switches off what computes wrong convolutions on this processor, or cannot work on this machine, before torch is first used.</summary>
internal static class ConvolutionGuard
{
    private const string Where = "see docs/troubleshooting.md, \"Wrong convolutions on some processors\"";

    private static readonly Lock s_lock = new();
    private static bool s_done;

    /// <summary>Does it, where the program has TorchSharp; once, unless libtorch was not found so far.</summary>
    public static void Apply()
    {
        try
        {
            lock (s_lock)
                s_done = s_done || Apply(TorchSharpAssembly());
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A program without TorchSharp's assembly uses no torch. An exception here would end it before its first line.
        }
    }

    // By itself, so that the assembly is asked for inside the try above. Naming a type does not run its static constructor.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Assembly TorchSharpAssembly() => typeof(TorchSharp.torch).Assembly;

    /// <summary>
    /// Looks at the processor, and does the rest only where it has to: there libtorch_cpu is loaded at once instead of at torch's first use. That
    /// is the one moment which comes before every convolution, however the program reaches torch and whichever package brings it.
    /// </summary>
    /// <param name="torch">TorchSharp's assembly.</param>
    /// <returns>Whether nothing is left to do.</returns>
    private static bool Apply(Assembly torch)
    {
        string? wrong = RuntimeSwitch.KeepOneDnn.IsOn ? null : ProcessorFaults.WrongConvolutions;
        if (wrong is null && !ProcessorFaults.HidesCaches)
            return true;
        // Windows has other names for what is called here, and its libtorch is left to load as it always does.
        bool open = OperatingSystem.IsLinux() && LibTorchContext.TryOpen(torch);
        if (wrong is not null)
            SwitchOneDnnOff(wrong, open);
        // NNPACK sizes its blocks by the caches. Where the machine hides them it cannot initialise, and the first convolution of torch says so on
        // the standard error stream, whatever the log level; switched off it is not asked, and nothing else changes, since it could not have run.
        if (ProcessorFaults.HidesCaches && open && LibTorchContext.TrySilenceNnpack())
            TorchRuntimeLog.Write("NNPACK is switched off: it cannot initialise on this machine, whose processor does not tell its caches.");
        return open;
    }

    private static void SwitchOneDnnOff(string processor, bool open)
    {
        if (open && LibTorchContext.TrySetOneDnn(false))
        {
            TorchRuntimeLog.Write(
                $"oneDNN is switched off: on this processor ({processor}) it computes LSTMs wrong, and convolutions whose channels are no multiples of "
                + "16. A program without LSTMs whose channels all are sets "
                + $"<{RuntimeSwitch.KeepOneDnn.Property}>true</{RuntimeSwitch.KeepOneDnn.Property}> in its project, or "
                + $"{RuntimeSwitch.KeepOneDnn.Variable}=1 in its environment, and is faster; {Where}.");
            return;
        }

        string why = open ? "libtorch_cpu does not export at::Context::setUserEnabledMkldnn" : "libtorch_cpu was not found";
        TorchRuntimeLog.Write(
            $"oneDNN could not be switched off, because {why}: on this processor ({processor}) it computes LSTMs wrong, and convolutions whose channels "
            + $"are no multiples of 16; {Where}.");
    }
}
