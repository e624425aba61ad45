using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default generators of every device, as PyTorch's function of that name does.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Seeds the default generators from the operating system, and returns the seed.</summary>
    public static long seed() => random.seed();

    /// <summary>The seed that the processor's default generator was started from.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The default generators.</summary>
    public static class random
    {
        /// <summary>Seeds the default generators of every device.</summary>
        public static Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.optgen_manual_seed((ulong)seed));
            return Generator.Default;
        }

        /// <summary>Seeds the default generators from the operating system, and returns the seed.</summary>
        public static long seed()
        {
            var chosen = Generator.Default.seed();
            manual_seed(chosen);
            return chosen;
        }

        /// <summary>The seed that the processor's default generator was started from.</summary>
        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>The state of the processor's default generator.</summary>
        public static Tensor get_rng_state() => Generator.Default.get_state();

        /// <summary>Puts the processor's default generator into a state.</summary>
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
