namespace OptGen.SystemTorch.Interop;

internal static partial class Aten
{
    public static readonly Operator to_dtype = new("to", "dtype");
    public static readonly Operator to_device = new("to", "device");
    public static readonly Operator detach = new("detach");
    public static readonly Operator detach_ = new("detach_");
    public static readonly Operator clone = new("clone");
    public static readonly Operator contiguous = new("contiguous");
    public static readonly Operator alias = new("alias");
    public static readonly Operator pin_memory = new("pin_memory");
    public static readonly Operator resolve_conj = new("resolve_conj");
    public static readonly Operator resolve_neg = new("resolve_neg");
    public static readonly Operator to_dense = new("to_dense");
    public static readonly Operator to_sparse = new("to_sparse");
    public static readonly Operator to_sparse_sparse_dim = new("to_sparse", "sparse_dim");
}
