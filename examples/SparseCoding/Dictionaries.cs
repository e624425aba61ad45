using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SparseCoding;

/// <summary>Measurement matrices, and sparse codes to be found again from what was measured.</summary>
internal static class Dictionaries
{
    /// <summary>The step size: below 2 / |A|^2, where |A|^2 is about (1 + sqrt(64/32))^2 = 5.8.</summary>
    public const double Step = 0.16;

    /// <summary>The weight of the 1-norm.</summary>
    public const double Lambda = 0.1;

    /// <summary>A random matrix of 32 measurements by 64 unknowns with columns of length 1.</summary>
    public static Tensor Random()
    {
        using Tensor matrix = randn(32, 64);
        return nn.functional.normalize(matrix, dim: 0);
    }

    /// <summary>Codes with about 4 entries of 64 that are not 0, and what is measured of them.</summary>
    public static (Tensor Codes, Tensor Measured) Sample(Tensor dictionary, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor codes = randn(count, 64) * rand(count, 64).lt(4 / 64.0).to(float32);
        return (codes.MoveToOuterDisposeScope(), codes.matmul(dictionary.t()).MoveToOuterDisposeScope());
    }

    /// <summary>The matrix as an operator that is not trained.</summary>
    public static Linear Fixed(Tensor dictionary)
    {
        Linear layer = nn.Linear(dictionary.shape[1], dictionary.shape[0], hasBias: false);
        using (no_grad())
            layer.weight.copy_(dictionary);
        layer.weight.requires_grad = false;
        return layer;
    }
}
