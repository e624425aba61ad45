using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>Equality of numbers, among which what is not a number is equal to itself.</summary>
internal static class Same
{
    /// <summary>Where tensors of one shape are equal.</summary>
    public static Tensor Elements(Tensor one, Tensor other)
    {
        Tensor equal = one.eq(other);
        return one.is_floating_point() ? equal.logical_or(one.isnan().logical_and(other.isnan())) : equal;
    }

    /// <summary>Whether tensors of one shape are equal everywhere.</summary>
    public static bool Numbers(Tensor one, Tensor other)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        return Elements(one, other).all().item<bool>();
    }
}
