using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.Declared;

// Networks whose operations take numbers in every form that the generator writes, on operators that take none.

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*tanh(x_k)", Layers = 20)]
public partial class HeldConstants
{
    private const double a = 0.7;
    private readonly double b = 0.3;
}

[Update("y_k = x_k + k/(k+3)*(x_k - x_<k-1>)")]
[Update("x_<k+1> = x_k/2 - y_k/3 + c_k*tanh(y_k) - x_<k-1>/10 + relu(x_k) + sum[j=0..k](h_<k,j>*tanh(x_j))/100 - sum[j=k-2..k](s_j*sigmoid(x_j))", Layers = 20)]
public partial class HeldSchedules
{
    private static readonly double[] s = [.. Enumerable.Range(0, 20).Select(j => 1.0 / (j + 3))];

    private static double c(int k) => 0.5 / (k + 1);

    private static double h(int k, int j) => 1.0 / (k + j + 1);
}

[Update("x_<k+1> = x_k/3 + g_k*tanh(x_k) - (1-g_k)^2*min(w,0.5)*relu(x_k) + pow(2,-v)*sigmoid(x_k) + soft(x_k, 0.1)/7", Layers = 20)]
public partial class HeldLearned
{
    [Learnable(0.4, Min = 0, Max = 1, PerLayer = true)]
    public partial Parameter g { get; }

    [Learnable(0.3, Min = 0)]
    public partial Parameter w { get; }

    [Learnable(0.6, Max = 1)]
    public partial Parameter v { get; }
}

[Update("x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - b*tanh(x_k)", Layers = 3)]
public partial class HeldLate
{
    public double b { get; init; } = 9;

    public double[] a { get; init; } = [];
}
