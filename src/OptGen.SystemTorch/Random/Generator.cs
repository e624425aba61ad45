using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of pseudo-random numbers for one device, reproducible by its seed and its state.</summary>
    /// <remarks>libtorch locks a generator for each draw; draws from several threads are safe, but their order is not reproducible.</remarks>
    public class Generator : IDisposable
    {
        private readonly GeneratorHandle handle;

        /// <summary>A generator of its own, started from a seed.</summary>
        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            this.device = InitializeDevice(device ?? CPU);
            handle = new GeneratorHandle(NativeError.Check(NativeMethods.optgen_generator_new((int)this.device.type, this.device.index, seed)));
        }

        private unsafe Generator(Device device)
        {
            this.device = device;
            handle = new GeneratorHandle(NativeError.Check(NativeMethods.optgen_generator_default((int)device.type, device.index)));
        }

        /// <summary>The generator that operations on the processor draw from when none is named.</summary>
        public static Generator Default { get; } = new(CPU);

        /// <summary>The device whose operations can draw from this generator.</summary>
        public Device device { get; }

        /// <summary>A number that identifies the native generator.</summary>
        /// <exception cref="ObjectDisposedException">The generator is disposed.</exception>
        public IntPtr Handle => handle.IsClosed ? throw Invalid() : handle.DangerousGetHandle();

        /// <summary>Starts the generator again from a seed.</summary>
        public unsafe Generator manual_seed(long seed)
        {
            using var lease = new GeneratorLease(this);
            NativeError.Check(NativeMethods.optgen_generator_set_seed(lease.Pointer, (ulong)seed));
            return this;
        }

        /// <summary>Starts the generator from a seed that the operating system chooses, and returns that seed.</summary>
        public unsafe long seed()
        {
            ulong value;
            using var lease = new GeneratorLease(this);
            NativeError.Check(NativeMethods.optgen_generator_seed(lease.Pointer, &value));
            return (long)value;
        }

        /// <summary>The seed the generator was started from.</summary>
        public unsafe long initial_seed()
        {
            ulong value;
            using var lease = new GeneratorLease(this);
            NativeError.Check(NativeMethods.optgen_generator_initial_seed(lease.Pointer, &value));
            return (long)value;
        }

        /// <summary>The state as a tensor of bytes.</summary>
        public unsafe Tensor get_state()
        {
            using var lease = new GeneratorLease(this);
            return Tensor.FromHandle(NativeError.Check(NativeMethods.optgen_generator_state(lease.Pointer)));
        }

        /// <summary>Puts the generator into a state that <see cref="get_state"/> returned.</summary>
        /// <exception cref="OptGen.SystemTorch.TorchException">The tensor holds no state of such a generator.</exception>
        public unsafe void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            using var lease = new GeneratorLease(this);
            var state = value.Lease();
            try
            {
                NativeError.Check(NativeMethods.optgen_generator_set_state(lease.Pointer, state));
            }
            finally
            {
                value.Return();
            }
        }

        /// <summary>Frees the native generator; the default generator lives on in libtorch.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native generator.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (disposing && !ReferenceEquals(this, Default)) handle.Dispose();
        }

        internal unsafe void* Lease()
        {
            if (handle.IsClosed) throw Invalid();
            var leased = false;
            handle.DangerousAddRef(ref leased);
            return (void*)handle.DangerousGetHandle();
        }

        internal void Return() => handle.DangerousRelease();

        private static ObjectDisposedException Invalid() => new(nameof(Generator), "This generator is disposed.");

        private readonly unsafe ref struct GeneratorLease(Generator generator) : IDisposable
        {
            public readonly void* Pointer = generator.Lease();

            public void Dispose() => generator.Return();
        }
    }
}
