using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Zeros in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.zeros_like.Call(input, dtype, Argument.None, PlaceLike(device)), requires_grad, names);

    /// <summary>Ones in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.ones_like.Call(input, dtype, Argument.None, PlaceLike(device)), requires_grad, names);

    /// <summary>Uninitialized memory in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.empty_like.Call(input, dtype, Argument.None, PlaceLike(device)), requires_grad, names);

    /// <summary>One value in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.full_like.Call(input, value, dtype, Argument.None, PlaceLike(device)), requires_grad, names);

    /// <summary>Draws from the uniform distribution over [0, 1) in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.rand_like.Call(input, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

    /// <summary>Draws from the standard normal distribution in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.randn_like.Call(input, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

    /// <summary>Whole numbers drawn evenly from low (included) to high (excluded) in the shape of a tensor, of its type and on its device unless others are given.</summary>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.randint_like_low_dtype.Call(input, low, high, dtype, Argument.None, PlaceLike(device)), requires_grad, null);

    /// <summary>Where a tensor made after another goes: to the other's device, whatever the default is.</summary>
    private static Argument PlaceLike(Device? device) => device is null ? Argument.None : InitializeDevice(device);

    public partial class Tensor
    {
        /// <summary>Zeros in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.zeros_like(this, dtype, device, requires_grad);

        /// <summary>Ones in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.ones_like(this, dtype, device, requires_grad);

        /// <summary>Uninitialized memory in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.empty_like(this, dtype, device, requires_grad);

        /// <summary>One value in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.full_like(this, value, dtype, device, requires_grad);

        /// <summary>Draws from the uniform distribution over [0, 1) in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.rand_like(this, dtype, device, requires_grad);

        /// <summary>Draws from the standard normal distribution in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.randn_like(this, dtype, device, requires_grad);

        /// <summary>Whole numbers drawn evenly from low (included) to high (excluded) in this tensor's shape, of its type and on its device unless others are given.</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.randint_like(this, low, high, dtype, device, requires_grad);
    }
}
