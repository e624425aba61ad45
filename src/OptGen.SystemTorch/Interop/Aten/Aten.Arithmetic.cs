namespace OptGen.SystemTorch.Interop;

/// <summary>Sums, products, quotients, powers.</summary>
internal static partial class Aten
{
    public static readonly Operator abs = new("abs");

    public static readonly Operator abs_ = new("abs_");

    public static readonly Operator add_Scalar = new("add", "Scalar");

    public static readonly Operator add_Tensor = new("add", "Tensor");

    public static readonly Operator add__Scalar = new("add_", "Scalar");

    public static readonly Operator add__Tensor = new("add_", "Tensor");

    public static readonly Operator addcdiv = new("addcdiv");

    public static readonly Operator addcdiv_ = new("addcdiv_");

    public static readonly Operator addcmul = new("addcmul");

    public static readonly Operator addcmul_ = new("addcmul_");

    public static readonly Operator copysign_Tensor = new("copysign", "Tensor");

    public static readonly Operator copysign__Tensor = new("copysign_", "Tensor");

    public static readonly Operator div_Scalar = new("div", "Scalar");

    public static readonly Operator div_Scalar_mode = new("div", "Scalar_mode");

    public static readonly Operator div_Tensor = new("div", "Tensor");

    public static readonly Operator div_Tensor_mode = new("div", "Tensor_mode");

    public static readonly Operator div__Scalar = new("div_", "Scalar");

    public static readonly Operator div__Scalar_mode = new("div_", "Scalar_mode");

    public static readonly Operator div__Tensor = new("div_", "Tensor");

    public static readonly Operator div__Tensor_mode = new("div_", "Tensor_mode");

    public static readonly Operator float_power_Tensor_Tensor = new("float_power", "Tensor_Tensor");

    public static readonly Operator float_power__Tensor = new("float_power_", "Tensor");

    public static readonly Operator floor_divide = new("floor_divide");

    public static readonly Operator floor_divide_Scalar = new("floor_divide", "Scalar");

    public static readonly Operator floor_divide__Scalar = new("floor_divide_", "Scalar");

    public static readonly Operator floor_divide__Tensor = new("floor_divide_", "Tensor");

    public static readonly Operator fmod_Scalar = new("fmod", "Scalar");

    public static readonly Operator fmod_Tensor = new("fmod", "Tensor");

    public static readonly Operator fmod__Scalar = new("fmod_", "Scalar");

    public static readonly Operator fmod__Tensor = new("fmod_", "Tensor");

    public static readonly Operator frexp_Tensor = new("frexp", "Tensor");

    public static readonly Operator gcd = new("gcd");

    public static readonly Operator gcd_ = new("gcd_");

    public static readonly Operator hypot = new("hypot");

    public static readonly Operator lcm = new("lcm");

    public static readonly Operator lcm_ = new("lcm_");

    public static readonly Operator ldexp_Tensor = new("ldexp", "Tensor");

    public static readonly Operator ldexp_ = new("ldexp_");

    public static readonly Operator lerp_Tensor = new("lerp", "Tensor");

    public static readonly Operator lerp__Tensor = new("lerp_", "Tensor");

    public static readonly Operator mul_Scalar = new("mul", "Scalar");

    public static readonly Operator mul_Tensor = new("mul", "Tensor");

    public static readonly Operator mul__Scalar = new("mul_", "Scalar");

    public static readonly Operator mul__Tensor = new("mul_", "Tensor");

    public static readonly Operator neg = new("neg");

    public static readonly Operator neg_ = new("neg_");

    public static readonly Operator nextafter = new("nextafter");

    public static readonly Operator nextafter_ = new("nextafter_");

    public static readonly Operator positive = new("positive");

    public static readonly Operator pow_Tensor_Scalar = new("pow", "Tensor_Scalar");

    public static readonly Operator pow_Tensor_Tensor = new("pow", "Tensor_Tensor");

    public static readonly Operator pow__Scalar = new("pow_", "Scalar");

    public static readonly Operator pow__Tensor = new("pow_", "Tensor");

    public static readonly Operator reciprocal = new("reciprocal");

    public static readonly Operator reciprocal_ = new("reciprocal_");

    public static readonly Operator remainder_Scalar = new("remainder", "Scalar");

    public static readonly Operator remainder_Tensor = new("remainder", "Tensor");

    public static readonly Operator remainder__Scalar = new("remainder_", "Scalar");

    public static readonly Operator remainder__Tensor = new("remainder_", "Tensor");

    public static readonly Operator rsqrt = new("rsqrt");

    public static readonly Operator rsqrt_ = new("rsqrt_");

    public static readonly Operator sgn = new("sgn");

    public static readonly Operator sgn_ = new("sgn_");

    public static readonly Operator sign = new("sign");

    public static readonly Operator sign_ = new("sign_");

    public static readonly Operator signbit = new("signbit");

    public static readonly Operator sqrt = new("sqrt");

    public static readonly Operator sqrt_ = new("sqrt_");

    public static readonly Operator square = new("square");

    public static readonly Operator sub_Scalar = new("sub", "Scalar");

    public static readonly Operator sub_Tensor = new("sub", "Tensor");

    public static readonly Operator sub__Scalar = new("sub_", "Scalar");

    public static readonly Operator sub__Tensor = new("sub_", "Tensor");
}
