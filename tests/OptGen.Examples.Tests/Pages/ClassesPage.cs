using OptGen.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests.Pages;

// The code of docs/classes.md, line by line.
[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 12)]
public partial class Momentum12
{
    private const double a = 0.5;

    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static TwoLayer T(int k, int width) => new(width, 4 * width);
}

[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k - T(x_k)
    out = head(x_L)
    """, Inputs = "u")]
public partial class Scores
{
    private static Linear stem(int inputs, int width) => Linear(inputs, width);

    /// <param name="k">The layer.</param>
    /// <param name="width">How many units an iterate has.</param>
    /// <param name="expansion">How many times as many the operators have inside.</param>
    private static TwoLayer T(int k, int width, int expansion = 4) => new(width, expansion * width);

    private static Linear head(int width, int classes) => Linear(width, classes);
}

[Update("x_<k+1> = x_k - b*T(x_k)", Layers = 4)]
public partial class Descent
{
    private readonly double b;

    public Descent(int width, double totalStep)
        : base(nameof(Descent))
    {
        b = totalStep / 4;
        Initialize(width);
    }

    private static TwoLayer T(int k, int width) => new(width, 4 * width);
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k)", Layers = 3)]
public partial class Bounded
{
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter a { get; }

    [Learnable(1.0, Min = 0, PerLayer = true, Channels = 16)]
    public partial Parameter b { get; }

    private static Conv2d T(int k) => Conv2d(16, 16, 3, padding: 1L);
}

[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)
    """, Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 3, History = StageHistory.Project)]
public partial class TwoStages
{
    private static Conv2d stem() => Conv2d(3, 16, 3, padding: 1L);

    private static PreActivation T(int k) => k < 2 ? new(16, 16) : new(32, 32);

    private static Conv2d D(int stage) => Conv2d(16, 32, 3, stride: 2L, padding: 1L);
}

internal static class ClassesPage
{
    public static Tensor First(Tensor x)
    {
        using var net = new Momentum12(width: 64);
        Tensor y = net.call(x);                                        // like any module of TorchSharp
        Console.WriteLine(string.Join(", ", net.state_dict().Keys));   // b, T.0.fc1.weight, T.0.fc1.bias, …
        Console.WriteLine(Momentum12.Recurrence.Verdict.Text);         // Consistent and zero-stable, …
        return y;
    }

    public static Tensor Made(Tensor points)
    {
        using var net = new Scores(inputs: 2, width: 32, classes: 3, layers: 6);                  // expansion: 4, name: "Scores"
        using var wide = new Scores(inputs: 2, width: 32, classes: 3, layers: 6, expansion: 8);
        return net.call(points) + wide.call(points);
    }

    public static Tensor Values(Tensor images)
    {
        using var net = new Bounded();
        Console.WriteLine(net.Coefficients["a"].Value());      // 0.5: what the recurrence reads
        Console.WriteLine(net.Coefficients);                   // all of them, as a table
        return net.call(images);
    }
}
