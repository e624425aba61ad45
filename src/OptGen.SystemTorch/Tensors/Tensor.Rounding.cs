using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The smallest whole number not below each element.</summary>
        public Tensor ceil() => Aten.ceil.Call(this);

        /// <summary>In place: <see cref="ceil()"/>.</summary>
        public Tensor ceil_() => Aten.ceil_.CallInPlace(this);

        /// <summary>The largest whole number not above each element.</summary>
        public Tensor floor() => Aten.floor.Call(this);

        /// <summary>In place: <see cref="floor()"/>.</summary>
        public Tensor floor_() => Aten.floor_.CallInPlace(this);

        /// <summary>Each element without its fraction.</summary>
        public Tensor trunc() => Aten.trunc.Call(this);

        /// <summary>In place: <see cref="trunc()"/>.</summary>
        public Tensor trunc_() => Aten.trunc_.CallInPlace(this);

        /// <summary>Each element without its fraction.</summary>
        public Tensor fix() => Aten.trunc.Call(this);

        /// <summary>In place: <see cref="fix()"/>.</summary>
        public Tensor fix_() => Aten.trunc_.CallInPlace(this);

        /// <summary>The fraction of each element, with its sign.</summary>
        public Tensor frac() => Aten.frac.Call(this);

        /// <summary>In place: <see cref="frac()"/>.</summary>
        public Tensor frac_() => Aten.frac_.CallInPlace(this);

        /// <summary>Each element rounded to a number of decimals, halves to the even neighbour.</summary>
        public Tensor round(long decimals = 0) => decimals == 0 ? Aten.round.Call(this) : Aten.round_decimals.Call(this, decimals);

        /// <summary>In place: <see cref="round(long)"/>.</summary>
        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? Aten.round_.CallInPlace(this) : Aten.round__decimals.CallInPlace(this, decimals);

        /// <summary>
        /// Each element limited to a range; a limit that is not given does not limit. Where the limits cross, the maximum wins.
        /// </summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        /// <summary>
        /// Each element limited to a range; a limit that is not given does not limit. Where the limits cross, the maximum wins.
        /// </summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp_Tensor.Call(this, min, max);

        /// <summary>In place: <see cref="clamp(Scalar, Scalar)"/>.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_.CallInPlace(this, min, max);

        /// <summary>In place: <see cref="clamp(Tensor, Tensor)"/>.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.clamp__Tensor.CallInPlace(this, min, max);

        /// <summary>Each element limited to a range, as <see cref="clamp(Scalar, Scalar)"/> does.</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        /// <summary>Each element, but at most the given number.</summary>
        public Tensor clamp_max(Scalar max) => Aten.clamp_max.Call(this, max);

        /// <summary>In place: <see cref="clamp_max(Scalar)"/>.</summary>
        public Tensor clamp_max_(Scalar max) => Aten.clamp_max_.CallInPlace(this, max);

        /// <summary>Each element, but at least the given number.</summary>
        public Tensor clamp_min(Scalar min) => Aten.clamp_min.Call(this, min);

        /// <summary>In place: <see cref="clamp_min(Scalar)"/>.</summary>
        public Tensor clamp_min_(Scalar min) => Aten.clamp_min_.CallInPlace(this, min);

        /// <summary>
        /// NaN and the infinities replaced by numbers; an infinity for which none is given becomes the largest or smallest finite
        /// number of the type.
        /// </summary>
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Aten.nan_to_num.Call(this, nan, posinf, neginf);

        /// <summary>In place: <see cref="nan_to_num(double, double?, double?)"/>.</summary>
        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            Aten.nan_to_num_.CallInPlace(this, nan, posinf, neginf);

        /// <summary>The larger of two elements, broadcast; NaN if either is NaN.</summary>
        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        /// <summary>The smaller of two elements, broadcast; NaN if either is NaN.</summary>
        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        /// <summary>The larger of two elements; NaN only if both are NaN.</summary>
        public Tensor fmax(Tensor other) => Aten.fmax.Call(this, other);

        /// <summary>The smaller of two elements; NaN only if both are NaN.</summary>
        public Tensor fmin(Tensor other) => Aten.fmin.Call(this, other);
    }
}
