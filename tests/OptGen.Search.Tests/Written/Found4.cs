using OptGen;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests.Written;

/// <summary>Consistent and zero-stable, of order 1, with the effective step 1 for S, 0.5 for T.</summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_<k-2> + x_k - x_<k-1> - T(x_k) - S(x_<k-1>) - S(2*x_<k-2> - x_<k-1>)
    out = head(x_L)
    """, Layers = 3, Inputs = "u")]
public sealed partial class Found4
{
    private static Module<Tensor, Tensor> stem() => Linear(2, 8);

    private static Module<Tensor, Tensor> T(int k) => new TwoLayer(8, 16);

    private static Module<Tensor, Tensor> S(int k) { int layer = k; return new TwoLayer(8, 4 + layer); }

    private static Module<Tensor, Tensor> head() => Linear(8, 3);
}
