using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA GPUs, as far as the libtorch in use was built for them.</summary>
    public static class cuda
    {
        /// <summary>Whether a CUDA device can be used.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether cuDNN can be used.</summary>
        public static bool is_cudnn_available() => NativeMethods.optgen_cuda_cudnn_available() != 0;

        /// <summary>How many CUDA devices there are.</summary>
        public static int device_count() => NativeMethods.optgen_cuda_device_count();

        /// <summary>Seeds the generators of every device.</summary>
        public static void manual_seed(long seed) => random.manual_seed(seed);

        /// <summary>Seeds the generators of every device.</summary>
        public static void manual_seed_all(long seed) => random.manual_seed(seed);

        /// <summary>Waits until a device, or the current one, has finished what it was given.</summary>
        public static void synchronize(Device? device = null) =>
            NativeError.Check(NativeMethods.optgen_cuda_synchronize(device?.index ?? -1));
    }
}
