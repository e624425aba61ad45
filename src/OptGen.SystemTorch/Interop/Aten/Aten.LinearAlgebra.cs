namespace OptGen.SystemTorch.Interop;

/// <summary>Products of matrices and vectors, and what torch.linalg computes.</summary>
internal static partial class Aten
{
    public static readonly Operator addbmm = new("addbmm");

    public static readonly Operator addbmm_ = new("addbmm_");

    public static readonly Operator addmm = new("addmm");

    public static readonly Operator addmm_ = new("addmm_");

    public static readonly Operator addmv = new("addmv");

    public static readonly Operator addmv_ = new("addmv_");

    public static readonly Operator addr = new("addr");

    public static readonly Operator addr_ = new("addr_");

    public static readonly Operator angle = new("angle");

    public static readonly Operator baddbmm = new("baddbmm");

    public static readonly Operator bmm = new("bmm");

    public static readonly Operator cholesky_inverse = new("cholesky_inverse");

    public static readonly Operator cholesky_solve = new("cholesky_solve");

    public static readonly Operator complex = new("complex");

    public static readonly Operator conj = new("conj");

    public static readonly Operator conj_physical = new("conj_physical");

    public static readonly Operator conj_physical_ = new("conj_physical_");

    public static readonly Operator dist = new("dist");

    public static readonly Operator dot = new("dot");

    public static readonly Operator einsum = new("einsum");

    public static readonly Operator geqrf = new("geqrf");

    public static readonly Operator inner = new("inner");

    public static readonly Operator kron = new("kron");

    public static readonly Operator linalg_cholesky = new("linalg_cholesky");

    public static readonly Operator linalg_det = new("linalg_det");

    public static readonly Operator linalg_householder_product = new("linalg_householder_product");

    public static readonly Operator linalg_inv = new("linalg_inv");

    public static readonly Operator linalg_lu_factor_ex = new("linalg_lu_factor_ex");

    public static readonly Operator linalg_lu_solve = new("linalg_lu_solve");

    public static readonly Operator linalg_multi_dot = new("linalg_multi_dot");

    public static readonly Operator linalg_pinv = new("linalg_pinv");

    public static readonly Operator linalg_slogdet = new("linalg_slogdet");

    public static readonly Operator logdet = new("logdet");

    public static readonly Operator lu_unpack = new("lu_unpack");

    public static readonly Operator matmul = new("matmul");

    public static readonly Operator matrix_exp = new("matrix_exp");

    public static readonly Operator matrix_power = new("matrix_power");

    public static readonly Operator mm = new("mm");

    public static readonly Operator mv = new("mv");

    public static readonly Operator norm_Scalar = new("norm", "Scalar");

    public static readonly Operator norm_ScalarOpt_dim = new("norm", "ScalarOpt_dim");

    public static readonly Operator ormqr = new("ormqr");

    public static readonly Operator outer = new("outer");

    public static readonly Operator polar = new("polar");

    public static readonly Operator renorm = new("renorm");

    public static readonly Operator tensordot = new("tensordot");

    public static readonly Operator trace = new("trace");

    public static readonly Operator vander = new("vander");

    public static readonly Operator vdot = new("vdot");
}
