namespace OptGen.SystemTorch.Interop;

internal static partial class Aten
{
    public static readonly Operator reshape = new("reshape");
    public static readonly Operator view = new("view");
    public static readonly Operator flatten_using_ints = new("flatten", "using_ints");
    public static readonly Operator squeeze = new("squeeze");
    public static readonly Operator squeeze_dim = new("squeeze", "dim");
    public static readonly Operator squeeze_ = new("squeeze_");
    public static readonly Operator squeeze__dim = new("squeeze_", "dim");
    public static readonly Operator unsqueeze = new("unsqueeze");
    public static readonly Operator unsqueeze_ = new("unsqueeze_");
    public static readonly Operator transpose_int = new("transpose", "int");
    public static readonly Operator transpose_ = new("transpose_");
    public static readonly Operator t = new("t");
    public static readonly Operator permute = new("permute");
    public static readonly Operator expand = new("expand");
    public static readonly Operator expand_as = new("expand_as");
    public static readonly Operator cat = new("cat");
    public static readonly Operator stack = new("stack");
    public static readonly Operator broadcast_to = new("broadcast_to");
    public static readonly Operator broadcast_tensors = new("broadcast_tensors");
    public static readonly Operator as_strided = new("as_strided");
    public static readonly Operator unfold = new("unfold");
    public static readonly Operator view_as_real = new("view_as_real");
    public static readonly Operator view_as_complex = new("view_as_complex");
    public static readonly Operator ravel = new("ravel");
    public static readonly Operator mT = new("mT");
    public static readonly Operator mH = new("mH");
    public static readonly Operator matrix_H = new("matrix_H");
    public static readonly Operator adjoint = new("adjoint");
    public static readonly Operator movedim_intlist = new("movedim", "intlist");
    public static readonly Operator atleast_1d = new("atleast_1d");
    public static readonly Operator atleast_2d = new("atleast_2d");
    public static readonly Operator atleast_3d = new("atleast_3d");
}
