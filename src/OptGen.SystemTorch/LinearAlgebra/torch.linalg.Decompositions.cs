using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra with PyTorch's names; the matrices are the last two dimensions, and those before are batches.</summary>
    public static partial class linalg
    {
        /// <summary>The triangular factor L of a positive definite matrix, <c>L Lᴴ</c>.</summary>
        public static Tensor cholesky(Tensor input) => Aten.linalg_cholesky.Call(input);

        /// <summary>
        /// The factor L of <see cref="cholesky"/>, and for each matrix 0 or the order of the leading minor that is not positive,
        /// instead of an exception unless check_errors.
        /// </summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            Aten.linalg_cholesky_ex.Call2(input, false, check_errors);

        /// <summary>The permutation P, the lower factor L and the upper factor U of a matrix, <c>P L U</c>.</summary>
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Aten.linalg_lu.Call3(input, pivot);

        /// <summary>The LU decomposition in packed form, and the order of rows.</summary>
        public static (Tensor LU, Tensor Pivots) lu_factor(Tensor input, bool pivot = true) => Aten.linalg_lu_factor.Call2(input, pivot);

        /// <summary>The LDL decomposition of a symmetric or Hermitian matrix in packed form, and the order of rows.</summary>
        public static (Tensor LU, Tensor Pivots) ldl_factor(Tensor input, bool hermitian = true) =>
            Aten.linalg_ldl_factor.Call2(input, hermitian);

        /// <summary>The LDL decomposition in packed form, the order of rows, and whether each one succeeded.</summary>
        public static (Tensor LU, Tensor Pivots, Tensor Info) ldl_factor_ex(
            Tensor input, bool hermitian = true, bool check_errors = false) =>
            Aten.linalg_ldl_factor_ex.Call3(input, hermitian, check_errors);

        /// <summary>The orthogonal factor Q and the upper triangular factor R of a matrix, <c>Q R</c>.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Aten.linalg_qr.Call2(input, Name(mode));

        /// <summary>The product of the Householder reflections in the columns of A: the Q of a packed QR decomposition.</summary>
        public static Tensor householder_product(Tensor A, Tensor tau) => Aten.linalg_householder_product.Call(A, tau);

        /// <summary>
        /// The singular value decomposition <c>U diag(S) Vh</c>, the singular values in falling order; U and Vh square if fullMatrices.
        /// </summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Aten.linalg_svd.Call3(input, fullMatrices);

        /// <summary>The singular values in falling order.</summary>
        public static Tensor svdvals(Tensor input) => Aten.linalg_svdvals.Call(input);

        /// <summary>The eigenvalues and eigenvectors of a square matrix, complex, in no particular order.</summary>
        public static (Tensor, Tensor) eig(Tensor input) => Aten.linalg_eig.Call2(input);

        /// <summary>
        /// The eigenvalues in rising order and the eigenvectors of a symmetric or Hermitian matrix, of which only the lower (L) or
        /// upper (U) triangle is read.
        /// </summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.linalg_eigh.Call2(input, UPLO.ToString());

        /// <summary>The eigenvalues of a square matrix, complex, in no particular order.</summary>
        public static Tensor eigvals(Tensor input) => Aten.linalg_eigvals.Call(input);

        /// <summary>
        /// The eigenvalues of a symmetric or Hermitian matrix in rising order; only the lower (L) or upper (U) triangle is read.
        /// </summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Aten.linalg_eigvalsh.Call(input, UPLO.ToString());

        /// <summary>How much of a QR decomposition <see cref="qr"/> computes.</summary>
        public enum QRMode
        {
            /// <summary>As many columns of Q as the smaller side of the matrix.</summary>
            Reduced = 0,

            /// <summary>A square Q.</summary>
            Complete = 1,

            /// <summary>R alone; Q is empty.</summary>
            R = 2
        }

        private static string Name(QRMode mode) => mode switch
        {
            QRMode.Reduced => "reduced",
            QRMode.Complete => "complete",
            QRMode.R => "r",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{mode} is no mode of a QR decomposition.")
        };
    }
}
