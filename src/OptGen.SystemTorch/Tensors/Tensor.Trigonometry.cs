using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sine of each element, in radians.</summary>
        public Tensor sin() => Aten.sin.Call(this);

        /// <summary>In place: <see cref="sin()"/>.</summary>
        public Tensor sin_() => Aten.sin_.CallInPlace(this);

        /// <summary>The cosine of each element, in radians.</summary>
        public Tensor cos() => Aten.cos.Call(this);

        /// <summary>In place: <see cref="cos()"/>.</summary>
        public Tensor cos_() => Aten.cos_.CallInPlace(this);

        /// <summary>The tangent of each element, in radians.</summary>
        public Tensor tan() => Aten.tan.Call(this);

        /// <summary>In place: <see cref="tan()"/>.</summary>
        public Tensor tan_() => Aten.tan_.CallInPlace(this);

        /// <summary>The inverse sine of each element, in radians.</summary>
        public Tensor asin() => Aten.asin.Call(this);

        /// <summary>In place: <see cref="asin()"/>.</summary>
        public Tensor asin_() => Aten.asin_.CallInPlace(this);

        /// <summary>The inverse cosine of each element, in radians.</summary>
        public Tensor acos() => Aten.acos.Call(this);

        /// <summary>In place: <see cref="acos()"/>.</summary>
        public Tensor acos_() => Aten.acos_.CallInPlace(this);

        /// <summary>The inverse tangent of each element, in radians.</summary>
        public Tensor atan() => Aten.atan.Call(this);

        /// <summary>In place: <see cref="atan()"/>.</summary>
        public Tensor atan_() => Aten.atan_.CallInPlace(this);

        /// <summary>The hyperbolic sine of each element.</summary>
        public Tensor sinh() => Aten.sinh.Call(this);

        /// <summary>In place: <see cref="sinh()"/>.</summary>
        public Tensor sinh_() => Aten.sinh_.CallInPlace(this);

        /// <summary>The hyperbolic cosine of each element.</summary>
        public Tensor cosh() => Aten.cosh.Call(this);

        /// <summary>In place: <see cref="cosh()"/>.</summary>
        public Tensor cosh_() => Aten.cosh_.CallInPlace(this);

        /// <summary>The hyperbolic tangent of each element.</summary>
        public Tensor tanh() => Aten.tanh.Call(this);

        /// <summary>In place: <see cref="tanh()"/>.</summary>
        public Tensor tanh_() => Aten.tanh_.CallInPlace(this);

        /// <summary>The inverse hyperbolic sine of each element.</summary>
        public Tensor asinh() => Aten.asinh.Call(this);

        /// <summary>In place: <see cref="asinh()"/>.</summary>
        public Tensor asinh_() => Aten.asinh_.CallInPlace(this);

        /// <summary>The inverse hyperbolic cosine of each element.</summary>
        public Tensor acosh() => Aten.acosh.Call(this);

        /// <summary>In place: <see cref="acosh()"/>.</summary>
        public Tensor acosh_() => Aten.acosh_.CallInPlace(this);

        /// <summary>The inverse hyperbolic tangent of each element.</summary>
        public Tensor atanh() => Aten.atanh.Call(this);

        /// <summary>In place: <see cref="atanh()"/>.</summary>
        public Tensor atanh_() => Aten.atanh_.CallInPlace(this);

        /// <summary>The angle in radians of the point (<paramref name="other"/>, this), in [-π, π].</summary>
        public Tensor atan2(Tensor other) => Aten.atan2.Call(this, other);

        /// <summary>In place: <see cref="atan2(Tensor)"/>.</summary>
        public Tensor atan2_(Tensor other) => Aten.atan2_.CallInPlace(this, other);

        /// <summary>Another name of <see cref="asin()"/>.</summary>
        public Tensor arcsin() => Aten.asin.Call(this);

        /// <summary>In place: <see cref="arcsin()"/>.</summary>
        public Tensor arcsin_() => Aten.asin_.CallInPlace(this);

        /// <summary>Another name of <see cref="acos()"/>.</summary>
        public Tensor arccos() => Aten.acos.Call(this);

        /// <summary>In place: <see cref="arccos()"/>.</summary>
        public Tensor arccos_() => Aten.acos_.CallInPlace(this);

        /// <summary>Another name of <see cref="asinh()"/>.</summary>
        public Tensor arcsinh() => Aten.asinh.Call(this);

        /// <summary>In place: <see cref="arcsinh()"/>.</summary>
        public Tensor arcsinh_() => Aten.asinh_.CallInPlace(this);

        /// <summary>Another name of <see cref="acosh()"/>.</summary>
        public Tensor arccosh() => Aten.acosh.Call(this);

        /// <summary>In place: <see cref="arccosh()"/>.</summary>
        public Tensor arccosh_() => Aten.acosh_.CallInPlace(this);

        /// <summary>Another name of <see cref="atanh()"/>.</summary>
        public Tensor arctanh() => Aten.atanh.Call(this);

        /// <summary>In place: <see cref="arctanh()"/>.</summary>
        public Tensor arctanh_() => Aten.atanh_.CallInPlace(this);

        /// <summary>Another name of <see cref="atan()"/>.</summary>
        public Tensor arctan() => Aten.atan.Call(this);

        /// <summary>Another name of <see cref="atan2(Tensor)"/>.</summary>
        public Tensor arctan(Tensor other) => Aten.atan2.Call(this, other);

        /// <summary>In place: <see cref="arctan()"/>.</summary>
        public Tensor arctan_() => Aten.atan_.CallInPlace(this);

        /// <summary>In place: <see cref="arctan(Tensor)"/>.</summary>
        public Tensor arctan_(Tensor other) => Aten.atan2_.CallInPlace(this, other);

        /// <summary>Another name of <see cref="atan2(Tensor)"/>.</summary>
        public Tensor arctan2(Tensor other) => Aten.atan2.Call(this, other);

        /// <summary>In place: <see cref="arctan2(Tensor)"/>.</summary>
        public Tensor arctan2_(Tensor other) => Aten.atan2_.CallInPlace(this, other);

        /// <summary>Degrees turned into radians.</summary>
        public Tensor deg2rad() => Aten.deg2rad.Call(this);

        /// <summary>In place: <see cref="deg2rad()"/>.</summary>
        public Tensor deg2rad_() => Aten.deg2rad_.CallInPlace(this);

        /// <summary>Radians turned into degrees.</summary>
        public Tensor rad2deg() => Aten.rad2deg.Call(this);

        /// <summary>In place: <see cref="rad2deg()"/>.</summary>
        public Tensor rad2deg_() => Aten.rad2deg_.CallInPlace(this);

        /// <summary><c>sin(πx) / (πx)</c>, and 1 at 0.</summary>
        public Tensor sinc() => Aten.sinc.Call(this);

        /// <summary>In place: <see cref="sinc()"/>.</summary>
        public Tensor sinc_() => Aten.sinc_.CallInPlace(this);
    }
}
