using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

// Forms of the notation beside those of the gallery, each in a network of its own.

/// <summary>The dual iterate has the shape of K(x_0), which no other has.</summary>
[Update("""
    p_0 = 0*K(x_0)
    p_<k+1> = p_k/2 + s*K(2*x_k - x_<k-1>)
    x_<k+1> = x_k - t*K^T(p_<k+1>)
    """, Layers = 4)]
public partial class DualOfOtherShape
{
    private const double s = 0.5;
    private const double t = 0.25;

    private static Linear K(int width) => Linear(width, width + 2, hasBias: false);
}
