using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The error function.</summary>
        public Tensor erf() => Aten.erf.Call(this);

        /// <summary>In place: <see cref="erf()"/>.</summary>
        public Tensor erf_() => Aten.erf_.CallInPlace(this);

        /// <summary>One less the error function, exact also for large arguments.</summary>
        public Tensor erfc() => Aten.erfc.Call(this);

        /// <summary>In place: <see cref="erfc()"/>.</summary>
        public Tensor erfc_() => Aten.erfc_.CallInPlace(this);

        /// <summary>The inverse of the error function, for elements in (-1, 1).</summary>
        public Tensor erfinv() => Aten.erfinv.Call(this);

        /// <summary>In place: <see cref="erfinv()"/>.</summary>
        public Tensor erfinv_() => Aten.erfinv_.CallInPlace(this);

        /// <summary>The logarithm of the absolute value of the gamma function.</summary>
        public Tensor lgamma() => Aten.lgamma.Call(this);

        /// <summary>In place: <see cref="lgamma()"/>.</summary>
        public Tensor lgamma_() => Aten.lgamma_.CallInPlace(this);

        /// <summary>The derivative of <see cref="lgamma()"/>.</summary>
        public Tensor digamma() => Aten.digamma.Call(this);

        /// <summary>In place: <see cref="digamma()"/>.</summary>
        public Tensor digamma_() => Aten.digamma_.CallInPlace(this);

        /// <summary>The logarithm of the multivariate gamma function with dimension <paramref name="p"/>.</summary>
        public Tensor mvlgamma(long p) => Aten.mvlgamma.Call(this, p);

        /// <summary>In place: <see cref="mvlgamma(long)"/>.</summary>
        public Tensor mvlgamma_(long p) => Aten.mvlgamma_.CallInPlace(this, p);

        /// <summary>The derivative of order <paramref name="p"/> of <see cref="digamma()"/>.</summary>
        public Tensor polygamma(long p) => Aten.polygamma.Call(p, this);

        /// <summary>In place: <see cref="polygamma(long)"/>.</summary>
        public Tensor polygamma_(long p) => Aten.polygamma_.CallInPlace(this, p);

        /// <summary>The regularized lower incomplete gamma function of this and other.</summary>
        public Tensor igamma(Tensor other) => Aten.igamma.Call(this, other);

        /// <summary>The regularized upper incomplete gamma function of this and other.</summary>
        public Tensor igammac(Tensor other) => Aten.igammac.Call(this, other);

        /// <summary>The modified Bessel function of the first kind, order 0.</summary>
        public Tensor i0() => Aten.i0.Call(this);

        /// <summary>In place: <see cref="i0()"/>.</summary>
        public Tensor i0_() => Aten.i0_.CallInPlace(this);
    }
}
