using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => Aten.add_Tensor.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => Aten.add_Scalar.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, double right) => Aten.add_Scalar.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, float right) => Aten.add_Scalar.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, long right) => Aten.add_Scalar.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, int right) => Aten.add_Scalar.Call(left, right);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => Aten.add_Scalar.Call(right, left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(double left, Tensor right) => Aten.add_Scalar.Call(right, left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(float left, Tensor right) => Aten.add_Scalar.Call(right, left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(long left, Tensor right) => Aten.add_Scalar.Call(right, left);

        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(int left, Tensor right) => Aten.add_Scalar.Call(right, left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => Aten.sub_Tensor.Call(left, right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => Aten.sub_Scalar.Call(left, right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, double right) => Aten.sub_Scalar.Call(left, right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, float right) => Aten.sub_Scalar.Call(left, right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, long right) => Aten.sub_Scalar.Call(left, right);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, int right) => Aten.sub_Scalar.Call(left, right);

        /// <summary>A number less each element.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Aten.rsub_Scalar.Call(right, left);

        /// <summary>A number less each element.</summary>
        public static Tensor operator -(double left, Tensor right) => Aten.rsub_Scalar.Call(right, left);

        /// <summary>A number less each element.</summary>
        public static Tensor operator -(float left, Tensor right) => Aten.rsub_Scalar.Call(right, left);

        /// <summary>A number less each element.</summary>
        public static Tensor operator -(long left, Tensor right) => Aten.rsub_Scalar.Call(right, left);

        /// <summary>A number less each element.</summary>
        public static Tensor operator -(int left, Tensor right) => Aten.rsub_Scalar.Call(right, left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => Aten.mul_Tensor.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => Aten.mul_Scalar.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, double right) => Aten.mul_Scalar.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, float right) => Aten.mul_Scalar.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, long right) => Aten.mul_Scalar.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, int right) => Aten.mul_Scalar.Call(left, right);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => Aten.mul_Scalar.Call(right, left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(double left, Tensor right) => Aten.mul_Scalar.Call(right, left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(float left, Tensor right) => Aten.mul_Scalar.Call(right, left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(long left, Tensor right) => Aten.mul_Scalar.Call(right, left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(int left, Tensor right) => Aten.mul_Scalar.Call(right, left);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => Aten.div_Tensor.Call(left, right);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => Aten.div_Scalar.Call(left, right);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, double right) => Aten.div_Scalar.Call(left, right);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, float right) => Aten.div_Scalar.Call(left, right);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, long right) => Aten.div_Scalar.Call(left, right);

        /// <summary>The quotient; integers are divided as floating-point numbers.</summary>
        public static Tensor operator /(Tensor left, int right) => Aten.div_Scalar.Call(left, right);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => Aten.remainder_Tensor.Call(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => Aten.remainder_Scalar.Call(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, double right) => Aten.remainder_Scalar.Call(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, float right) => Aten.remainder_Scalar.Call(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, long right) => Aten.remainder_Scalar.Call(left, right);

        /// <summary>The remainder with the sign of the divisor, as in Python.</summary>
        public static Tensor operator %(Tensor left, int right) => Aten.remainder_Scalar.Call(left, right);

        /// <summary>The bits that are set in both; of truth values, whether both are true.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => Aten.bitwise_and_Tensor.Call(left, right);

        /// <summary>The bits that are set in either; of truth values, whether either is true.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => Aten.bitwise_or_Tensor.Call(left, right);

        /// <summary>The bits that are set in exactly one; of truth values, whether they differ.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => Aten.bitwise_xor_Tensor.Call(left, right);

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => Aten.eq_Tensor.Call(left, right);

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => Aten.eq_Scalar.Call(left, right);

        /// <summary>Whether the two are equal, element by element.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => Aten.eq_Scalar.Call(right, left);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => Aten.ne_Tensor.Call(left, right);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => Aten.ne_Scalar.Call(left, right);

        /// <summary>Whether the two are different, element by element.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => Aten.ne_Scalar.Call(right, left);

        /// <summary>Whether the left is less, element by element.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => Aten.lt_Tensor.Call(left, right);

        /// <summary>Whether the left is less, element by element.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => Aten.lt_Scalar.Call(left, right);

        /// <summary>Whether the left is less, element by element.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => Aten.gt_Scalar.Call(right, left);

        /// <summary>Whether the left is less or equal, element by element.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => Aten.le_Tensor.Call(left, right);

        /// <summary>Whether the left is less or equal, element by element.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => Aten.le_Scalar.Call(left, right);

        /// <summary>Whether the left is less or equal, element by element.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => Aten.ge_Scalar.Call(right, left);

        /// <summary>Whether the left is greater, element by element.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => Aten.gt_Tensor.Call(left, right);

        /// <summary>Whether the left is greater, element by element.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => Aten.gt_Scalar.Call(left, right);

        /// <summary>Whether the left is greater, element by element.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => Aten.lt_Scalar.Call(right, left);

        /// <summary>Whether the left is greater or equal, element by element.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => Aten.ge_Tensor.Call(left, right);

        /// <summary>Whether the left is greater or equal, element by element.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => Aten.ge_Scalar.Call(left, right);

        /// <summary>Whether the left is greater or equal, element by element.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => Aten.le_Scalar.Call(right, left);

        /// <summary>Each element with the other sign.</summary>
        public static Tensor operator -(Tensor tensor) => Aten.neg.Call(tensor);

        /// <summary>Every bit inverted; of truth values, their negation.</summary>
        public static Tensor operator ~(Tensor left) => Aten.bitwise_not.Call(left);

        /// <summary>A number divided by a tensor as PyTorch does it: the reciprocal, times the number.</summary>
        private static Tensor Quotient(Argument left, Tensor right)
        {
            using var reciprocal = Aten.reciprocal.Call(right);
            return Aten.mul_Scalar.Call(reciprocal, left);
        }
    }
}
