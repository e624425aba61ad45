using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether both are true, element by element; a number is true unless it is 0.</summary>
        public Tensor logical_and(Tensor other) => Aten.logical_and.Call(this, other);

        /// <summary>In place: <see cref="logical_and(Tensor)"/>.</summary>
        public Tensor logical_and_(Tensor other) => Aten.logical_and_.CallInPlace(this, other);

        /// <summary>Whether either is true, element by element; a number is true unless it is 0.</summary>
        public Tensor logical_or(Tensor other) => Aten.logical_or.Call(this, other);

        /// <summary>In place: <see cref="logical_or(Tensor)"/>.</summary>
        public Tensor logical_or_(Tensor other) => Aten.logical_or_.CallInPlace(this, other);

        /// <summary>Whether exactly one is true, element by element; a number is true unless it is 0.</summary>
        public Tensor logical_xor(Tensor other) => Aten.logical_xor.Call(this, other);

        /// <summary>In place: <see cref="logical_xor(Tensor)"/>.</summary>
        public Tensor logical_xor_(Tensor other) => Aten.logical_xor_.CallInPlace(this, other);

        /// <summary>Whether each element is false or 0.</summary>
        public Tensor logical_not() => Aten.logical_not.Call(this);

        /// <summary>In place: <see cref="logical_not()"/>.</summary>
        public Tensor logical_not_() => Aten.logical_not_.CallInPlace(this);

        /// <summary>The bits that are set in both, of integers or truth values.</summary>
        public Tensor bitwise_and(Tensor other) => Aten.bitwise_and_Tensor.Call(this, other);

        /// <summary>In place: <see cref="bitwise_and(Tensor)"/>.</summary>
        public Tensor bitwise_and_(Tensor other) => Aten.bitwise_and__Tensor.CallInPlace(this, other);

        /// <summary>The bits that are set in either, of integers or truth values.</summary>
        public Tensor bitwise_or(Tensor other) => Aten.bitwise_or_Tensor.Call(this, other);

        /// <summary>In place: <see cref="bitwise_or(Tensor)"/>.</summary>
        public Tensor bitwise_or_(Tensor other) => Aten.bitwise_or__Tensor.CallInPlace(this, other);

        /// <summary>The bits that are set in exactly one, of integers or truth values.</summary>
        public Tensor bitwise_xor(Tensor other) => Aten.bitwise_xor_Tensor.Call(this, other);

        /// <summary>In place: <see cref="bitwise_xor(Tensor)"/>.</summary>
        public Tensor bitwise_xor_(Tensor other) => Aten.bitwise_xor__Tensor.CallInPlace(this, other);

        /// <summary>Every bit inverted; for truth values, their negation.</summary>
        public Tensor bitwise_not() => Aten.bitwise_not.Call(this);

        /// <summary>In place: <see cref="bitwise_not()"/>.</summary>
        public Tensor bitwise_not_() => Aten.bitwise_not_.CallInPlace(this);

        /// <summary>The bits of integers shifted to the left.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Aten.bitwise_left_shift_Tensor.Call(this, other);

        /// <summary>In place: <see cref="bitwise_left_shift(Tensor)"/>.</summary>
        public Tensor bitwise_left_shift_(Tensor other) => Aten.bitwise_left_shift__Tensor.CallInPlace(this, other);

        /// <summary>The bits of integers shifted to the right, the sign kept.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Aten.bitwise_right_shift_Tensor.Call(this, other);

        /// <summary>In place: <see cref="bitwise_right_shift(Tensor)"/>.</summary>
        public Tensor bitwise_right_shift_(Tensor other) => Aten.bitwise_right_shift__Tensor.CallInPlace(this, other);
    }
}
