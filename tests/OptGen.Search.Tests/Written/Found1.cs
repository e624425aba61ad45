using OptGen;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests.Written;

/// <summary>Consistent and zero-stable, of order 1, with the effective step 0.2 for S, 1.2 for T.</summary>
[Update("""
    x_0 = stem(u)
    p_0 = x_0
    y_k = x_k - S(x_<k-2>)
    v_<k+1> = 1/2*v_k - T(x_<k-1>)
    p_<k+1> = 1/2*x_<k-1> + x_k - 1/2*y_k
    x_<k+1> = p_k - 3/2*v_<k+1>
    out = head(x_L)
    """, Layers = 6, Inputs = "u")]
public sealed partial class Found1
{
    private static Module<Tensor, Tensor> stem() => Linear(2, 8);

    private static Module<Tensor, Tensor> T(int k) => new TwoLayer(8, 16);

    private static Module<Tensor, Tensor> S(int k) { int layer = k; return new TwoLayer(8, 4 + layer); }

    private static Module<Tensor, Tensor> head() => Linear(8, 3);
}
