using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.matmul(Tensor)"/>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <inheritdoc cref="Tensor.mm(Tensor)"/>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <inheritdoc cref="Tensor.bmm(Tensor)"/>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <inheritdoc cref="Tensor.mv(Tensor)"/>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <inheritdoc cref="Tensor.dot(Tensor)"/>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    /// <inheritdoc cref="Tensor.vdot(Tensor)"/>
    public static Tensor vdot(Tensor input, Tensor target) => input.vdot(target);

    /// <inheritdoc cref="Tensor.inner(Tensor)"/>
    public static Tensor inner(Tensor input, Tensor vec2) => input.inner(vec2);

    /// <inheritdoc cref="Tensor.outer(Tensor)"/>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <inheritdoc cref="Tensor.ger(Tensor)"/>
    public static Tensor ger(Tensor input, Tensor vec2) => input.ger(vec2);

    /// <inheritdoc cref="Tensor.addmm(Tensor, Tensor, float, float)"/>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    /// <inheritdoc cref="Tensor.addmm_(Tensor, Tensor, float, float)"/>
    public static Tensor addmm_(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm_(mat1, mat2, beta, alpha);

    /// <inheritdoc cref="Tensor.addmv(Tensor, Tensor, float, float)"/>
    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmv(mat1, mat2, beta, alpha);

    /// <inheritdoc cref="Tensor.addmv_(Tensor, Tensor, float, float)"/>
    public static Tensor addmv_(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmv_(mat1, mat2, beta, alpha);

    /// <inheritdoc cref="Tensor.addr(Tensor, Tensor, float, float)"/>
    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
        input.addr(vec1, vec2, beta, alpha);

    /// <inheritdoc cref="Tensor.addr_(Tensor, Tensor, float, float)"/>
    public static Tensor addr_(Tensor input, Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
        input.addr_(vec1, vec2, beta, alpha);

    /// <inheritdoc cref="Tensor.addbmm(Tensor, Tensor, float, float)"/>
    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.addbmm(batch1, batch2, beta, alpha);

    /// <inheritdoc cref="Tensor.addbmm_(Tensor, Tensor, float, float)"/>
    public static Tensor addbmm_(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.addbmm_(batch1, batch2, beta, alpha);

    /// <inheritdoc cref="Tensor.baddbmm(Tensor, Tensor, float, float)"/>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.baddbmm(batch1, batch2, beta, alpha);

    /// <inheritdoc cref="Tensor.tensordot(Tensor, ValueTuple{long, long}[])"/>
    public static Tensor tensordot(Tensor a, Tensor b, (long, long)[] dims) => a.tensordot(b, dims);

    /// <inheritdoc cref="Tensor.tensordot(Tensor, ValueTuple{long, long}[])"/>
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);

    /// <inheritdoc cref="Tensor.tensordot(Tensor, ValueTuple{long, long}[])"/>
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => a.tensordot(b, dims1, dims2);

    /// <inheritdoc cref="Tensor.kron(Tensor)"/>
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);

    /// <inheritdoc cref="Tensor.trace()"/>
    public static Tensor trace(Tensor input) => input.trace();

    /// <inheritdoc cref="Tensor.det()"/>
    public static Tensor det(Tensor input) => input.det();

    /// <inheritdoc cref="Tensor.logdet()"/>
    public static Tensor logdet(Tensor input) => input.logdet();

    /// <inheritdoc cref="Tensor.inverse()"/>
    public static Tensor inverse(Tensor input) => input.inverse();

    /// <inheritdoc cref="Tensor.pinverse(double, bool)"/>
    public static Tensor pinverse(Tensor input, double rcond = 1e-15, bool hermitian = false) => input.pinverse(rcond, hermitian);

    /// <inheritdoc cref="Tensor.matrix_exp()"/>
    public static Tensor matrix_exp(Tensor input) => input.matrix_exp();

    /// <inheritdoc cref="Tensor.matrix_power(int)"/>
    public static Tensor matrix_power(Tensor input, int n) => input.matrix_power(n);

    /// <inheritdoc cref="Tensor.cholesky(bool)"/>
    public static Tensor cholesky(Tensor input) => input.cholesky();

    /// <inheritdoc cref="Tensor.cholesky(bool)"/>
    public static Tensor cholesky(Tensor input, bool upper) => input.cholesky(upper);

    /// <inheritdoc cref="Tensor.cholesky_inverse(bool)"/>
    public static Tensor cholesky_inverse(Tensor input, bool upper = false) => input.cholesky_inverse(upper);

    /// <inheritdoc cref="Tensor.cholesky_solve(Tensor, bool)"/>
    public static Tensor cholesky_solve(Tensor input, Tensor input2, bool upper = false) => input.cholesky_solve(input2, upper);

    /// <inheritdoc cref="Tensor.geqrf()"/>
    public static (Tensor a, Tensor tau) geqrf(Tensor input) => input.geqrf();

    /// <inheritdoc cref="Tensor.ormqr(Tensor, Tensor, bool, bool)"/>
    public static Tensor ormqr(Tensor input, Tensor tau, Tensor other, bool left = true, bool transpose = false) =>
        input.ormqr(tau, other, left, transpose);

    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input) => input.norm();

    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);

    /// <inheritdoc cref="Tensor.norm(int, bool, float)"/>
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    /// <inheritdoc cref="Tensor.dist(Tensor, float)"/>
    public static Tensor dist(Tensor input, Tensor other, float p = 2) => input.dist(other, p);

    /// <inheritdoc cref="Tensor.renorm(float, long, float)"/>
    public static Tensor renorm(Tensor input, float p, long dim, float maxnorm) => input.renorm(p, dim, maxnorm);

    /// <inheritdoc cref="Tensor.vander(long, bool)"/>
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => x.vander(N, increasing);

    /// <inheritdoc cref="Tensor.conj()"/>
    public static Tensor conj(Tensor input) => input.conj();

    /// <inheritdoc cref="Tensor.conj_physical()"/>
    public static Tensor conj_physical(Tensor input) => input.conj_physical();

    /// <inheritdoc cref="Tensor.conj_physical_()"/>
    public static Tensor conj_physical_(Tensor input) => input.conj_physical_();

    /// <inheritdoc cref="Tensor.angle()"/>
    public static Tensor angle(Tensor input) => input.angle();

    /// <summary>The sign and the logarithm of the absolute value of the determinant, which cannot overflow.</summary>
    public static (Tensor res, Tensor logabsdet) slogdet(Tensor A) => Aten.linalg_slogdet.Call2(A);

    /// <summary>
    /// The LU decomposition in packed form, and the order of rows; with get_infos also whether each one succeeded, instead of an
    /// exception.
    /// </summary>
    public static (Tensor A_LU, Tensor? pivots, Tensor? infos) lu(Tensor A, bool pivot = true, bool get_infos = false)
    {
        var (factors, pivots, info) = Aten.linalg_lu_factor_ex.Call3(A, pivot, !get_infos);
        if (get_infos) return (factors, pivots, info);
        info.Dispose();
        return (factors, pivots, null);
    }

    /// <summary>The permutation, the lower and the upper factor of a packed LU decomposition.</summary>
    public static (Tensor P, Tensor? L, Tensor? U) lu_unpack(
        Tensor LU_data, Tensor LU_pivots, bool unpack_data = true, bool unpack_pivots = true) =>
        Aten.lu_unpack.Call3(LU_data, LU_pivots, unpack_data, unpack_pivots);

    /// <summary>The solution X of <c>A X = b</c> from the packed LU decomposition of A.</summary>
    public static Tensor lu_solve(Tensor b, Tensor LU_data, Tensor LU_pivots) => Aten.linalg_lu_solve.Call(LU_data, LU_pivots, b);

    /// <summary>The Q of a packed QR decomposition.</summary>
    public static Tensor orgqr(Tensor input, Tensor tau) => Aten.linalg_householder_product.Call(input, tau);

    /// <summary>The product of two or more matrices, in the order of multiplications that is cheapest.</summary>
    public static Tensor chain_matmul(params Tensor[] matrices) => Aten.linalg_multi_dot.Call(matrices);

    /// <summary>Sums of products written as an equation of subscripts, such as <c>bij,bjk-&gt;bik</c>.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.einsum.Call(equation, tensors);

    /// <summary>Complex numbers from their real and imaginary parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) => Aten.complex.Call(real, imag);

    /// <summary>Complex numbers from their moduli and angles.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) => Aten.polar.Call(abs, angle);
}
