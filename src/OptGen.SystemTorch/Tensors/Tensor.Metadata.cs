using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [Flags]
        private enum Traits
        {
            Contiguous = 1,
            Sparse = 2,
            RequiresGrad = 4,
            Leaf = 8,
            Pinned = 16,
            Conjugate = 32,
            Negative = 64,
            Quantized = 128
        }

        /// <summary>The number of dimensions.</summary>
        public unsafe long Dimensions => Read(&ReadDimensions);

        /// <summary>The number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>The number of elements.</summary>
        public unsafe long NumberOfElements => Read(&ReadElements);

        /// <summary>The size of one element in bytes.</summary>
        public long ElementSize => dtype.ElementSize();

        /// <summary>The length of every dimension.</summary>
        public unsafe long[] shape => ReadList(&ReadSizes);

        /// <summary>The type of the elements.</summary>
        public unsafe ScalarType dtype => (ScalarType)Read(&ReadType);

        /// <summary>Where the tensor lives.</summary>
        public Device device
        {
            get
            {
                var (kind, index) = ReadDevice();
                return kind == DeviceType.CPU ? CPU : new Device(kind, index);
            }
        }

        /// <summary>The kind of device the tensor lives on.</summary>
        public DeviceType device_type => ReadDevice().Kind;

        /// <summary>The number of the device the tensor lives on; -1 for the processor.</summary>
        public int device_index => ReadDevice().Index;

        /// <summary>Whether operations on the tensor are recorded for differentiation.</summary>
        public unsafe bool requires_grad
        {
            get => ReadTraits().HasFlag(Traits.RequiresGrad);
            set
            {
                var pointer = Lease();
                try
                {
                    NativeError.Check(NativeMethods.optgen_tensor_set_requires_grad(pointer, value ? 1 : 0));
                }
                finally
                {
                    Return();
                }
            }
        }

        /// <summary>Whether the tensor is no result of a recorded operation: gradients accumulate in leaves.</summary>
        public bool is_leaf => ReadTraits().HasFlag(Traits.Leaf);

        /// <summary>Whether the tensor lives on an NVIDIA GPU.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor holds a shape and a type only.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the tensor stores only its non-zero elements.</summary>
        public bool is_sparse => ReadTraits().HasFlag(Traits.Sparse);

        /// <summary>The number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>The number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>The size of one element in bytes.</summary>
        public long element_size() => ElementSize;

        /// <summary>The length of every dimension.</summary>
        public long[] size() => shape;

        /// <summary>The length of one dimension; negative numbers count from the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The tensor has no such dimension.</exception>
        public long size(int dim) => At(shape, dim);

        /// <summary>For every dimension, how many elements lie between neighbours along it.</summary>
        public unsafe long[] stride() => ReadList(&ReadStrides);

        /// <summary>How many elements lie between neighbours along one dimension.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The tensor has no such dimension.</exception>
        public long stride(int dim) => At(stride(), dim);

        /// <summary>Where in its storage the tensor begins, in elements.</summary>
        public unsafe long storage_offset() => Read(&ReadOffset);

        /// <summary>Whether the elements lie in memory in row-major order without gaps.</summary>
        public bool is_contiguous() => ReadTraits().HasFlag(Traits.Contiguous);

        /// <summary>Whether the tensor lives on the processor.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the tensor lies in page-locked memory.</summary>
        public bool is_pinned() => ReadTraits().HasFlag(Traits.Pinned);

        /// <summary>Whether the tensor is a conjugate that has not been computed yet.</summary>
        public bool is_conj() => ReadTraits().HasFlag(Traits.Conjugate);

        /// <summary>Whether the tensor is a negation that has not been computed yet.</summary>
        public bool is_neg() => ReadTraits().HasFlag(Traits.Negative);

        /// <summary>Whether the elements are quantized.</summary>
        public bool is_quantized() => ReadTraits().HasFlag(Traits.Quantized);

        /// <summary>Whether the elements are complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether the elements are real floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are integers or truth values.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        private static long At(long[] values, int dim)
        {
            var position = dim < 0 ? dim + values.Length : dim;
            return position >= 0 && position < values.Length
                ? values[position]
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor of {values.Length} dimensions has no dimension {dim}.");
        }

        private static unsafe long ReadDimensions(void* pointer) => NativeMethods.optgen_tensor_dim(pointer);

        private static unsafe long ReadElements(void* pointer) => NativeMethods.optgen_tensor_numel(pointer);

        private static unsafe long ReadType(void* pointer) => NativeMethods.optgen_tensor_dtype(pointer);

        private static unsafe long ReadOffset(void* pointer) => NativeMethods.optgen_tensor_storage_offset(pointer);

        private static unsafe long ReadFlags(void* pointer) => NativeMethods.optgen_tensor_flags(pointer);

        private static unsafe int ReadSizes(void* pointer, long* values, int capacity) =>
            NativeMethods.optgen_tensor_sizes(pointer, values, capacity);

        private static unsafe int ReadStrides(void* pointer, long* values, int capacity) =>
            NativeMethods.optgen_tensor_strides(pointer, values, capacity);

        private unsafe Traits ReadTraits() => (Traits)Read(&ReadFlags);

        private unsafe long Read(delegate*<void*, long> read)
        {
            var pointer = Lease();
            var value = read(pointer);
            Return();
            return value < 0 ? throw NativeError.Take() : value;
        }

        private unsafe long[] ReadList(delegate*<void*, long*, int, int> read)
        {
            const int Usual = 8;
            var buffer = stackalloc long[Usual];
            var pointer = Lease();
            try
            {
                var count = read(pointer, buffer, Usual);
                if (count < 0) throw NativeError.Take();
                if (count == 0) return [];
                var values = new long[count];
                fixed (long* target = values)
                {
                    if (count <= Usual) new ReadOnlySpan<long>(buffer, count).CopyTo(values);
                    else read(pointer, target, count);
                }

                return values;
            }
            finally
            {
                Return();
            }
        }

        private unsafe (DeviceType Kind, int Index) ReadDevice()
        {
            int index;
            var kind = NativeMethods.optgen_tensor_device(Lease(), &index);
            Return();
            return kind < 0 ? throw NativeError.Take() : ((DeviceType)kind, index);
        }
    }
}
