using OptGen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SparseCoding;

/// <summary>Iterative soft thresholding for 1/2 |A x - y|^2 + lambda |x|_1: nothing is trained.</summary>
[Update("""
    x_0 = t*A^T(y)
    x_<k+1> = soft(x_k - t*A^T(A(x_k) - y), t*lambda)
    """, Inputs = "y")]
internal sealed partial class Ista
{
    private readonly double t = Dictionaries.Step;
    private const double lambda = Dictionaries.Lambda;

    private static Linear A(Tensor dictionary) => Dictionaries.Fixed(dictionary);
}

/// <summary>LISTA: every layer learns its matrix W and its threshold s; training begins at ISTA.</summary>
[Update("""
    x_0 = t*A^T(y)
    x_<k+1> = soft(x_k - W(A(x_k) - y), s_k)
    """, Inputs = "y")]
internal sealed partial class Lista
{
    private readonly double t = Dictionaries.Step;

    [Learnable(Dictionaries.Step * Dictionaries.Lambda, Min = 0, PerLayer = true)]
    public partial Parameter s { get; }

    private static Linear A(Tensor dictionary) => Dictionaries.Fixed(dictionary);

    private static Linear W(int k, Tensor dictionary)
    {
        Linear layer = Linear(dictionary.shape[0], dictionary.shape[1], hasBias: false);
        using (no_grad())
        {
            using Tensor adjoint = dictionary.t() * Dictionaries.Step;
            layer.weight.copy_(adjoint);
        }
        return layer;
    }
}
