namespace OptGen.SystemTorch.Interop;

/// <summary>Logical and bitwise operators.</summary>
internal static partial class Aten
{
    public static readonly Operator bitwise_and_Tensor = new("bitwise_and", "Tensor");

    public static readonly Operator bitwise_and__Tensor = new("bitwise_and_", "Tensor");

    public static readonly Operator bitwise_left_shift_Tensor = new("bitwise_left_shift", "Tensor");

    public static readonly Operator bitwise_left_shift__Tensor = new("bitwise_left_shift_", "Tensor");

    public static readonly Operator bitwise_not = new("bitwise_not");

    public static readonly Operator bitwise_not_ = new("bitwise_not_");

    public static readonly Operator bitwise_or_Tensor = new("bitwise_or", "Tensor");

    public static readonly Operator bitwise_or__Tensor = new("bitwise_or_", "Tensor");

    public static readonly Operator bitwise_right_shift_Tensor = new("bitwise_right_shift", "Tensor");

    public static readonly Operator bitwise_right_shift__Tensor = new("bitwise_right_shift_", "Tensor");

    public static readonly Operator bitwise_xor_Tensor = new("bitwise_xor", "Tensor");

    public static readonly Operator bitwise_xor__Tensor = new("bitwise_xor_", "Tensor");

    public static readonly Operator logical_and = new("logical_and");

    public static readonly Operator logical_and_ = new("logical_and_");

    public static readonly Operator logical_not = new("logical_not");

    public static readonly Operator logical_not_ = new("logical_not_");

    public static readonly Operator logical_or = new("logical_or");

    public static readonly Operator logical_or_ = new("logical_or_");

    public static readonly Operator logical_xor = new("logical_xor");

    public static readonly Operator logical_xor_ = new("logical_xor_");
}
