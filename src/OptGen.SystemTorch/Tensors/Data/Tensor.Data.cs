using System.Numerics;
using System.Runtime.CompilerServices;
using OptGen.SystemTorch.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The bytes of the elements in row-major order. Reading gives a copy; assigning overwrites the tensor.</summary>
        /// <remarks>TorchSharp gives a window on native memory, which outlives the tensor; nothing can be read through this copy after it is freed.</remarks>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not in the processor's memory.</exception>
        /// <exception cref="ArgumentException">The bytes assigned are not as many as the tensor has, or the tensor has more than a span can hold.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var size = RequireBytes();
                var copy = GC.AllocateUninitializedArray<byte>(size);
                fixed (byte* target = copy) MoveBytes(target, size, write: false);
                return copy;
            }

            set
            {
                var size = RequireBytes();
                if (value.Length != size)
                    throw new ArgumentException($"{value.Length} bytes do not fill a tensor of {size} bytes.", nameof(value));
                fixed (byte* source = value) MoveBytes(source, size, write: true);
            }
        }

        /// <summary>The one element of a tensor, as the C# type of the tensor's elements.</summary>
        /// <exception cref="ArgumentException">The tensor has not exactly one element, or its elements are of another type.</exception>
        public unsafe T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"item<{typeof(T).Name}>() needs a tensor of one element; this one of shape {Describe(shape)} has {NumberOfElements}.");
            ElementTypes.Require<T>(this, $"item<{typeof(T).Name}>()");
            T value;
            ReadOne(&value, sizeof(T));
            return value;
        }

        /// <summary>The one element of a tensor as a scalar.</summary>
        /// <exception cref="ArgumentException">The tensor has not exactly one element.</exception>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Int32 => item<int>(),
            ScalarType.Int16 => item<short>(),
            ScalarType.Int8 => item<sbyte>(),
            ScalarType.Byte => item<byte>(),
            ScalarType.Bool => item<bool>(),
            ScalarType.Float16 => item<Half>(),
            ScalarType.ComplexFloat32 => item<(float, float)>(),
            ScalarType.ComplexFloat64 => item<Complex>(),
            _ => ConvertedItem()
        };

        /// <summary>The elements as C# values, readable and writable in place; the tensor must be in the processor's memory.</summary>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        /// <exception cref="InvalidOperationException">The tensor is not in the processor's memory, or not dense.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged =>
            new(this);

        /// <summary>One element, by its place in the order of all elements.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
        public T ReadCpuValue<T>(long i)
            where T : unmanaged =>
            TensorAccessor<T>.ReadItemAt(this, i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);

        /// <summary>One element, by its place in the order of all elements.</summary>
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        /// <summary>One element of half precision, by its place in the order of all elements.</summary>
        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);

        /// <summary>One element of a tensor of brain floating point, by its place in the order of all elements.</summary>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        public float ReadCpuBFloat16(long i)
        {
            if (dtype != ScalarType.BFloat16)
                throw new ArgumentException($"ReadCpuBFloat16() cannot read elements of {dtype}.");
            using var single = to_type(ScalarType.Float32);
            return single.ReadCpuSingle(i);
        }

        /// <summary>The elements as C# values: nested lists, one level a dimension, or the value alone for a tensor of 0 dimensions.</summary>
        public object tolist()
        {
            if (Dimensions == 0)
            {
                var scalar = ToScalar();
                return dtype switch
                {
                    ScalarType.Bool => scalar.ToBoolean(),
                    ScalarType.Byte => scalar.ToByte(),
                    ScalarType.Int8 => scalar.ToSByte(),
                    ScalarType.Int16 => scalar.ToInt16(),
                    ScalarType.Int32 => scalar.ToInt32(),
                    ScalarType.Int64 => scalar.ToInt64(),
                    ScalarType.Float16 => scalar.ToHalf(),
                    ScalarType.Float64 => scalar.ToDouble(),
                    ScalarType.ComplexFloat32 => scalar.ToComplexFloat32(),
                    ScalarType.ComplexFloat64 => scalar.ToComplexFloat64(),
                    _ => scalar.ToSingle()
                };
            }

            var list = new List<object>();
            for (var i = 0L; i < shape[0]; i++)
            {
                using var part = this[i];
                list.Add(part.tolist());
            }

            return list;
        }

        private Scalar ConvertedItem()
        {
            using var single = to_type(ScalarType.Float32);
            return single.item<float>();
        }

        private unsafe void ReadOne(void* target, int size)
        {
            if (device_type != DeviceType.CPU || is_conj() || is_neg() || is_sparse)
            {
                using var plain = Resolved();
                plain.ReadOne(target, size);
                return;
            }

            MoveBytes(target, size, write: false);
        }

        /// <summary>The elements in the processor's memory, dense and computed.</summary>
        internal Tensor Resolved()
        {
            using var here = cpu();
            using var dense = here.is_sparse ? here.to_dense() : here.alias();
            using var plain = dense.resolve_conj();
            return plain.resolve_neg();
        }

        private void RequireReachableBytes()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"The bytes of a tensor on {device} cannot be reached: move it with cpu() first.");
            if (!is_contiguous())
                throw new InvalidOperationException("The bytes of a tensor that is not contiguous cannot be read or written: call contiguous() first.");
            if (is_conj() || is_neg())
                throw new InvalidOperationException("The bytes of a conjugate or negation that has not been computed cannot be reached: call resolve_conj() or resolve_neg() first.");
        }

        private int RequireBytes()
        {
            RequireReachableBytes();
            var size = NumberOfElements * ElementSize;
            return size <= Array.MaxLength
                ? (int)size
                : throw new ArgumentException($"A span cannot hold the {size} bytes of this tensor; use WriteBytesToStream.");
        }

        /// <summary>Copies from or to the first bytes of the tensor's memory, which must be contiguous.</summary>
        private unsafe void MoveBytes(void* other, long size, bool write, long offset = 0)
        {
            if (size == 0) return;
            var pointer = Lease();
            try
            {
                var memory = (byte*)NativeError.Check(NativeMethods.optgen_tensor_data(pointer)) + offset;
                if (write) Buffer.MemoryCopy(other, memory, size, size);
                else Buffer.MemoryCopy(memory, other, size, size);
            }
            finally
            {
                Return();
            }
        }
    }
}
