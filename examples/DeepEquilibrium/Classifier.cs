using OptGen;
using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepEquilibrium;

/// <summary>
/// Class scores from the z that its own layer maps to itself, as after infinitely many layers. W keeps a norm below 1 whatever training does to it,
/// so there is one such z for every image.
/// </summary>
[Update("""
    z_0 = U(u)
    z = relu(W(z) + U(u))
    out = head(z)
    """, Inputs = "u")]
[Implicit(RelativeTolerance = 1e-3, BackwardTolerance = 1e-3)]
internal sealed partial class Classifier
{
    private static BoundedLinear W(int width) => Lipschitz.Bound(Linear(width, width, hasBias: false), 0.95);

    private static Module<Tensor, Tensor> U(int inputs, int width) => Sequential(Flatten(), Linear(inputs, width));

    private static Module<Tensor, Tensor> head(int width, int classes) => Sequential(LayerNorm(width), Linear(width, classes));
}
