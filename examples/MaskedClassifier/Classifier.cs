using OptGen;
using OptGen.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskedClassifier;

/// <summary>Class scores from images by three heavy-ball layers. It knows nothing of masks.</summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)
    out = head(x_L)
    """, Layers = 3, Inputs = "u")]
internal sealed partial class Classifier
{
    private const double a = 0.5;
    private const double b = 0.5;

    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, width);

    private static Module<Tensor, Tensor> stem(int inputs, int width) => Sequential(Flatten(), Linear(inputs, width, hasBias: false));

    private static Module<Tensor, Tensor> head(int width, int classes) => Sequential(LayerNorm(width), ReLU(), Linear(width, classes));
}
