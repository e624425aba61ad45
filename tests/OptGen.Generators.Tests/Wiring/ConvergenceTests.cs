using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>The order and the effective step that a verdict states are those with which the network follows a flow whose solution is known.</summary>
public class ConvergenceTests
{
    [Theory]
    [InlineData(Gallery.GradientDescent)]
    [InlineData(Gallery.HeavyBall)]
    [InlineData(Gallery.ConstantNesterov)]
    [InlineData(Gallery.Apg)]
    [InlineData(Gallery.Optimistic)]
    [InlineData(Gallery.AdamsBashforth2)]
    [InlineData(Gallery.Extragradient)]
    [InlineData(Gallery.ProximalPoint)]
    [InlineData(Gallery.AdamsMoulton2)]
    [InlineData("x_<-1> = u; " + Gallery.Bdf2)]
    [InlineData("x_<-1> = u; " + Gallery.Leapfrog)]
    [InlineData("x_<k+1> = T(x_k)*b + 0.3*x_<k-1> + 0.7*x_k")]
    public void Order_OfTheVerdict_IsTheSlopeOfTheError(string text)
    {
        Plan plan = Wirer.Wire(text, WiringOptions.Default).Plan!;
        var known = new Dictionary<string, CoefficientKnowledge> { ["a"] = CoefficientKnowledge.Of(0.3) };
        Verdict verdict = VerdictMaker.Judge(plan, known);
        EffectiveStep step = Assert.Single(verdict.Steps);
        Assert.True(Knowledge.TryEvaluate(step.Flow, new Dictionary<string, Rational> { ["b"] = 1 }, out Rational flow));

        double slope = Math.Log2(Error(plan, flow, 128) / Error(plan, flow, 256));

        Assert.InRange(slope, verdict.Order!.Value - 0.1, verdict.Order.Value + 0.1);
    }

    /// <summary>On x' = -x^3, with two arguments x' = -x*y^2 at y = x: what is of third order on linear flows need not be so here.</summary>
    [Theory]
    [InlineData(Gallery.GradientDescent, 1)]
    [InlineData(Gallery.Extragradient, 1)]
    [InlineData(Gallery.Midpoint, 2)]
    [InlineData(Gallery.ImplicitMidpoint, 2)]
    [InlineData(Gallery.AdamsMoulton2, 2)]
    [InlineData(Gallery.Kutta3, 3)]
    [InlineData(Gallery.Nested3, 2)]
    [InlineData(Gallery.RungeKutta4, 4)]
    [InlineData("x_<k+1> = x_k - b*T(x_k, x_<k-1>)", 1)]
    [InlineData("x_<k+1> = x_k - b*T(x_k, x_<k+1>)", 1)]
    [InlineData("x_<k+1> = x_k - b/2*(T(x_k, x_<k+1>) + T(x_<k+1>, x_k))", 2)]
    [InlineData("u_k = x_k - b/2*T(x_k, x_k); x_<k+1> = x_k - b*T_k(u_k, u_k)", 2)]
    [InlineData("v_<k+1> = v_k/2 + b/2*T(x_k); x_<k+1> = x_k - v_<k+1>", 1)]
    public void Order_OfTheVerdict_IsTheSlopeOfTheErrorOnANonlinearFlow(string text, int order)
    {
        Plan plan = Wirer.Wire(text, WiringOptions.Default).Plan!;
        Verdict verdict = VerdictMaker.Judge(plan, new Dictionary<string, CoefficientKnowledge>());
        Assert.Equal(order, verdict.Order);
        Assert.Equal("b", Assert.Single(verdict.Steps).Size.ToString());

        double slope = Math.Log2(NonlinearError(plan, 64) / NonlinearError(plan, 128));

        Assert.InRange(slope, order - 0.15, order + 0.15);
    }

    /// <summary>The distance from 1/sqrt(1 + 2t) after the time 1.</summary>
    private static double NonlinearError(Plan plan, int layers)
    {
        var runner = new PlanRunner(plan, layers, (_, _, _, x) => x[0] * x[^1] * x[^1], (_, _) => 1.0 / layers);
        return Math.Abs(runner.Run(1) - (1 / Math.Sqrt(3)));
    }

    /// <summary>The distance from exp(-1) after the time 1, with T(x) = ±x such that the flow goes to 0.</summary>
    private static double Error(Plan plan, Rational flow, int layers)
    {
        double step = 1.0 / layers;
        double b = step / flow.Abs().ToDouble();
        int sign = -flow.Sign;
        var runner = new PlanRunner(plan, layers, (_, _, _, x) => sign * x[0], (name, _) => name == "b" ? b : 0.3);
        return Math.Abs(runner.Run(1, Math.Exp(step)) - Math.Exp(-1));
    }
}
