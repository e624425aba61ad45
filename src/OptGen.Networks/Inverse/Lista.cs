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
    /// <summary>Makes the network.</summary>
    /// <param name="dictionary">A, of shape [m, n]; it is copied and not trained.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    /// <exception cref="ArgumentException">The dictionary is no matrix of real numbers, or its norm is 0 or not finite.</exception>
    public Lista(Tensor dictionary, int layers)
        : base(nameof(Lista))
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (dictionary.dim() != 2 || dictionary.numel() == 0 || dictionary.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException(
                $"A dictionary is a matrix of float32 or float64 of the shape [m, n], not {dictionary.dtype} of [{string.Join(", ", dictionary.shape)}].", nameof(dictionary));
        }
        using (NewDisposeScope())
        {
            if (!(dictionary.detach().norm().to(float64).item<double>() is > 0 and < double.PositiveInfinity))
                throw new ArgumentException("The dictionary has a norm of 0, or one that is not finite, so the step 1/|A|^2 is not a number.", nameof(dictionary));
        }
        Initialize(dictionary, layers);
    }

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
