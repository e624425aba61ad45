using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Processes;

/// <summary>An equilibrium of two unknowns, of which the network gives one and the other reads it: y gets no gradient of its own.</summary>
[Update("z = 0.5*z + 0.5*T(z, y); y = S(z, u)", Inputs = "u")]
public partial class TwoEquilibria
{
    private static Module<Tensor, Tensor, Tensor> T(int width) => new FixedPoint.Cell(width, width, 0.4);

    private static Module<Tensor, Tensor, Tensor> S(int width) => new FixedPoint.Cell(width, width, 0.4);
}
