namespace OptGen.SystemTorch.Interop;

/// <summary>Order, ranks and distinct elements.</summary>
internal static partial class Aten
{
    public static readonly Operator _unique2 = new("_unique2");

    public static readonly Operator argsort = new("argsort");

    public static readonly Operator bucketize_Tensor = new("bucketize", "Tensor");

    public static readonly Operator cartesian_prod = new("cartesian_prod");

    public static readonly Operator combinations = new("combinations");

    public static readonly Operator kthvalue = new("kthvalue");

    public static readonly Operator mode = new("mode");

    public static readonly Operator msort = new("msort");

    public static readonly Operator searchsorted_Scalar = new("searchsorted", "Scalar");

    public static readonly Operator searchsorted_Tensor = new("searchsorted", "Tensor");

    public static readonly Operator sort_stable = new("sort", "stable");

    public static readonly Operator topk = new("topk");

    public static readonly Operator unique_consecutive = new("unique_consecutive");

    public static readonly Operator unique_dim = new("unique_dim");
}
