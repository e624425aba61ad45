using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether each element is equal to the other, as truth values.</summary>
        public Tensor eq(Scalar target) => Aten.eq_Scalar.Call(this, target);

        /// <summary>Whether each element is equal to the other, as truth values.</summary>
        public Tensor eq(Tensor target) => Aten.eq_Tensor.Call(this, target);

        /// <summary>In place: <see cref="eq(Scalar)"/>.</summary>
        public Tensor eq_(Scalar target) => Aten.eq__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="eq(Tensor)"/>.</summary>
        public Tensor eq_(Tensor target) => Aten.eq__Tensor.CallInPlace(this, target);

        /// <summary>Whether each element is different from the other, as truth values.</summary>
        public Tensor ne(Scalar target) => Aten.ne_Scalar.Call(this, target);

        /// <summary>Whether each element is different from the other, as truth values.</summary>
        public Tensor ne(Tensor target) => Aten.ne_Tensor.Call(this, target);

        /// <summary>In place: <see cref="ne(Scalar)"/>.</summary>
        public Tensor ne_(Scalar target) => Aten.ne__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="ne(Tensor)"/>.</summary>
        public Tensor ne_(Tensor target) => Aten.ne__Tensor.CallInPlace(this, target);

        /// <summary>Whether each element is less than the other, as truth values.</summary>
        public Tensor lt(Scalar target) => Aten.lt_Scalar.Call(this, target);

        /// <summary>Whether each element is less than the other, as truth values.</summary>
        public Tensor lt(Tensor target) => Aten.lt_Tensor.Call(this, target);

        /// <summary>In place: <see cref="lt(Scalar)"/>.</summary>
        public Tensor lt_(Scalar target) => Aten.lt__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="lt(Tensor)"/>.</summary>
        public Tensor lt_(Tensor target) => Aten.lt__Tensor.CallInPlace(this, target);

        /// <summary>Whether each element is at most the other, as truth values.</summary>
        public Tensor le(Scalar target) => Aten.le_Scalar.Call(this, target);

        /// <summary>Whether each element is at most the other, as truth values.</summary>
        public Tensor le(Tensor target) => Aten.le_Tensor.Call(this, target);

        /// <summary>In place: <see cref="le(Scalar)"/>.</summary>
        public Tensor le_(Scalar target) => Aten.le__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="le(Tensor)"/>.</summary>
        public Tensor le_(Tensor target) => Aten.le__Tensor.CallInPlace(this, target);

        /// <summary>Whether each element is greater than the other, as truth values.</summary>
        public Tensor gt(Scalar target) => Aten.gt_Scalar.Call(this, target);

        /// <summary>Whether each element is greater than the other, as truth values.</summary>
        public Tensor gt(Tensor target) => Aten.gt_Tensor.Call(this, target);

        /// <summary>In place: <see cref="gt(Scalar)"/>.</summary>
        public Tensor gt_(Scalar target) => Aten.gt__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="gt(Tensor)"/>.</summary>
        public Tensor gt_(Tensor target) => Aten.gt__Tensor.CallInPlace(this, target);

        /// <summary>Whether each element is at least the other, as truth values.</summary>
        public Tensor ge(Scalar target) => Aten.ge_Scalar.Call(this, target);

        /// <summary>Whether each element is at least the other, as truth values.</summary>
        public Tensor ge(Tensor target) => Aten.ge_Tensor.Call(this, target);

        /// <summary>In place: <see cref="ge(Scalar)"/>.</summary>
        public Tensor ge_(Scalar target) => Aten.ge__Scalar.CallInPlace(this, target);

        /// <summary>In place: <see cref="ge(Tensor)"/>.</summary>
        public Tensor ge_(Tensor target) => Aten.ge__Tensor.CallInPlace(this, target);

        /// <summary>Another name of <see cref="ne(Tensor)"/>.</summary>
        public Tensor not_equal(Tensor target) => Aten.ne_Tensor.Call(this, target);

        /// <summary>In place: <see cref="not_equal(Tensor)"/>.</summary>
        public Tensor not_equal_(Tensor target) => Aten.ne__Tensor.CallInPlace(this, target);

        /// <summary>Another name of <see cref="lt(Tensor)"/>.</summary>
        public Tensor less(Tensor target) => Aten.lt_Tensor.Call(this, target);

        /// <summary>Another name of <see cref="le(Tensor)"/>.</summary>
        public Tensor less_equal(Tensor target) => Aten.le_Tensor.Call(this, target);

        /// <summary>In place: <see cref="less_equal(Tensor)"/>.</summary>
        public Tensor less_equal_(Tensor target) => Aten.le__Tensor.CallInPlace(this, target);

        /// <summary>Another name of <see cref="gt(Tensor)"/>.</summary>
        public Tensor greater(Tensor target) => Aten.gt_Tensor.Call(this, target);

        /// <summary>Another name of <see cref="ge(Tensor)"/>.</summary>
        public Tensor greater_equal(Tensor target) => Aten.ge_Tensor.Call(this, target);

        /// <summary>Whether each element is NaN.</summary>
        public Tensor isnan() => Aten.isnan.Call(this);

        /// <summary>Whether each element is an infinity.</summary>
        public Tensor isinf() => Aten.isinf.Call(this);

        /// <summary>Whether each element is neither NaN nor an infinity.</summary>
        public Tensor isfinite() => Aten.isfinite.Call(this);

        /// <summary>Whether each element is positive infinity.</summary>
        public Tensor isposinf() => Aten.isposinf.Call(this);

        /// <summary>Whether each element is negative infinity.</summary>
        public Tensor isneginf() => Aten.isneginf.Call(this);

        /// <summary>Whether each element has no imaginary part.</summary>
        public Tensor isreal() => Aten.isreal.Call(this);

        /// <summary>Whether each element differs from the other by at most <c>atol + rtol · |other|</c>.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool nanEqual = false) =>
            Aten.isclose.Call(this, other, rtol, atol, nanEqual);

        /// <summary>Whether all elements differ by at most <c>atol + rtol · |target|</c>.</summary>
        public bool allclose(Tensor target, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
            Aten.allclose.CallBool(this, target, rtol, atol, equal_nan);

        /// <summary>Whether each element is one of the test elements.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Aten.isin_Tensor_Tensor.Call(this, test_elements, assumeUnique, invert);

        /// <summary>0 for negative elements, 1 for positive ones, the other where an element is 0.</summary>
        public Tensor heaviside(Tensor other) => Aten.heaviside.Call(this, other);

        /// <summary>In place: <see cref="heaviside(Tensor)"/>.</summary>
        public Tensor heaviside_(Tensor other) => Aten.heaviside_.CallInPlace(this, other);

        /// <summary>Another name of <see cref="eq(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => Aten.eq_Tensor.Call(this, target);

        /// <summary>Whether two tensors are one object, or of one type, one shape, and equal in all elements. NaN equals nothing.</summary>
        public bool Equals(Tensor? target) =>
            ReferenceEquals(this, target) || (target is not null && dtype == target.dtype && Aten.equal.CallBool(this, target));

        /// <summary>Whether the other object is a tensor that equals this one.</summary>
        public override bool Equals(object? obj) => obj is Tensor target && Equals(target);

        /// <summary>A number that stays with the object while its elements change; equal tensors that are two objects have two.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
