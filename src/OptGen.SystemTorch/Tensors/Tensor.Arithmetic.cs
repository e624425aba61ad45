using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element plus a number.</summary>
        public Tensor add(Scalar scalar) => Aten.add_Scalar.Call(this, scalar);

        /// <summary>The sum <c>this + alpha · scalar</c>.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Aten.add_Scalar.Call(this, scalar, alpha);

        /// <summary>The sum of two tensors, broadcast against each other.</summary>
        public Tensor add(Tensor target) => Aten.add_Tensor.Call(this, target);

        /// <summary>The sum <c>this + alpha · target</c>.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Aten.add_Tensor.Call(this, target, alpha);

        /// <summary>In place: <see cref="add(Scalar)"/>.</summary>
        public Tensor add_(Scalar scalar) => Aten.add__Scalar.CallInPlace(this, scalar);

        /// <summary>In place: <see cref="add(Scalar, Scalar)"/>.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.add__Scalar.CallInPlace(this, scalar, alpha);

        /// <summary>In place: <see cref="add(Tensor)"/>.</summary>
        public Tensor add_(Tensor target) => Aten.add__Tensor.CallInPlace(this, target);

        /// <summary>In place: <see cref="add(Tensor, Scalar)"/>.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Aten.add__Tensor.CallInPlace(this, target, alpha);

        /// <summary>The difference <c>this - target</c>, broadcast.</summary>
        public Tensor sub(Scalar target) => Aten.sub_Scalar.Call(this, target);

        /// <summary>The difference <c>this - target</c>, broadcast.</summary>
        public Tensor sub(Tensor target) => Aten.sub_Tensor.Call(this, target);

        /// <summary>In place: <see cref="sub(Scalar)"/>.</summary>
        public Tensor sub_(Scalar target) => Aten.sub__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="sub(Tensor)"/>.</summary>
        public Tensor sub_(Tensor target) => Aten.sub__Tensor.CallInPlace(this, target);

        /// <summary>The difference <c>this - target</c>, broadcast.</summary>
        public Tensor subtract(Scalar target) => Aten.sub_Scalar.Call(this, target);

        /// <summary>The difference <c>this - target</c>, broadcast.</summary>
        public Tensor subtract(Tensor target) => Aten.sub_Tensor.Call(this, target);

        /// <summary>In place: <see cref="subtract(Scalar)"/>.</summary>
        public Tensor subtract_(Scalar target) => Aten.sub__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="subtract(Tensor)"/>.</summary>
        public Tensor subtract_(Tensor target) => Aten.sub__Tensor.CallInPlace(this, target);

        /// <summary>The product of the elements, broadcast.</summary>
        public Tensor mul(Scalar target) => Aten.mul_Scalar.Call(this, target);

        /// <summary>The product of the elements, broadcast.</summary>
        public Tensor mul(Tensor target) => Aten.mul_Tensor.Call(this, target);

        /// <summary>In place: <see cref="mul(Scalar)"/>.</summary>
        public Tensor mul_(Scalar target) => Aten.mul__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="mul(Tensor)"/>.</summary>
        public Tensor mul_(Tensor target) => Aten.mul__Tensor.CallInPlace(this, target);

        /// <summary>The product of the elements, broadcast.</summary>
        public Tensor multiply(Scalar target) => Aten.mul_Scalar.Call(this, target);

        /// <summary>The product of the elements, broadcast.</summary>
        public Tensor multiply(Tensor target) => Aten.mul_Tensor.Call(this, target);

        /// <summary>
        /// The quotient <c>this / target</c>. Without rounding, integers are divided as floating-point numbers; with it, the type of
        /// the operands stays.
        /// </summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        /// <summary>
        /// The quotient <c>this / target</c>. Without rounding, integers are divided as floating-point numbers; with it, the type of
        /// the operands stays.
        /// </summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        /// <summary>In place: <see cref="div(Scalar, RoundingMode)"/>.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Scalar_mode.CallInPlace(this, target, Name(rounding_mode));

        /// <summary>In place: <see cref="div(Tensor, RoundingMode)"/>.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Tensor_mode.CallInPlace(this, target, Name(rounding_mode));

        /// <summary>
        /// The quotient <c>this / target</c>. Without rounding, integers are divided as floating-point numbers; with it, the type of
        /// the operands stays.
        /// </summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        /// <summary>
        /// The quotient <c>this / target</c>. Without rounding, integers are divided as floating-point numbers; with it, the type of
        /// the operands stays.
        /// </summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        /// <summary>In place: <see cref="divide(Scalar, RoundingMode)"/>.</summary>
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Scalar_mode.CallInPlace(this, target, Name(rounding_mode));

        /// <summary>In place: <see cref="divide(Tensor, RoundingMode)"/>.</summary>
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Tensor_mode.CallInPlace(this, target, Name(rounding_mode));

        /// <summary>The quotient as a floating-point number, whatever the operands.</summary>
        public Tensor true_divide(Scalar other) => Aten.div_Scalar.Call(this, other);

        /// <summary>The quotient as a floating-point number, whatever the operands.</summary>
        public Tensor true_divide(Tensor other) => Aten.div_Tensor.Call(this, other);

        /// <summary>In place: <see cref="true_divide(Scalar)"/>.</summary>
        public Tensor true_divide_(Scalar other) => Aten.div__Scalar.CallInPlace(this, other);

        /// <summary>In place: <see cref="true_divide(Tensor)"/>.</summary>
        public Tensor true_divide_(Tensor other) => Aten.div__Tensor.CallInPlace(this, other);

        /// <summary>The quotient rounded towards negative infinity.</summary>
        public Tensor floor_divide(Scalar other) => Aten.floor_divide_Scalar.Call(this, other);

        /// <summary>The quotient rounded towards negative infinity.</summary>
        public Tensor floor_divide(Tensor other) => Aten.floor_divide.Call(this, other);

        /// <summary>In place: <see cref="floor_divide(Scalar)"/>.</summary>
        public Tensor floor_divide_(Scalar other) => Aten.floor_divide__Scalar.CallInPlace(this, other);

        /// <summary>In place: <see cref="floor_divide(Tensor)"/>.</summary>
        public Tensor floor_divide_(Tensor other) => Aten.floor_divide__Tensor.CallInPlace(this, other);

        /// <summary>The remainder of a division rounded down: it has the sign of the divisor, like Python's <c>%</c>.</summary>
        public Tensor remainder(Scalar scalar) => Aten.remainder_Scalar.Call(this, scalar);

        /// <summary>The remainder of a division rounded down: it has the sign of the divisor, like Python's <c>%</c>.</summary>
        public Tensor remainder(Tensor target) => Aten.remainder_Tensor.Call(this, target);

        /// <summary>In place: <see cref="remainder(Scalar)"/>.</summary>
        public Tensor remainder_(Scalar scalar) => Aten.remainder__Scalar.CallInPlace(this, scalar);

        /// <summary>In place: <see cref="remainder(Tensor)"/>.</summary>
        public Tensor remainder_(Tensor target) => Aten.remainder__Tensor.CallInPlace(this, target);

        /// <summary>The remainder of a division rounded towards zero: it has the sign of the dividend, like C#'s <c>%</c>.</summary>
        public Tensor fmod(Scalar scalar) => Aten.fmod_Scalar.Call(this, scalar);

        /// <summary>The remainder of a division rounded towards zero: it has the sign of the dividend, like C#'s <c>%</c>.</summary>
        public Tensor fmod(Tensor target) => Aten.fmod_Tensor.Call(this, target);

        /// <summary>In place: <see cref="fmod(Scalar)"/>.</summary>
        public Tensor fmod_(Scalar scalar) => Aten.fmod__Scalar.CallInPlace(this, scalar);

        /// <summary>In place: <see cref="fmod(Tensor)"/>.</summary>
        public Tensor fmod_(Tensor target) => Aten.fmod__Tensor.CallInPlace(this, target);

        /// <summary>Each element raised to a power.</summary>
        public Tensor pow(Scalar exponent) => Aten.pow_Tensor_Scalar.Call(this, exponent);

        /// <summary>Each element raised to a power.</summary>
        public Tensor pow(Tensor exponent) => Aten.pow_Tensor_Tensor.Call(this, exponent);

        /// <summary>In place: <see cref="pow(Scalar)"/>.</summary>
        public Tensor pow_(Scalar exponent) => Aten.pow__Scalar.CallInPlace(this, exponent);

        /// <summary>In place: <see cref="pow(Tensor)"/>.</summary>
        public Tensor pow_(Tensor exponent) => Aten.pow__Tensor.CallInPlace(this, exponent);

        /// <summary>Each element raised to a power in double precision.</summary>
        public Tensor float_power(Tensor target) => Aten.float_power_Tensor_Tensor.Call(this, target);

        /// <summary>In place: <see cref="float_power(Tensor)"/>.</summary>
        public Tensor float_power_(Tensor target) => Aten.float_power__Tensor.CallInPlace(this, target);

        /// <summary>The sum <c>this + value · tensor1 · tensor2</c>.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul.Call(this, tensor1, tensor2, value);

        /// <summary>In place: <see cref="addcmul(Tensor, Tensor, Scalar)"/>.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul_.CallInPlace(this, tensor1, tensor2, value);

        /// <summary>The sum <c>this + value · tensor1 / tensor2</c>; value is 1 where it is not given.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.addcdiv.Call(this, tensor1, tensor2);

        /// <summary>The sum <c>this + value · tensor1 / tensor2</c>; value is 1 where it is not given.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv.Call(this, tensor1, tensor2, value);

        /// <summary>In place: <see cref="addcdiv(Tensor, Tensor)"/>.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.addcdiv_.CallInPlace(this, tensor1, tensor2);

        /// <summary>In place: <see cref="addcdiv(Tensor, Tensor, Scalar)"/>.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv_.CallInPlace(this, tensor1, tensor2, value);

        /// <summary>The point <c>this + weight · (end - this)</c> on the line between two tensors.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Aten.lerp_Tensor.Call(this, end, weight);

        /// <summary>In place: <see cref="lerp(Tensor, Tensor)"/>.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Aten.lerp__Tensor.CallInPlace(this, end, weight);

        /// <summary>Each element with the other sign.</summary>
        public Tensor neg() => Aten.neg.Call(this);

        /// <summary>In place: <see cref="neg()"/>.</summary>
        public Tensor neg_() => Aten.neg_.CallInPlace(this);

        /// <summary>Each element with the other sign.</summary>
        public Tensor negative() => Aten.neg.Call(this);

        /// <summary>The tensor itself, as unary plus gives it; an error for truth values.</summary>
        public Tensor positive() => Aten.positive.Call(this);

        /// <summary>The absolute value of each element; its modulus where the elements are complex.</summary>
        public Tensor abs() => Aten.abs.Call(this);

        /// <summary>In place: <see cref="abs()"/>.</summary>
        public Tensor abs_() => Aten.abs_.CallInPlace(this);

        /// <summary>The absolute value of each element.</summary>
        public Tensor absolute() => Aten.abs.Call(this);

        /// <summary>In place: <see cref="absolute()"/>.</summary>
        public Tensor absolute_() => Aten.abs_.CallInPlace(this);

        /// <summary>1, 0 or -1 by the sign of each element.</summary>
        public Tensor sign() => Aten.sign.Call(this);

        /// <summary>In place: <see cref="sign()"/>.</summary>
        public Tensor sign_() => Aten.sign_.CallInPlace(this);

        /// <summary>The sign of each element; for complex numbers, the number divided by its modulus.</summary>
        public Tensor sgn() => Aten.sgn.Call(this);

        /// <summary>In place: <see cref="sgn()"/>.</summary>
        public Tensor sgn_() => Aten.sgn_.CallInPlace(this);

        /// <summary>Whether each element's sign bit is set: true for negative numbers and for -0.</summary>
        public Tensor signbit() => Aten.signbit.Call(this);

        /// <summary>The magnitude of each element with the sign of the other.</summary>
        public Tensor copysign(Tensor other) => Aten.copysign_Tensor.Call(this, other);

        /// <summary>In place: <see cref="copysign(Tensor)"/>.</summary>
        public Tensor copysign_(Tensor other) => Aten.copysign__Tensor.CallInPlace(this, other);

        /// <summary>One divided by each element; integers become floating-point numbers.</summary>
        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        /// <summary>In place: <see cref="reciprocal()"/>.</summary>
        public Tensor reciprocal_() => Aten.reciprocal_.CallInPlace(this);

        /// <summary>The square of each element.</summary>
        public Tensor square() => Aten.square.Call(this);

        /// <summary>The square root of each element; NaN for negative numbers.</summary>
        public Tensor sqrt() => Aten.sqrt.Call(this);

        /// <summary>In place: <see cref="sqrt()"/>.</summary>
        public Tensor sqrt_() => Aten.sqrt_.CallInPlace(this);

        /// <summary>One divided by the square root of each element.</summary>
        public Tensor rsqrt() => Aten.rsqrt.Call(this);

        /// <summary>In place: <see cref="rsqrt()"/>.</summary>
        public Tensor rsqrt_() => Aten.rsqrt_.CallInPlace(this);

        /// <summary>The length of the hypotenuse, <c>sqrt(this² + other²)</c>, without overflow on the way.</summary>
        public Tensor hypot(Tensor other) => Aten.hypot.Call(this, other);

        /// <summary>Each element times two to the power of the other.</summary>
        public Tensor ldexp(Tensor other) => Aten.ldexp_Tensor.Call(this, other);

        /// <summary>In place: <see cref="ldexp(Tensor)"/>.</summary>
        public Tensor ldexp_(Tensor other) => Aten.ldexp_.CallInPlace(this, other);

        /// <summary>Each element split into a mantissa in [0.5, 1) and an exponent of two.</summary>
        public (Tensor Mantissa, Tensor Exponent) frexp() => Aten.frexp_Tensor.Call2(this);

        /// <summary>The greatest common divisor of integers, element by element.</summary>
        public Tensor gcd(Tensor other) => Aten.gcd.Call(this, other);

        /// <summary>In place: <see cref="gcd(Tensor)"/>.</summary>
        public Tensor gcd_(Tensor other) => Aten.gcd_.CallInPlace(this, other);

        /// <summary>The least common multiple of integers, element by element.</summary>
        public Tensor lcm(Tensor other) => Aten.lcm.Call(this, other);

        /// <summary>In place: <see cref="lcm(Tensor)"/>.</summary>
        public Tensor lcm_(Tensor other) => Aten.lcm_.CallInPlace(this, other);

        /// <summary>The next representable number after each element towards the other.</summary>
        public Tensor nextafter(Tensor other) => Aten.nextafter.Call(this, other);

        /// <summary>In place: <see cref="nextafter(Tensor)"/>.</summary>
        public Tensor nextafter_(Tensor other) => Aten.nextafter_.CallInPlace(this, other);

        /// <summary>The name libtorch knows a rounding mode by; null for none.</summary>
        private static string? Name(RoundingMode mode) => mode switch
        {
            RoundingMode.None => null,
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{mode} is no rounding mode; there are None, trunc and floor.")
        };
    }
}
