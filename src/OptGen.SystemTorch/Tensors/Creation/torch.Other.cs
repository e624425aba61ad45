using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Uninitialized memory in a shape, with the distance between neighbours of every dimension given.</summary>
    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.empty_strided.Call(size, strides, Real(dtype), Argument.None, Place(device)), requires_grad, names);

    /// <summary>Draws from a normal distribution with one mean and one standard deviation.</summary>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        var drawn = randn(size.ToArray(), dtype, device, requires_grad: false, generator);
        drawn.mul_(std).add_(mean);
        return Finish(drawn, requires_grad, names);
    }
}
