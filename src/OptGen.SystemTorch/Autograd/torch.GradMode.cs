using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether operations on the calling thread are recorded for differentiation.</summary>
    public static bool is_grad_enabled() => NativeMethods.optgen_grad_mode() != 0;

    /// <summary>Whether the calling thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.optgen_inference_mode() != 0;

    /// <summary>Stops recording for differentiation on the calling thread until the returned object is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(enabled: false);

    /// <summary>Records, or not, on the calling thread until the returned object is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Records, or not, on the calling thread until the returned object is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>
    /// No recording, and tensors that can never take part in it, on the calling thread until the returned object is disposed.
    /// Cheaper than <see cref="no_grad"/>.
    /// </summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    private sealed class GradMode : IDisposable
    {
        private readonly int previous = NativeMethods.optgen_grad_mode();
        private bool ended;

        public GradMode(bool enabled) => NativeMethods.optgen_set_grad_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (ended) return;
            ended = true;
            NativeMethods.optgen_set_grad_mode(previous);
        }
    }

    private sealed unsafe class InferenceMode(bool enabled) : IDisposable
    {
        private readonly int thread = Environment.CurrentManagedThreadId;
        private void* guard = NativeError.Check(NativeMethods.optgen_inference_guard(enabled ? 1 : 0));

        public void Dispose()
        {
            if (guard is null) return;
            if (Environment.CurrentManagedThreadId != thread)
                throw new InvalidOperationException("Inference mode must be ended on the thread that began it; is there an await in between?");
            NativeMethods.optgen_inference_guard_free(guard);
            guard = null;
        }
    }
}
