using OptGen;
using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeavyBallInTenLines;

[Update("x_0 = stem(u); x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k); out = head(x_L)", Layers = 12, Inputs = "u")]
internal sealed partial class HeavyBall
{
    private const double a = 0.5;
    [Learnable(0.5, PerLayer = true)] public partial Parameter b { get; }
    private static Module<Tensor, Tensor> stem(int width) => Linear(2, width);
    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 4 * width);
    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);
}
