using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        /// <summary>The inverse of a square matrix, or of each in a batch.</summary>
        public static Tensor inv(Tensor input) => Aten.linalg_inv.Call(input);

        /// <summary>The inverse, and for each matrix 0 or where it is singular, instead of an exception unless check_errors.</summary>
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) =>
            Aten.linalg_inv_ex.Call2(input, check_errors);

        /// <summary>
        /// The Moore-Penrose inverse; singular values up to the larger of atol and rtol times the largest one count as 0.
        /// </summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.linalg_pinv_atol_rtol_float.Call(input, atol, rtol, hermitian);

        /// <summary>
        /// The Moore-Penrose inverse; singular values up to the larger of atol and rtol times the largest one count as 0.
        /// </summary>
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.linalg_pinv_atol_rtol_tensor.Call(input, atol, rtol, hermitian);

        /// <summary>The solution X of <c>A X = B</c>, or of <c>X A = B</c> unless left.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Aten.linalg_solve.Call(A, B, left);

        /// <summary>
        /// The solution of <see cref="solve"/>, and for each matrix 0 or where it is singular, instead of an exception unless
        /// check_errors.
        /// </summary>
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            Aten.linalg_solve_ex.Call2(A, B, left, check_errors);

        /// <summary>
        /// The solution X of <c>A X = B</c> (<c>X A = B</c> unless left) with a triangular A, whose diagonal counts as ones if
        /// unitriangular.
        /// </summary>
        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            Tensor.Into(@out, Aten.linalg_solve_triangular.Call(A, B, upper, left, unitriangular));

        /// <summary>
        /// The solution X of <c>A X = B</c> (<c>X A = B</c> unless left) from the packed LU decomposition of A, or of its adjoint.
        /// </summary>
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            Tensor.Into(@out, Aten.linalg_lu_solve.Call(LU, pivots, B, left, adjoint));

        /// <summary>The solution X of <c>A X = B</c> from the packed LDL decomposition of A.</summary>
        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) =>
            Aten.linalg_ldl_solve.Call(LD, pivots, B, hermitian);

        /// <summary>
        /// The X with the least <c>‖input X - other‖</c>, the squared residuals, the ranks and the singular values (empty where the
        /// method gives none).
        /// </summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Aten.linalg_lstsq.Call4(input, other);

        /// <summary>The least-squares solution; singular values below rcond times the largest one count as 0.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(
            Tensor input, Tensor other, double rcond) =>
            Aten.linalg_lstsq.Call4(input, other, rcond);

        /// <summary>The product of two or more matrices, in the order of multiplications that is cheapest.</summary>
        public static Tensor multi_dot(IList<Tensor> tensors) => Aten.linalg_multi_dot.Call(tensors.ToArray());

        /// <summary>The matrix exponential.</summary>
        public static Tensor matrix_exp(Tensor input) => Aten.linalg_matrix_exp.Call(input);

        /// <summary>The inverse of a tensor taken as a matrix whose rows are the first <paramref name="ind"/> dimensions.</summary>
        public static Tensor tensorinv(Tensor input, long ind) => Aten.linalg_tensorinv.Call(input, ind);

        /// <summary>The solution X of <c>tensordot(A, X) = B</c>, the dimensions of A in dims moved to its end first.</summary>
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => Aten.linalg_tensorsolve.Call(A, B, dims);

        /// <summary>The Vandermonde matrix of a vector: its powers as columns, the lowest first.</summary>
        public static Tensor vander(Tensor input, long? N = null) => Aten.linalg_vander.Call(input, N);
    }
}
