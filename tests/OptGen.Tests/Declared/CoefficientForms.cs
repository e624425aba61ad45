using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Every way of binding the coefficients of a recurrence.

[Update("x_<k+1> = x_k - b_k*T(x_k)", Layers = 3)]
public partial class ValuesCoefficient
{
    private static readonly double[] b = [0.5, 0.25, 0.125];

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

[Update("x_<k+1> = x_k - sum[j=0..k](h_<k,j>*T(x_j))", Layers = 3)]
public partial class TableCoefficient
{
    private readonly double[,] h = { { 0.5, 0, 0 }, { 0.25, 0.5, 0 }, { 0.125, 0.25, 0.5 } };

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

[Update("x_<k+1> = x_k - sum[j=0..k](h_<k,j>*T(x_j))", Layers = 3)]
public partial class JaggedCoefficient
{
    private static double[][] h { get; } = [[0.5], [0.25, 0.5], [0.125, 0.25, 0.5]];

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 3)]
public partial class OneSidedRanges
{
    [Learnable(-0.25, Max = 1)]
    public partial Parameter a { get; }

    [Learnable(0.5, Min = 0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

[Update("x_<k+1> = (1-g)*x_k + g*x_<k-1> - b*T(x_k)", Layers = 3)]
public partial class ChannelCoefficients
{
    [Learnable(0.5, PerLayer = true, Channels = 2)]
    public partial Parameter b { get; }

    [Learnable(0.25, Min = 0, Max = 1, Channels = 2)]
    public partial Parameter g { get; }

    private static Module<Tensor, Tensor> T(int k) => Conv2d(2, 2, 3, padding: 1);
}

[Update("x_<k+1> = x_k - b*T(x_k)", Layers = 3)]
public partial class PropertyCoefficient
{
    private float b => 0.5f;

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
