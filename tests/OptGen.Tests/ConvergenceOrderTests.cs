using OptGen.FixedPoint;
using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>
/// With T the gradient of a quadratic, the layers follow the flow x' = -Ax: the error at time 1 falls with the step as the order says.
/// </summary>
public sealed class ConvergenceOrderTests
{
    /// <summary>The momentum of the methods that have one.</summary>
    private const double Momentum = 0.5;

    /// <summary>Text, order, and how far one layer goes along the flow when b is 1.</summary>
    public static TheoryData<string, int, double> Methods => new()
    {
        { "x_<k+1> = x_k - b*T(x_k)", 1, 1 },
        { "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", 1, 1 / (1 - Momentum) },
        { "y_k = x_k + a*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)", 1, 1 / (1 - Momentum) },
        { "y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))", 1, 1 / (1 - Momentum) },
        { "x_<k+1> = x_k - 2*b*T(x_k) + b*T(x_<k-1>)", 1, 1 },
        { "x_<-1> = before(u); x_0 = u; x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)", 2, 1 },
        {
            "x_<-2> = before(before(u)); x_<-1> = before(u); x_0 = u; "
            + "x_<k+1> = x_k - b*(23/12*T(x_k) - 16/12*T(x_<k-1>) + 5/12*T(x_<k-2>))", 3, 1
        },
        { "z_<k+1> = (z_k + y_k - b*T(z_k) - l_k)/2; y_<k+1> = (y_k + z_<k+1> - b*T(y_k) + l_k)/2; l_<k+1> = l_k + z_<k+1> - y_<k+1>; y_0 = u; z_0 = u", 1, 2.0 / 3 },
        { "v_0 = -b*T(x_0); v_<k+1> = a*v_k - (1-a)*b*T(x_k); x_<k+1> = x_k + v_<k+1>", 1, 1 },
        { "y_k = x_k - b*T(x_k); x_<k+1> = x_k - b*T_k(y_k)", 1, 1 },
        { "x_<-1> = before(u); x_0 = u; x_<k+1> = x_<k-1> - 2*b*T(x_k)", 2, 1 },
        { "x_<k+1> = x_k - b*T(x_<k+1>)", 1, 1 },
        { "x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))", 2, 1 },
        { "x_<-1> = before(u); x_0 = u; x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b*T(x_<k+1>)", 2, 1 },
        { "x_<k+1> = x_k - b/4*T(x_k) - 3/4*b*T(x_<k+1>)", 1, 1 },
        { "y_k = x_k + a*(x_k - x_<k-1>); x_<k+1> = y_k - b/2*T(y_k) - b/2*T(x_<k+1>)", 1, 1 / (1 - Momentum) },
        { "p_k = prox[b](z_k); q_k = prox[b](2*p_k - z_k); z_<k+1> = z_k + q_k - p_k; out = z_L", 1, 2 }
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_StepHalved_ErrorFallsByTheOrder(string text, int order, double reach)
    {
        using DisposeScope scope = NewDisposeScope();

        double slope = Math.Log2(Error(text, 256, reach) / Error(text, 512, reach));

        Assert.InRange(slope, order - 0.1, order + 0.1);
    }

    /// <summary>With the step that the momentum calls for left out, heavy ball follows another flow.</summary>
    [Fact]
    public void Run_HeavyBallWithoutItsFactor_DoesNotConverge()
    {
        using DisposeScope scope = NewDisposeScope();

        double error = Error("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", 512, reach: 1);

        Assert.InRange(error, 0.1, 1);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void Forward_OfGeneratedModule_FollowsTheFlow(bool isSecondOrder, int order)
    {
        using DisposeScope scope = NewDisposeScope();

        double slope = Math.Log2(Error(256) / Error(512));

        Assert.InRange(slope, order - 0.1, order + 0.1);

        double Error(int layers)
        {
            using Module<Tensor, Tensor> module = isSecondOrder ? new SecondOrderFlow(1.0 / layers, layers) : new FirstOrderFlow(1.0 / layers, layers);
            using IDisposable off = no_grad();
            return (module.call(Start()) - Flow(1)).norm().item<double>();
        }
    }

    /// <summary>The distance from the flow at time 1 after so many layers.</summary>
    private static double Error(string text, int layers, double reach)
    {
        var options = new RecurrenceOptions { Inputs = text.Contains("= u", StringComparison.Ordinal) ? ["u"] : null };
        Recurrence recurrence = Recurrence.Parse(text, options);
        double step = 1.0 / layers / reach;
        var bindings = new InterpreterBindings { Implicit = ImplicitModuleTests.Exact(new UnrolledAdjoint()) };
        bindings.Operators["T"] = (_, x) => Quadratic.Gradient(x[0]);
        bindings.Operators["before"] = (_, x) => Quadratic.Along(x[0], -1.0 / layers);
        bindings.Functions["prox"] = (x, s) => Quadratic.Resolvent(x[0], s[0].item<double>());
        bindings.Coefficients["a"] = _ => Comparison.Number(Momentum);
        bindings.Coefficients["b"] = _ => Comparison.Number(step);
        using IDisposable off = no_grad();
        return (recurrence.Run(bindings, layers, Start()) - Flow(1)).norm().item<double>();
    }

    private static Tensor Start() => tensor(new[] { 1.0, -0.5 }).view(1, 2);

    private static Tensor Flow(double time) => Quadratic.Along(Start(), time);
}
