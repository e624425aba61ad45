using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>A number that is there only when the network first runs.</summary>
[Update("t_0 = s; t_<k+1> = t_k/2; x_<k+1> = x_k - t_k*T(x_k)", Layers = 3)]
public partial class LateNumbers
{
    public double s { get; init; } = 1;

    private static Tensor T(Tensor x) => x.alias();
}

/// <summary>A number of an equilibrium, and one of a layer that is solved.</summary>
[Update("c = 1/(1 + s); z = c*u - c*T(z)/4", Inputs = "u")]
public partial class EquilibriumNumbers
{
    private const int s = 3;

    [Lipschitz(1)]
    private static Tensor T(Tensor x) => x.alias();
}

/// <summary>Lines that compute numbers, against the same loops in double precision.</summary>
public sealed class ScalarLineTests
{
    private const string Fista = "t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; c_k = (t_k - 1)/t_<k+1>; y_k = x_k + c_k*(x_k - x_<k-1>); x_<k+1> = y_k - 0.9^k*b*T(y_k)";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Forward_Fista_EqualsTheLoop(int layers)
    {
        (double x, double before, double t) = (0.7, 0.7, 1);
        for (int k = 0; k < layers; k++)
        {
            double next = (1 + Math.Sqrt(1 + (4 * t * t))) / 2;
            double y = x + ((t - 1) / next * (x - before));
            (x, before, t) = (y - (Math.Pow(0.9, k) * 0.25 * Math.Cos(y)), x, next);
        }
        using Module<Tensor, Tensor> network = Recurrence.Parse(Fista).ToModule(new RecurrenceBindings { Layers = layers }.Coefficient("b", 0.25).Function("T", (Tensor y) => y.cos()));
        using Tensor input = tensor(new[] { 0.7 });
        using Tensor output = network.call(input);

        Assert.Equal(x, output[0].item<double>(), 1e-14);
    }

    /// <summary>The derivative by what is trained in a recurring line, against differences of the loop.</summary>
    [Fact]
    public void Backward_TrainedLine_EqualsTheDifferenceQuotient()
    {
        static double Loop(double g)
        {
            (double x, double t) = (0.7, g);
            for (int k = 0; k < 6; k++)
            {
                double next = Math.Sqrt((t * g) + 1) / (k + 1.5);
                x -= next * t * Math.Cos(x);
                t = next;
            }
            return x;
        }
        RecurrenceBindings bindings = new RecurrenceBindings { Layers = 6 }.Learned("g", 0.4).Coefficient("s", 1.5).Function("T", (Tensor x) => x.cos());
        using Module<Tensor, Tensor> network = Recurrence.Parse("t_0 = g; t_<k+1> = sqrt(t_k*g + 1)/(k + s); x_<k+1> = x_k - t_<k+1>*t_k*T(x_k)").ToModule(bindings).to(float64);
        using DisposeScope scope = NewDisposeScope();
        using Tensor output = network.call(tensor(new[] { 0.7 }));
        output.sum().backward();

        const double Step = 1e-6;
        double g = network.get_parameter("g")!.item<double>();
        Assert.Equal(Loop(g), output[0].item<double>(), 1e-14);
        Assert.Equal((Loop(g + Step) - Loop(g - Step)) / (2 * Step), network.get_parameter("g")!.grad!.item<double>(), 1e-8);
    }

    [Fact]
    public void Forward_NumberThatIsThereLate_IsReadThen()
    {
        using var network = new LateNumbers { s = 0.5 };
        using Tensor input = tensor(new[] { 1.0 });
        using Tensor output = network.call(input);

        Assert.Equal(0.5 * 0.75 * 0.875, output[0].item<double>(), 1e-14);
    }

    [Fact]
    public void Forward_Equilibrium_ReadsItsNumber()
    {
        using var network = new EquilibriumNumbers();
        using Tensor input = tensor(new[] { 1.7 });
        using Tensor output = network.call(input);

        Assert.Equal(0.25 * 1.7 / (1 + 0.0625), output[0].item<double>(), 1e-4);
    }

    [Theory]
    [InlineData("t_0 = 1; t_<k+1> = sqrt(t_k - 2.5*d_k); x_<k+1> = x_k - t_k*T(x_k)", "t_<k+1> is not a number in layer 2; the numbers of a network must be finite.")]
    [InlineData("c_k = 1/(0.4 - d_k); x_<k+1> = x_k - c_k*T(x_k)", "c_k is infinite in layer 2; the numbers of a network must be finite.")]
    [InlineData("t_0 = 1/d_0; t_<k+1> = t_k; x_<k+1> = x_k - t_k*T(x_k)", "t_0 is infinite; the numbers of a network must be finite.")]
    [InlineData("t_0 = 1; t_<k+1> = t_k*g/(d_<k+1> - 0.6); x_<k+1> = x_k - t_k*T(x_k)", "in layer 2; the numbers of a network must be finite.")]
    public void ToModule_NumberThatDoesNotExist_SaysWhichLineAndLayer(string text, string message)
    {
        RecurrenceBindings bindings = new RecurrenceBindings { Layers = 4 }.Coefficient("d", k => k == 2 ? 0.4 : k == 3 ? 0.6 : 0.2 * k).Function("T", (Tensor x) => x.alias());
        if (text.Contains("*g", StringComparison.Ordinal))
            bindings.Learned("g", 0.5);

        Assert.EndsWith(message, Assert.Throws<CoefficientException>(() => Recurrence.Parse(text).ToModule(bindings)).Message, StringComparison.Ordinal);
    }
}
