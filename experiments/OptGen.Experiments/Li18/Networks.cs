using OptGen.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Li18;

// The operator of these networks stands for the gradient step itself, T(x) = x - grad f(x): then each recurrence is consistent. The compiler cannot know that.
#pragma warning disable OPTG301

/// <summary>Gradient descent: the plain feed-forward network.</summary>
[Update("x_<k+1> = T(x_k)")]
internal sealed partial class GdNetwork
{
    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>Heavy ball, equation 16 with weights of one momentum.</summary>
[Update("x_<k+1> = T(x_k) + beta*(x_k - x_<k-1>)")]
internal sealed partial class HbNetwork
{
    private const double beta = Li18Experiment.Beta;

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>Accelerated gradient descent, equation 17.</summary>
[Update("x_<k+1> = T(x_k + beta*(x_k - x_<k-1>))")]
internal sealed partial class AgdNetwork
{
    private const double beta = Li18Experiment.Beta;

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>Accelerated gradient descent with all its history, equations 4 and 5 with grad f(y) = y - T(y).</summary>
[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*(y_j - T(y_j)))")]
internal sealed partial class Agd2Network
{
    private readonly double[,] h;

    public Agd2Network(Func<Module<Tensor, Tensor>> block, int layers)
        : base(nameof(Agd2Network))
    {
        h = AgdFull.Weights(layers, step: 1, endsWithX: false);
        Initialize(block, layers);
    }

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>The alternating direction method, equation 14 with grad f(z) = z - T(z).</summary>
[Update("""
    z_0 = u
    y_0 = u
    z_<k+1> = (y_k + T1(z_k) - l_k)/2
    y_<k+1> = (z_<k+1> + T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    out = y_L
    """, Inputs = "u")]
internal sealed partial class AdmmNetwork
{
    private static Module<Tensor, Tensor> T1(int k, Func<Module<Tensor, Tensor>> block) => block();

    private static Module<Tensor, Tensor> T2(int k, Func<Module<Tensor, Tensor>> block) => block();
}
