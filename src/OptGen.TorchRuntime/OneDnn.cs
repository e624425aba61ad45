using TorchSharp;

namespace OptGen;

/// <summary>The switch of oneDNN, with which libtorch computes convolutions (LSTM, and matrix products in bfloat16, as well) on the processor.</summary>
/// <remarks>
/// OptGen switches it off at the start of a program, on processors where its convolutions are known to be wrong. What is set here holds for the whole
/// process, from the next operation on; a backward pass counts as an operation of its own.
/// </remarks>
public static class OneDnn
{
    /// <summary>Whether this libtorch lets it be switched: on Linux and macOS, not on Windows.</summary>
    public static bool CanBeSwitched
    {
        get
        {
            // What the start of a program decides must not come after what is set here.
            TorchRuntime.Load();
            ConvolutionGuard.Apply();
            return LibTorchContext.TryOpen(typeof(torch).Assembly) && LibTorchContext.OneDnn is not null;
        }
    }

    /// <summary>Whether libtorch may use oneDNN. True where it cannot be switched, since libtorch begins so.</summary>
    /// <exception cref="NotSupportedException">It is set where <see cref="CanBeSwitched"/> is false.</exception>
    public static bool Enabled
    {
        get => !CanBeSwitched || LibTorchContext.OneDnn == true;
        set
        {
            if (!CanBeSwitched || !LibTorchContext.TrySetOneDnn(value))
                throw new NotSupportedException("oneDNN cannot be switched here: libtorch_cpu was not found, or does not export at::Context::setUserEnabledMkldnn.");
        }
    }
}
