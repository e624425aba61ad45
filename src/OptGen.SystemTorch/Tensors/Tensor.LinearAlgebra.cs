using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product; batches are broadcast, and vectors stand for a row on the left or a column on the right.</summary>
        public Tensor matmul(Tensor target) => Aten.matmul.Call(this, target);

        /// <summary>The product of two matrices, without broadcasting.</summary>
        public Tensor mm(Tensor target) => Aten.mm.Call(this, target);

        /// <summary>The products of matching matrices in two batches.</summary>
        public Tensor bmm(Tensor batch2) => Aten.bmm.Call(this, batch2);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Aten.mv.Call(this, target);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Aten.dot.Call(this, target);

        /// <summary>The inner product of two vectors, the first one conjugated.</summary>
        public Tensor vdot(Tensor target) => Aten.vdot.Call(this, target);

        /// <summary>The sums of products over the last dimensions; for vectors their inner product.</summary>
        public Tensor inner(Tensor vec2) => Aten.inner.Call(this, vec2);

        /// <summary>The outer product of two vectors, as a matrix.</summary>
        public Tensor outer(Tensor vec2) => Aten.outer.Call(this, vec2);

        /// <summary>Another name of <see cref="outer(Tensor)"/>.</summary>
        public Tensor ger(Tensor vec2) => Aten.outer.Call(this, vec2);

        /// <summary><c>beta · this + alpha · (mat1 @ mat2)</c>.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm.Call(this, mat1, mat2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addmm(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm_.CallInPlace(this, mat1, mat2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha · (mat @ vec)</c>.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.addmv.Call(this, mat, vec, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addmv(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.addmv_.CallInPlace(this, mat, vec, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha · outer(vec1, vec2)</c>.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.addr.Call(this, vec1, vec2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addr(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.addr_.CallInPlace(this, vec1, vec2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha ·</c> the sum of the products of matching matrices in two batches.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.addbmm.Call(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addbmm(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.addbmm_.CallInPlace(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha ·</c> the products of matching matrices in two batches.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.baddbmm.Call(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary>
        /// The sums of products over pairs of dimensions: the last ones of this with the first ones of b, or those that are named.
        /// </summary>
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, pair => pair.Item1), Array.ConvertAll(dims, pair => pair.Item2));

        /// <summary>
        /// The sums of products over pairs of dimensions: the last ones of this with the first ones of b, or those that are named.
        /// </summary>
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            if (dims < 0 || dims > ndim || dims > b.ndim)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(dims), dims, $"tensordot of tensors with {ndim} and {b.ndim} dimensions cannot sum over {dims} of them.");
            }

            return tensordot(b, Consecutive(ndim - dims, dims), Consecutive(0, dims));
        }

        /// <summary>
        /// The sums of products over pairs of dimensions: the last ones of this with the first ones of b, or those that are named.
        /// </summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.tensordot.Call(this, b, dims1, dims2);

        /// <summary>The Kronecker product.</summary>
        public Tensor kron(Tensor other) => Aten.kron.Call(this, other);

        /// <summary>The sum of a matrix's diagonal.</summary>
        public Tensor trace() => Aten.trace.Call(this);

        /// <summary>The determinant of a matrix, or of each in a batch.</summary>
        public Tensor det() => Aten.linalg_det.Call(this);

        /// <summary>The logarithm of the determinant; NaN where it is negative.</summary>
        public Tensor logdet() => Aten.logdet.Call(this);

        /// <summary>The inverse of a matrix, or of each in a batch.</summary>
        public Tensor inverse() => Aten.linalg_inv.Call(this);

        /// <summary>The Moore-Penrose inverse; singular values below <paramref name="rcond"/> times the largest count as 0.</summary>
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Aten.linalg_pinv.Call(this, rcond, hermitian);

        /// <summary>The matrix exponential.</summary>
        public Tensor matrix_exp() => Aten.matrix_exp.Call(this);

        /// <summary>A square matrix multiplied with itself; negative powers are those of the inverse.</summary>
        public Tensor matrix_power(int n) => Aten.matrix_power.Call(this, n);

        /// <summary>The triangular factor L of a positive definite matrix, <c>L Lᵀ</c>; with upper its transpose.</summary>
        public Tensor cholesky(bool upper = false) => Aten.linalg_cholesky.Call(this, upper);

        /// <summary>The inverse of the matrix whose Cholesky factor this is.</summary>
        public Tensor cholesky_inverse(bool upper = false) => Aten.cholesky_inverse.Call(this, upper);

        /// <summary>The solution X of <c>A X = this</c>, where <paramref name="input2"/> is the Cholesky factor of A.</summary>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.cholesky_solve.Call(this, input2, upper);

        /// <summary>A QR decomposition in LAPACK's packed form.</summary>
        public (Tensor a, Tensor tau) geqrf() => Aten.geqrf.Call2(this);

        /// <summary>The product of a matrix with the Q of a packed QR decomposition.</summary>
        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) =>
            Aten.ormqr.Call(this, tau, other, left, transpose);

        /// <summary>The p-norm of all elements, or along a dimension.</summary>
        public Tensor norm(float p = 2) => Aten.norm_Scalar.Call(this, (double)p);

        /// <summary>The p-norm of all elements, or along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Aten.norm_ScalarOpt_dim.Call(this, (double)p, new long[] { dim }, keepdim);

        /// <summary>The p-norm of the difference of two tensors.</summary>
        public Tensor dist(Tensor other, float p = 2) => Aten.dist.Call(this, other, (double)p);

        /// <summary>Each slice along a dimension scaled down where its p-norm is above the given one.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Aten.renorm.Call(this, (double)p, dim, (double)maxnorm);

        /// <summary>
        /// The Vandermonde matrix of a vector: its powers as columns, the highest first unless increasing; as many columns as elements
        /// where N is -1.
        /// </summary>
        public Tensor vander(long N = -1, bool increasing = false) => Aten.vander.Call(this, N < 0 ? (long?)null : N, increasing);

        /// <summary>The complex conjugate, computed where it is first needed; for real elements the tensor itself.</summary>
        public Tensor conj() => Aten.conj.Call(this);

        /// <summary>The complex conjugate, computed now.</summary>
        public Tensor conj_physical() => Aten.conj_physical.Call(this);

        /// <summary>In place: <see cref="conj_physical()"/>.</summary>
        public Tensor conj_physical_() => Aten.conj_physical_.CallInPlace(this);

        /// <summary>The angle of each element in the complex plane: 0 or π for real numbers.</summary>
        public Tensor angle() => Aten.angle.Call(this);

        /// <summary>A factor as libtorch wants it: a whole number where it is one, because factors of integer tensors must be.</summary>
        private static Argument Whole(float factor) =>
            float.IsInteger(factor) && Math.Abs(factor) < long.MaxValue ? (Argument)(long)factor : (double)factor;

        private static long[] Consecutive(long first, long count)
        {
            var positions = new long[count];
            for (var i = 0; i < positions.Length; i++) positions[i] = first + i;
            return positions;
        }
    }
}
