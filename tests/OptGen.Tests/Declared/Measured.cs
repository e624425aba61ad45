using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Networks whose operators make one tensor each, so that live tensors can be counted.

[Update("x_<k+1> = x_k - b*T(x_k)", Layers = 6)]
public partial class MeasuredGradientDescent
{
    private const double b = 0.5;

    private static Tensor T(Tensor x) => x.mul(0.5);
}

[Update("x_0 = stem(u); x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k); out = head(x_L)", Layers = 6, Inputs = "u")]
public partial class MeasuredHeavyBall
{
    private const double a = 0.5;

    private static Tensor stem(Tensor x) => x.mul(2);

    private static Tensor head(Tensor x) => x.mul(3);

    private static Tensor T(Tensor x) => x.mul(0.5);
}

[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - T(y_k)", Layers = 6)]
public partial class MeasuredNesterov
{
    private static Tensor T(Tensor x) => x.mul(0.5);
}

[Update("x_<k+1> = x_k - 3/2*T(x_k) + 1/2*T(x_<k-1>)", Layers = 6)]
public partial class MeasuredAdamsBashforth
{
    private static Tensor T(Tensor x) => x.mul(0.5);
}

[Update("""
    z_<k+1> = (z_k + y_k - T(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    """, Layers = 6)]
public partial class MeasuredAlternatingDirections
{
    private static Tensor T(Tensor x) => x.mul(0.5);
}
