using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        /// <summary>The norm of order <paramref name="ord"/>: of a vector over one dimension or all, of a matrix over two.</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_norm.Call(input, ord, dims, keepdim);

        /// <summary>The norm of order <paramref name="ord"/>: of a vector over one dimension or all, of a matrix over two.</summary>
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_norm.Call(input, ord, dims, keepdim);

        /// <summary>The 2-norm of the elements, over dimensions or all.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_norm.Call(input, Argument.None, dims, keepdim);

        /// <summary>The matrix norm of a name: <c>fro</c> or <c>nuc</c>.</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_norm_ord_str.Call(input, ord, dims, keepdim);

        /// <summary>The norm of order <paramref name="ord"/> of the elements, over dimensions or all.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_vector_norm.Call(input, ord, dims, keepdim);

        /// <summary>The matrix norm of an order, over the last two dimensions unless others are given.</summary>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_matrix_norm.Call(input, ord, dims ?? LastTwo(), keepdim);

        /// <summary>The matrix norm of a name (<c>fro</c> or <c>nuc</c>), over the last two dimensions unless others are given.</summary>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_matrix_norm_str_ord.Call(input, ord, dims ?? LastTwo(), keepdim);

        /// <summary>The condition number in the 2-norm.</summary>
        public static Tensor cond(Tensor input) => Aten.linalg_cond.Call(input);

        /// <summary>The condition number in the norm of an order.</summary>
        public static Tensor cond(Tensor input, double p) => Aten.linalg_cond.Call(input, p);

        /// <summary>The condition number in the norm of an order.</summary>
        public static Tensor cond(Tensor input, int p) => Aten.linalg_cond.Call(input, p);

        /// <summary>The condition number in the norm of a name: <c>fro</c> or <c>nuc</c>.</summary>
        public static Tensor cond(Tensor input, string p) => Aten.linalg_cond_p_str.Call(input, p);

        /// <summary>The determinant of a square matrix, or of each in a batch.</summary>
        public static Tensor det(Tensor input) => Aten.linalg_det.Call(input);

        /// <summary>The sign and the logarithm of the absolute value of the determinant, which cannot overflow.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => Aten.linalg_slogdet.Call2(input);

        /// <summary>How many singular values are above the larger of atol and rtol times the largest one.</summary>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.linalg_matrix_rank_atol_rtol_float.Call(input, atol, rtol, hermitian);

        /// <summary>How many singular values are above the larger of atol and rtol times the largest one.</summary>
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.linalg_matrix_rank_atol_rtol_tensor.Call(input, atol, rtol, hermitian);

        /// <summary>The inner product of vectors along a dimension, the first one conjugated.</summary>
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) =>
            Tensor.Into(@out, Aten.linalg_vecdot.Call(x, y, dim));

        /// <summary>The cross product of vectors of three elements along a dimension.</summary>
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Aten.linalg_cross.Call(input, other, dim);

        /// <summary>The diagonal of the matrices in two dimensions, as a view.</summary>
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            Aten.linalg_diagonal.Call(input, offset, dim1, dim2);

        private static long[] LastTwo() => [-2, -1];
    }
}
