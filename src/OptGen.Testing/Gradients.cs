using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>Gradients of a number for leaves.</summary>
internal static class Gradients
{
    /// <summary>The gradients; null where a leaf has no part. What the leaves have in <c>.grad</c> stays there.</summary>
    /// <remarks>
    /// TorchSharp's <c>autograd.grad</c> (0.107.0) ends the process where libtorch finds an error, for its native half catches none; that of
    /// <c>autograd.backward</c> throws.
    /// </remarks>
    /// <exception cref="CheckFailedException">torch refused.</exception>
    public static Tensor?[] Of(Tensor loss, IReadOnlyList<Tensor> leaves)
    {
        Tensor?[] kept = [.. leaves.Select(l => l.grad)];
        foreach (Tensor leaf in leaves)
            leaf.grad = null;
        try
        {
            autograd.backward([loss], inputs: [.. leaves]);
            return [.. leaves.Select(l => l.grad)];
        }
        catch (ExternalException exception)
        {
            throw new CheckFailedException($"torch could not compute the gradients: {exception.Message}", exception);
        }
        finally
        {
            for (int i = 0; i < kept.Length; i++)
                leaves[i].grad = kept[i];
        }
    }
}
