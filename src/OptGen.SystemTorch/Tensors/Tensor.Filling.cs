using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sets every element to 0.</summary>
        public Tensor zero_() => Aten.zero_.CallInPlace(this);

        /// <summary>Sets every element to a number.</summary>
        public Tensor fill_(Scalar value) => Aten.fill__Scalar.CallInPlace(this, value);

        /// <summary>Copies another tensor, broadcast and converted, into this one.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.copy_.CallInPlace(this, source, nonBlocking);

        /// <summary>A number where the mask is true, and the element elsewhere.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.masked_fill_Scalar.Call(this, mask, value);

        /// <summary>In place: <see cref="masked_fill(Tensor, Scalar)"/>.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.masked_fill__Scalar.CallInPlace(this, mask, value);

        /// <summary>This element where the condition is true, and the element of y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.where_self.Call(condition, this, y);
    }
}
