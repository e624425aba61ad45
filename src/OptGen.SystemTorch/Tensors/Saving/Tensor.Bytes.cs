using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Writes the bytes of the elements, in row-major order and the machine's byte order, to a stream.</summary>
        /// <param name="stream">Where to.</param>
        /// <param name="bufferSize">How many bytes to write at a time, at least; the tensor's memory is written without an extra copy.</param>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not in the processor's memory.</exception>
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            Stream((memory, length) => stream.Write(new ReadOnlySpan<byte>((void*)memory, length)), bufferSize);
        }

        /// <summary>Overwrites the elements with bytes from a stream, in row-major order and the machine's byte order.</summary>
        /// <param name="stream">Where from.</param>
        /// <param name="bufferSize">How many bytes to read at a time, at least; they are read straight into the tensor's memory.</param>
        /// <exception cref="EndOfStreamException">The stream ends before the tensor is full; what was read stays.</exception>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not in the processor's memory.</exception>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            Stream((memory, length) => stream.ReadExactly(new Span<byte>((void*)memory, length)), bufferSize);
        }

        /// <summary>Passes the tensor's memory piece by piece; it cannot be freed meanwhile.</summary>
        private unsafe void Stream(Action<nint, int> transfer, int bufferSize)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
            RequireReachableBytes();
            var left = NumberOfElements * ElementSize;
            if (left == 0) return;
            var piece = Math.Max(bufferSize, 1 << 20);
            var pointer = Lease();
            try
            {
                var memory = (nint)NativeError.Check(NativeMethods.optgen_tensor_data(pointer));
                while (left > 0)
                {
                    var length = (int)Math.Min(left, piece);
                    transfer(memory, length);
                    memory += length;
                    left -= length;
                }
            }
            finally
            {
                Return();
            }
        }

        /// <summary>A tensor from a file that <see cref="TensorExtensionMethods.Save(Tensor, string)"/> wrote.</summary>
        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        /// <summary>The next tensor of a stream; the stream stays open.</summary>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        /// <summary>The next tensor of a reader.</summary>
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);
    }
}
