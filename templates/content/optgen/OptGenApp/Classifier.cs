using OptGen;
using OptGen.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGenApp;

/// <summary>Class scores of points, after twelve steps of the heavy ball. Hover over the name to read the wiring and the verdict.</summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)
    out = head(x_L)
    """, Layers = 12, Inputs = "u")]
public sealed partial class Classifier
{
    private const double a = 0.5;

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Linear stem(int inputs, int width) => Linear(inputs, width);

    private static TwoLayer T(int k, int width) => new(width, 4 * width);

    private static Linear head(int width, int classes) => Linear(width, classes);
}
