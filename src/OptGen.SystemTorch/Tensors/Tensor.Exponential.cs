using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>e raised to each element.</summary>
        public Tensor exp() => Aten.exp.Call(this);

        /// <summary>In place: <see cref="exp()"/>.</summary>
        public Tensor exp_() => Aten.exp_.CallInPlace(this);

        /// <summary>Two raised to each element.</summary>
        public Tensor exp2() => Aten.exp2.Call(this);

        /// <summary>In place: <see cref="exp2()"/>.</summary>
        public Tensor exp2_() => Aten.exp2_.CallInPlace(this);

        /// <summary><c>exp(x) - 1</c>, exact also near zero.</summary>
        public Tensor expm1() => Aten.expm1.Call(this);

        /// <summary>In place: <see cref="expm1()"/>.</summary>
        public Tensor expm1_() => Aten.expm1_.CallInPlace(this);

        /// <summary>The natural logarithm of each element.</summary>
        public Tensor log() => Aten.log.Call(this);

        /// <summary>In place: <see cref="log()"/>.</summary>
        public Tensor log_() => Aten.log_.CallInPlace(this);

        /// <summary>The logarithm to base 10.</summary>
        public Tensor log10() => Aten.log10.Call(this);

        /// <summary>In place: <see cref="log10()"/>.</summary>
        public Tensor log10_() => Aten.log10_.CallInPlace(this);

        /// <summary><c>log(1 + x)</c>, exact also near zero.</summary>
        public Tensor log1p() => Aten.log1p.Call(this);

        /// <summary>In place: <see cref="log1p()"/>.</summary>
        public Tensor log1p_() => Aten.log1p_.CallInPlace(this);

        /// <summary>The logarithm to base 2.</summary>
        public Tensor log2() => Aten.log2.Call(this);

        /// <summary>In place: <see cref="log2()"/>.</summary>
        public Tensor log2_() => Aten.log2_.CallInPlace(this);

        /// <summary><c>log(exp(this) + exp(other))</c> without overflow.</summary>
        public Tensor logaddexp(Tensor other) => Aten.logaddexp.Call(this, other);

        /// <summary><c>log2(2^this + 2^other)</c> without overflow.</summary>
        public Tensor logaddexp2(Tensor other) => Aten.logaddexp2.Call(this, other);

        /// <summary><c>log(x / (1 - x))</c>; with <paramref name="eps"/>, x is first clamped to [eps, 1 - eps].</summary>
        public Tensor logit(double? eps = null) => Aten.logit.Call(this, eps);

        /// <summary>In place: <see cref="logit(double?)"/>.</summary>
        public Tensor logit_(double? eps = null) => Aten.logit_.CallInPlace(this, eps);

        /// <summary><c>this · log(y)</c>, and 0 where this is 0.</summary>
        public Tensor xlogy(Scalar y) => Aten.xlogy_Scalar_Other.Call(this, y);

        /// <summary><c>this · log(y)</c>, and 0 where this is 0.</summary>
        public Tensor xlogy(Tensor y) => Aten.xlogy_Tensor.Call(this, y);

        /// <summary>In place: <see cref="xlogy(Scalar)"/>.</summary>
        public Tensor xlogy_(Scalar y) => Aten.xlogy__Scalar_Other.CallInPlace(this, y);

        /// <summary>In place: <see cref="xlogy(Tensor)"/>.</summary>
        public Tensor xlogy_(Tensor y) => Aten.xlogy__Tensor.CallInPlace(this, y);
    }
}
