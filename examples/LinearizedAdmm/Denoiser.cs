using OptGen;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LinearizedAdmm;

/// <summary>
/// A signal out of noise by the linearized alternating direction method of multipliers: z stays close to the measurement u, y follows what the
/// operators have learned of clean signals, and the multiplier l makes the two agree.
/// </summary>
[Update("""
    z_0 = u
    y_0 = u
    z_<k+1> = (z_k + y_k - T1(z_k, u) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    out = y_L
    """, Layers = 6, Inputs = "u")]
internal sealed partial class Denoiser
{
    private static Module<Tensor, Tensor, Tensor> T1(int k) => new Fidelity();

    private static Module<Tensor, Tensor> T2(int k, int length) => new TwoLayer(length, 2 * length);
}
