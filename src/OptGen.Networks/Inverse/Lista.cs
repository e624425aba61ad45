namespace OptGen.Networks;

/// <summary>
/// LISTA, learned iterative soft thresholding for y = A x with a sparse x: x_(k+1) = soft(x_k - W_k(A x_k - y), s_k), W and s learned, A known.
/// </summary>
/// <remarks>
/// <para>
/// It begins with x_0 = W_0 y, a module of its own named <c>start</c>, and every W is A^T/|A|^2 at first, so that the untrained network is ISTA. Forward takes measurements
/// [..., m] and gives codes [..., n].
/// </para>
/// <para>Soft thresholding counts as the identity: consistent and zero-stable, rho = z - 1.</para>
/// Source: Gregor and LeCun, "Learning Fast Approximations of Sparse Coding" (2010), with A kept as in later work.
/// </remarks>
[Update("x_0 = start(y); x_<k+1> = soft(x_k - W(A(x_k) - y), s)", Inputs = "y")]
public sealed partial class Lista
{
    /// <summary>The threshold of each layer, trained above 0; 0.1 at first.</summary>
    [Learnable(0.1, Min = 0, PerLayer = true)]
    public partial Parameter s { get; }

    private static Linear start(Tensor dictionary) => ScaledAdjoint(dictionary);

    private static LinearMap A(Tensor dictionary) => new(dictionary);

    private static Linear W(int k, Tensor dictionary) => ScaledAdjoint(dictionary);

    private static Linear ScaledAdjoint(Tensor dictionary)
    {
        Linear layer = Linear(dictionary.shape[0], dictionary.shape[1], hasBias: false, device: dictionary.device, dtype: dictionary.dtype);
        using IDisposable off = no_grad();
        using Tensor adjoint = dictionary.t();
        using Tensor singular = linalg.svdvals(dictionary);
        using Tensor norm = singular.max();
        using Tensor square = norm.mul(norm);
        using Tensor scaled = adjoint.div(square);
        layer.weight.copy_(scaled);
        return layer;
    }
}
