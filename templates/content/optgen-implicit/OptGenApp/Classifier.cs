using OptGen;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGenApp;

/// <summary>
/// Class scores from the z that its own layer maps to itself, as after infinitely many layers. W keeps a norm below 1 whatever training does to it,
/// so there is one such z for every input.
/// </summary>
[Update("""
    z_0 = U(u)
    z = relu(W(z) + U(u))
    out = head(z)
    """, Inputs = "u")]
[Implicit(RelativeTolerance = 1e-4)]
public sealed partial class Classifier
{
    private static BoundedLinear W(int width) => Lipschitz.Bound(Linear(width, width, hasBias: false), 0.9);

    private static Linear U(int inputs, int width) => Linear(inputs, width);

    private static Linear head(int width, int classes) => Linear(width, classes);
}
