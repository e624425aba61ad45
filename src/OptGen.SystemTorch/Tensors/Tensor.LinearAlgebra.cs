using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product; batches are broadcast, and vectors stand for a row on the left or a column on the right.</summary>
        public Tensor matmul(Tensor target) => Aten.matmul.Call(this, target);

        /// <summary>The product of two matrices, without broadcasting.</summary>
        public Tensor mm(Tensor target) => Aten.mm.Call(this, target);

        /// <summary>The products of matching matrices in two batches.</summary>
        public Tensor bmm(Tensor batch2) => Aten.bmm.Call(this, batch2);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Aten.mv.Call(this, target);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Aten.dot.Call(this, target);

        /// <summary>The inner product of two vectors, the first one conjugated.</summary>
        public Tensor vdot(Tensor target) => Aten.vdot.Call(this, target);

        /// <summary>The sums of products over the last dimensions; for vectors their inner product.</summary>
        public Tensor inner(Tensor vec2) => Aten.inner.Call(this, vec2);

        /// <summary>The outer product of two vectors, as a matrix.</summary>
        public Tensor outer(Tensor vec2) => Aten.outer.Call(this, vec2);

        /// <summary>Another name of <see cref="outer(Tensor)"/>.</summary>
        public Tensor ger(Tensor vec2) => Aten.outer.Call(this, vec2);

        /// <summary><c>beta · this + alpha · (mat1 @ mat2)</c>.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm.Call(this, mat1, mat2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addmm(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm_.CallInPlace(this, mat1, mat2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha · (mat @ vec)</c>.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.addmv.Call(this, mat, vec, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addmv(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.addmv_.CallInPlace(this, mat, vec, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha · outer(vec1, vec2)</c>.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.addr.Call(this, vec1, vec2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addr(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.addr_.CallInPlace(this, vec1, vec2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha ·</c> the sum of the products of matching matrices in two batches.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.addbmm.Call(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary>In place: <see cref="addbmm(Tensor, Tensor, float, float)"/>.</summary>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.addbmm_.CallInPlace(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary><c>beta · this + alpha ·</c> the products of matching matrices in two batches.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.baddbmm.Call(this, batch1, batch2, Whole(beta), Whole(alpha));

        /// <summary>A factor as libtorch wants it: a whole number where it is one, because factors of integer tensors must be.</summary>
        private static Argument Whole(float factor) =>
            float.IsInteger(factor) && Math.Abs(factor) < long.MaxValue ? (long)factor : (double)factor;
    }
}
