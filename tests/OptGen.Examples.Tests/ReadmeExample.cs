using OptGen.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests;

// The class as README.md shows it, character by character; a reader's first example comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 12)]
public partial class HeavyBall
{
    const double a = 0.5;                                                    // a constant
    [Learnable(1.0, PerLayer = true)] public partial Parameter b { get; }    // trained, one per layer
    static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 4 * width);   // one module per layer
}
