using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Uninitialized memory in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.new_empty.Call(this, size, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

        /// <summary>Uninitialized memory in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty(size.ToArray(), dtype, device, requires_grad);

        /// <summary>Uninitialized memory in 1 dimension, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty(new long[] { size }, dtype, device, requires_grad);

        /// <summary>Uninitialized memory in 2 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty(new long[] { rows, columns }, dtype, device, requires_grad);

        /// <summary>Uninitialized memory in 3 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty(new long[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

        /// <summary>Uninitialized memory in 4 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty(new long[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

        /// <summary>Zeros in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.new_zeros.Call(this, size, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

        /// <summary>Zeros in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(size.ToArray(), dtype, device, requires_grad);

        /// <summary>Zeros in 1 dimension, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(new long[] { size }, dtype, device, requires_grad);

        /// <summary>Zeros in 2 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(new long[] { rows, columns }, dtype, device, requires_grad);

        /// <summary>Zeros in 3 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(new long[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

        /// <summary>Zeros in 4 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros(new long[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

        private Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.new_ones.Call(this, size, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

        /// <summary>Ones in 1 dimension, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones(new long[] { size }, dtype, device, requires_grad);

        /// <summary>Ones in 2 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones(new long[] { rows, columns }, dtype, device, requires_grad);

        /// <summary>Ones in 3 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones(new long[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

        /// <summary>Ones in 4 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones(new long[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

        /// <summary>One value in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.new_full.Call(this, size, value, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

        /// <summary>One value in a shape, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full(size.ToArray(), value, dtype, device, requires_grad);

        /// <summary>One value in 1 dimension, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full(new long[] { size }, value, dtype, device, requires_grad);

        /// <summary>One value in 2 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full(new long[] { rows, columns }, value, dtype, device, requires_grad);

        /// <summary>One value in 3 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full(new long[] { dim0, dim1, dim2 }, value, dtype, device, requires_grad);

        /// <summary>One value in 4 dimensions, of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full(new long[] { dim0, dim1, dim2, dim3 }, value, dtype, device, requires_grad);
    }
}
