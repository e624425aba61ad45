using OptGen;
using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StagedConvolutions;

/// <summary>
/// A convolutional heavy-ball network of three stages. Each stage halves height and width and doubles the channels; at the second border the
/// momentum goes on through the transition, at the first it starts anew.
/// </summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k)
    out = head(x_L)
    """, Inputs = "u")]
[Stage(Layers = LayersPerStage)]
[Stage(Layers = LayersPerStage)]
[Stage(Layers = LayersPerStage, History = StageHistory.Project)]
internal sealed partial class StagedNetwork
{
    public const int LayersPerStage = 2;

    private const double a = 0.5;

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> stem(int channels) => Conv2d(1, channels, 3, padding: 1);

    private static Module<Tensor, Tensor> T(int k, int channels) => new PreActivation(channels << (k / LayersPerStage), channels << (k / LayersPerStage));

    private static Module<Tensor, Tensor> D(int stage, int channels) => Conv2d(channels << (stage - 1), channels << stage, 2, stride: 2);

    private static Module<Tensor, Tensor> head(int channels, int classes) =>
        Sequential(ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(channels << 2, classes));
}
