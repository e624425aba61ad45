using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>The order and the effective step that a verdict states are those with which the network follows the flow x' = -x.</summary>
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
