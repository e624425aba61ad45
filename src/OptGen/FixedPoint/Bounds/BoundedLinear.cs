using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>A linear layer whose matrix has at most a given spectral norm; see <see cref="BoundedLayer"/>. Made by <see cref="Lipschitz.Bound(Linear, double)"/>.</summary>
public sealed class BoundedLinear : BoundedLayer
{
    internal BoundedLinear(Linear layer, double bound)
        : base(nameof(BoundedLinear), layer.weight, layer.bias, bound, [layer.weight.shape[1]])
    {
        Refine();
    }

    /// <summary>
    /// The plain layer with the effective weight, which it gets together with the bias: this module must not be used any more. It is no longer
    /// bounded once it is trained.
    /// </summary>
    public Linear Remove()
    {
        (Parameter weight, Parameter? bias) = Release();
        return nn.Linear(weight, bias);
    }

    private protected override Tensor Apply(Tensor input, Tensor used, Tensor? offset) => nn.functional.linear(input, used, offset);

    private protected override Tensor ApplyAdjoint(Tensor output, Tensor used)
    {
        using Tensor transposed = used.t();
        return transposed.mv(output);
    }
}
