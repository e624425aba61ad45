using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Demo;

/// <summary>Class scores, one row per sample, from samples of any shape with <c>inputs</c> numbers, such as an image's pixels.</summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)
    out = head(x_L)
    """, Layers = 6, Inputs = "u")]
internal sealed partial class HeavyBallNetwork
{
    private const double a = 0.5;

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 2 * width);

    private static Module<Tensor, Tensor> stem(int inputs, int width) => Sequential(Flatten(), Linear(inputs, width));

    private static Module<Tensor, Tensor> head(int width, int classes) => Sequential(LayerNorm(width), ReLU(), Linear(width, classes));
}
