using OptGen;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests.Written;

/// <summary>Consistent and zero-stable, of order 1, with the effective step -4 for S, 2/3 for T.</summary>
[Update("""
    x_0 = stem(u)
    y_k = x_<k-1> + x_k - x_<k-2>
    v_<k+1> = 1/2*v_k - 2*S(x_k) - S(x_<k-2>)
    x_<k+1> = 3/2*x_k - 1/2*y_k - v_<k+1> - T(2*x_k - x_<k-2>)
    out = head(x_L)
    """, Layers = 4, Inputs = "u")]
public sealed partial class Found5
{
    private static Module<Tensor, Tensor> stem() => Linear(2, 8);

    private static Module<Tensor, Tensor> T(int k) => new TwoLayer(8, 16);

    private static Module<Tensor, Tensor> S(int k) { int layer = k; return new TwoLayer(8, 4 + layer); }

    private static Module<Tensor, Tensor> head() => Linear(8, 3);
}
