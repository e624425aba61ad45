namespace OptGen.SystemTorch.Interop;

/// <summary>The operators of libtorch that the managed side calls, one field each: name and overload as in ATen's schema.</summary>
internal static partial class Aten
{
    public static readonly Operator zeros = new("zeros");
    public static readonly Operator ones = new("ones");
    public static readonly Operator empty_memory_format = new("empty", "memory_format");
    public static readonly Operator empty_strided = new("empty_strided");
    public static readonly Operator full = new("full");
    public static readonly Operator rand_generator = new("rand", "generator");
    public static readonly Operator randn_generator = new("randn", "generator");
    public static readonly Operator randint_low_generator = new("randint", "low_generator");
    public static readonly Operator randperm_generator = new("randperm", "generator");
    public static readonly Operator rand_out = new("rand", "out");
    public static readonly Operator randn_out = new("randn", "out");
    public static readonly Operator randint_out = new("randint", "out");
    public static readonly Operator randperm_out = new("randperm", "out");
    public static readonly Operator randperm_generator_out = new("randperm", "generator_out");
    public static readonly Operator arange_start_out = new("arange", "start_out");
    public static readonly Operator arange_start_step = new("arange", "start_step");
    public static readonly Operator linspace = new("linspace");
    public static readonly Operator logspace = new("logspace");
    public static readonly Operator eye_m = new("eye", "m");
    public static readonly Operator tril_indices = new("tril_indices");
    public static readonly Operator triu_indices = new("triu_indices");

    public static readonly Operator new_empty = new("new_empty");
    public static readonly Operator new_zeros = new("new_zeros");
    public static readonly Operator new_ones = new("new_ones");
    public static readonly Operator new_full = new("new_full");

    public static readonly Operator zeros_like = new("zeros_like");
    public static readonly Operator ones_like = new("ones_like");
    public static readonly Operator empty_like = new("empty_like");
    public static readonly Operator full_like = new("full_like");
    public static readonly Operator rand_like = new("rand_like");
    public static readonly Operator randn_like = new("randn_like");
    public static readonly Operator randint_like_low_dtype = new("randint_like", "low_dtype");

    public static readonly Operator zeros_out = new("zeros", "out");
    public static readonly Operator ones_out = new("ones", "out");
    public static readonly Operator empty_out = new("empty", "out");
    public static readonly Operator full_out = new("full", "out");
    public static readonly Operator eye_m_out = new("eye", "m_out");
    public static readonly Operator sparse_coo_tensor_indices_size = new("sparse_coo_tensor", "indices_size");
    public static readonly Operator from_file = new("from_file");
}
