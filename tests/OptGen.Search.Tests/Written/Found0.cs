using OptGen;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests.Written;

/// <summary>Consistent and zero-stable, of order 1, with the effective step 4/21 for T.</summary>
[Update("""
    x_0 = stem(u)
    p_0 = x_0
    v_<k+1> = -1/2*v_k - 1/2*T(x_k)
    p_<k+1> = x_<k-2> + T(x_<k-2>)
    x_<k+1> = 1/2*p_k + 1/2*p_<k+1> + v_<k+1>
    out = head(x_L)
    """, Layers = 8, Inputs = "u")]
public sealed partial class Found0
{
    private static Module<Tensor, Tensor> stem() => Linear(2, 8);

    private static Module<Tensor, Tensor> T(int k) => new TwoLayer(8, 16);

    private static Module<Tensor, Tensor> head() => Linear(8, 3);
}
