using System.Globalization;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

public class VerdictTests
{
    /// <summary>Reads "a=0.5 b=[0,1] c=(0,1) d=schedule e=learned".</summary>
    private static Dictionary<string, CoefficientKnowledge> Known(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => Read(p[1]));

    private static CoefficientKnowledge Read(string text)
    {
        if (text == "schedule")
            return new ScheduledCoefficient();
        if (text == "learned")
            return new LearnedCoefficient();
        if (text[0] is not ('[' or '('))
            return CoefficientKnowledge.Of(double.Parse(text, CultureInfo.InvariantCulture));
        Rational[] ends = [.. text[1..^1].Split(',').Select(e => Exact(double.Parse(e, CultureInfo.InvariantCulture)))];
        return new BoundedCoefficient(ends[0], ends[1], text[0] == '(');
    }

    private static Rational Exact(double value)
    {
        Assert.True(Rational.TryFromDouble(value, out Rational exact));
        return exact;
    }

    private static Verdict Judge(string text, string known = "")
    {
        WiringResult wired = Wirer.Wire(text, WiringOptions.Default);
        Assert.Empty(wired.Problems);
        return VerdictMaker.Judge(wired.Plan!, Known(known));
    }

    private static string Rho(Verdict verdict) => string.Join(" ", verdict.Polynomial.Select(c => c.ToString()));

    private static string Steps(Verdict verdict) => string.Join(", ", verdict.Steps.Select(s => $"{s.Operator}: {s.Size}"));

    /// <summary>A product of what operators give is dropped as they are; one that holds an iterate is not linear.</summary>
    [Theory]
    [InlineData("x_<k+1> = x_k - b*g(x_k)*T(x_k)", "g*T: b")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*sigmoid(G(x_k))*T(x_k)", "sigmoid*T: 2*b")]
    [InlineData("x_<k+1> = x_k - (1 - g(x_k))*T(x_k)", "T: 1, g*T: -1")]
    [InlineData("x_<k+1> = x_k - T(x_k) - b*u*T(x_k) - S(x_k)*T(x_k)*(T(x_k) + G(x_k))", "S*T*(T+G): 1, T: 1, u*T: b")]
    [InlineData("x_<k+1> = (1 - g(x_k))*x_k + g(x_k)*T(x_k)", null)]
    [InlineData("x_<k+1> = x_k - x_k*x_<k-1>", null)]
    [InlineData("x_<k+1> = x_k - relu(x_k)*T(x_k)", null)]
    [InlineData("x_<k+1> = x_k - prox[b](x_k)*T(x_k)", null)]
    [InlineData("y_k = x_k - T(x_k); x_<k+1> = x_k - S(x_k)*y_k", null)]
    [InlineData("x_<k+1> = x_k - sum[j=0..k](0.1*T(x_j)*x_j)", null)]
    public void Judge_ProductsOfTensors_WhereTheyHoldNoIterate(string text, string? steps)
    {
        WiringResult wired = Wirer.Wire(text, new WiringOptions { Inputs = text.Contains("u*", StringComparison.Ordinal) ? ["x", "u"] : null });
        Assert.Empty(wired.Problems);

        Verdict verdict = VerdictMaker.Judge(wired.Plan!, Known("a=0.5"));

        if (steps is null)
        {
            Assert.Equal((NoVerdictReason.NotLinear, Stability.NotApplicable, null), (verdict.Reason, verdict.Stability, verdict.Consistent));
            Assert.Equal("A product of tensors holds an iterate, so the recurrence is not linear in its iterates and zero-stability was not judged.", verdict.Text);
            Assert.Equal(ProblemKind.NoConstantVerdict, Assert.Single(verdict.Problems).Kind);
            return;
        }
        Assert.Equal((true, Stability.Stable), (verdict.Consistent, verdict.Stability));
        Assert.Equal(steps, Steps(verdict));
    }

    /// <summary>Numbers that change by a rule of their own are as a schedule; what stands for coefficients is as they are.</summary>
    [Theory]
    [InlineData("t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; c_k = (t_k - 1)/t_<k+1>; y_k = x_k + c_k*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)", "", NoVerdictReason.DependsOnLayer)]
    [InlineData("x_<k+1> = x_k + 0.9^k*(x_k - x_<k-1>) - b*T(x_k)", "", NoVerdictReason.DependsOnLayer)]
    [InlineData("t_0 = 1; t_<k+1> = 0.9*t_k; x_<k+1> = x_k + t_k*(x_k - x_<k-1>) - b*T(x_k)", "", NoVerdictReason.DependsOnLayer)]
    [InlineData("t_0 = 1; t_<k+1> = a*t_k; x_<k+1> = x_k + t_k*(x_k - x_<k-1>) - b*T(x_k)", "a=learned", NoVerdictReason.DependsOnLayer)]
    [InlineData("c_k = a/2; x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - b*T(x_k)", "a=learned", NoVerdictReason.Learned)]
    [InlineData("c_k = a_k/2; x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - b*T(x_k)", "a=(0,1)", NoVerdictReason.None)]
    [InlineData("c_k = a_k/2; d_k = c_k + a_<k+1>/2; x_<k+1> = x_k + d_k*(x_k - x_<k-1>) - b*T(x_k)", "a=(0,1)", NoVerdictReason.None)]
    [InlineData("t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k + a*(x_k - x_<k-1>) - t_k*T(x_k)", "a=0.5", NoVerdictReason.None)]
    public void Judge_ScalarLines_ByWhatTheyStandFor(string text, string known, object reason)
    {
        Verdict verdict = Judge(text, known);

        Assert.Equal((NoVerdictReason)reason, verdict.Reason);
        Assert.True(verdict.Consistent);
        Assert.Equal((NoVerdictReason)reason != NoVerdictReason.None ? Stability.NotApplicable : known.StartsWith("a=(", StringComparison.Ordinal) ? Stability.StableInRange : Stability.Stable, verdict.Stability);
    }

    /// <summary>Every entry marked as checked in the catalogue of networks, explicit and implicit: rho, order, effective step.</summary>
    [Theory]
    [InlineData(Gallery.GradientDescent, "", "-1 1", 1, "T: b")]
    [InlineData(Gallery.HeavyBall, "a=0.5", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData("c_k = 1/2; x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - b*T(x_k)", "", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData("c_k = a/(1 + a); x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - b*T(x_k)", "a=1", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData("t_0 = 1; t_<k+1> = t_k^2; x_<k+1> = x_k + t_k/2*(x_k - x_<k-1>) - b*T(x_k)", "", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData("t_<-1> = a; t_0 = a; t_<k+1> = sqrt(t_k)*sqrt(t_<k-1>); s_<k+1> = 2*t_<k+1>; x_<k+1> = x_k + s_<k+1>*(x_k - x_<k-1>) - b*T(x_k)", "a=0.25", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData("p_0 = 1; q_0 = 1; p_<k+1> = 2*q_k - p_k; q_<k+1> = p_<k+1>*q_k; x_<k+1> = x_k + q_<k+1>/p_k/2*(x_k - x_<k-1>) - b*T(x_k)", "", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData(Gallery.HeavyBall, "a=-1", "-1 0 1", 2, "T: 0.5*b")]
    [InlineData(Gallery.HeavyBall, "a=0.9 b=0.01", "0.9 -1.9 1", 1, "T: 0.1")]
    [InlineData(Gallery.ConstantNesterov, "a=0.5", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData(Gallery.Apg, "a=0.5", "0.5 -1.5 1", 1, "T: 2*b")]
    [InlineData(Gallery.Optimistic, "", "0 -1 1", 1, "T: b")]
    [InlineData(Gallery.AdamsBashforth2, "", "0 -1 1", 2, "T: b")]
    [InlineData(Gallery.AdamsBashforth3, "", "0 0 -1 1", 3, "T: b")]
    [InlineData(Gallery.Ladmm, "", "-0.25 0.75 -1.5 1", 1, "T1: 1/3, T2: 1/3")]
    [InlineData(Gallery.LmResNet, "c=0.1", "-0.1 -0.9 1", 1, "T: 10/11")]
    [InlineData(Gallery.MomentumNet, "g=0.9", "0.9 -1.9 1", 1, "T: 1")]
    [InlineData(Gallery.Extragradient, "", "-1 1", 1, "T: b")]
    [InlineData(Gallery.DouglasRachford, "", "-1 1", 1, "proxF: b, proxG: b")]
    [InlineData(Gallery.DavisYin, "", "-1 1", 1, "H: b, proxF: b, proxG: b")]
    [InlineData(Gallery.Leapfrog, "", "-1 0 1", 2, "T: b")]
    [InlineData(Gallery.ProximalPoint, "", "-1 1", 1, "T: b")]
    [InlineData(Gallery.ProximalGradient, "", "-1 1", 1, "T1: b, T2: b")]
    [InlineData("x_<k+1> = prox[b](x_k - b*T1(x_k))", "", "-1 1", 1, "T1: b, prox: b")]
    [InlineData("x_<k+1> = prox[b, k](x_k - b*T1(x_k))", "", "-1 1", 1, "T1: b, prox: b")]
    [InlineData("x_<k+1> = prox[k, b](x_k - b*T1(x_k))", "", "-1 1", 1, "T1: b, prox: b")]
    [InlineData("x_<k+1> = clip[b, 2*k](x_k - b*T1(x_k))", "", "-1 1", 1, "T1: b")]
    [InlineData(Gallery.AdamsMoulton2, "", "-1 1", 2, "T: b")]
    [InlineData(Gallery.Bdf2, "", "1/3 -4/3 1", 2, "T: b")]
    [InlineData(Gallery.RungeKutta4, "", "-1 1", 4, "T: b")]
    [InlineData(Gallery.Kutta3, "", "-1 1", 3, "T: b")]
    [InlineData(Gallery.Nested3, "", "-1 1", 2, "T: b")]
    [InlineData("x_<k+1> = x_k - b*T(x_k, x_<k-1>)", "", "0 -1 1", 1, "T: b")]
    [InlineData("x_<k+1> = x_k - b*T(x_k, x_k - x_<k-1>)", "", "0 -1 1", 1, "T: b")]
    [InlineData("x_<k+1> = x_k - 3/2*b*T(x_k, u) + 1/2*b*T(x_<k-1>, u)", "", "0 -1 1", 2, "T: b")]
    [InlineData("x_<k+1> = x_k - 3/2*b*(T(x_k) + u) + 1/2*b*(T(x_<k-1>) + u)", "", "0 -1 1", 2, "T: b")]
    [InlineData("x_<k+1> = x_k - b*T(x_k + S(x_<k-1>))", "", "0 -1 1", 1, "T: b")]
    [InlineData("x_<k+1> = x_k - b*T1(x_k) + c*T2(x_k)", "", "-1 1", 1, "T1: b, T2: -c")]
    [InlineData("x_<k+1> = x_k - (0.1/(1 - a) - 0.1*a/(1 - a))*T(x_k)", "", "-1 1", 1, "T: 0.1")]
    [InlineData("x_<k+1> = a/(a + c)*x_k + c/(a + c)*x_k - b*T(x_k)", "", "-1 1", 1, "T: b")]
    public void Judge_ConvergentMethod_IsConsistentStableAndOfItsOrder(string text, string known, string rho, int order, string steps)
    {
        Verdict verdict = Judge(text, known);

        Assert.Equal(rho, Rho(verdict));
        Assert.True(verdict.Consistent);
        Assert.Equal(Stability.Stable, verdict.Stability);
        Assert.Equal(order, verdict.Order);
        Assert.Equal(steps, Steps(verdict));
        Assert.True(verdict.IsExact);
        Assert.Null(verdict.Offending);
        Assert.Empty(verdict.Problems);
    }

    [Theory]
    [InlineData(Gallery.GradientDescent, "T: -b")]
    [InlineData(Gallery.Unstable, "T: b")]
    [InlineData(Gallery.DouglasRachford, "proxF: -b, proxG: -b")]
    [InlineData(Gallery.AdamsMoulton2, "T: -b")]
    [InlineData(Gallery.MomentumNet, "T: 1")]
    public void Judge_Flow_HasTheSignWithWhichTheOperatorActs(string text, string flow) =>
        Assert.Equal(flow, string.Join(", ", Judge(text, "g=0.9").Steps.Select(s => $"{s.Operator}: {s.Flow}")));

    [Fact]
    public void Judge_HeavyBall_TextSaysItAll() =>
        Assert.Equal("Consistent and zero-stable, of order 1, with the effective step 2*b for T.", Judge(Gallery.HeavyBall, "a=0.5").Text);

    [Fact]
    public void Judge_Ladmm_HasItsEigenvalues() =>
        Assert.Equal(["1", "0.25 + 0.433i", "0.25 - 0.433i"], Judge(Gallery.Ladmm).Roots.Select(r => r.ToString()));

    [Fact]
    public void Judge_Leapfrog_RootAtMinusOneIsSimple() =>
        Assert.Equal(["1", "-1"], Judge(Gallery.Leapfrog).Roots.Select(r => r.ToString()));

    [Fact]
    public void Judge_ClassicUnstableMethod_NamesTheRoot()
    {
        Verdict verdict = Judge(Gallery.Unstable);

        Assert.True(verdict.Consistent);
        Assert.Equal(Stability.Unstable, verdict.Stability);
        Assert.Equal(3, verdict.Order);
        Assert.Equal("root -5", verdict.Offending.ToString());
        Assert.Equal("T: b", Steps(verdict));
        Problem problem = Assert.Single(verdict.Problems);
        Assert.Equal(ProblemKind.NotZeroStable, problem.Kind);
        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.Equal(
            "Not zero-stable: root -5 of rho makes what the layers add up grow with depth; choose other coefficients or learn them.", problem.Message);
        Assert.Equal(new SourceSpan(0, 1), problem.Span);
    }

    [Fact]
    public void Judge_HeavyBallWithFullMomentum_HasADoubleRoot()
    {
        Verdict verdict = Judge(Gallery.HeavyBall, "a=1");

        Assert.Equal(Stability.Unstable, verdict.Stability);
        Assert.Equal("Consistent and not zero-stable (multiple root 1).", verdict.Text);
        Assert.Empty(verdict.Steps);
    }

    [Fact]
    public void Judge_PracticalHeavyBallNet_IsNotConsistent()
    {
        Verdict verdict = Judge(Gallery.NotConsistent);

        Assert.Equal("1 -1 1", Rho(verdict));
        Assert.False(verdict.Consistent);
        Assert.Null(verdict.Order);
        Assert.Empty(verdict.Steps);
        Assert.Equal(Stability.Stable, verdict.Stability);
        Problem problem = Assert.Single(verdict.Problems);
        Assert.Equal(ProblemKind.NotConsistent, problem.Kind);
        Assert.Equal(
            "Not consistent: rho(1) is 1, not 0, so a constant is not kept when the operators vanish; make the factors of the states add up to 1 unless an operator contains the identity.",
            problem.Message);
        Assert.Equal("Not consistent, but zero-stable.", verdict.Text);
    }

    [Theory]
    [InlineData(Gallery.HeavyBall, "", NoVerdictReason.Learned)]
    [InlineData(Gallery.LmResNet, "", NoVerdictReason.Learned)]
    [InlineData(Gallery.Nesterov, "", NoVerdictReason.DependsOnLayer)]
    [InlineData(Gallery.LmResNet, "c=schedule", NoVerdictReason.DependsOnLayer)]
    [InlineData(Gallery.ImplicitFista, "a=schedule", NoVerdictReason.DependsOnLayer)]
    [InlineData(Gallery.Equilibrium, "", NoVerdictReason.Equilibrium)]
    [InlineData("x_<k+1> = sum[j=0..k](c_<k,j>*x_j) + T(x_k)", "", NoVerdictReason.DenseHistory)]
    [InlineData("x_<k+1> = a*x_0 + (1-a)*T(x_k)", "a=0.5", NoVerdictReason.PinnedIterate)]
    [InlineData("x_<k+1> = x_k + a*x_<k+1> + T(x_k)", "a=0.5", NoVerdictReason.LinearlyImplicit)]
    [InlineData("x_<k+1> = x_<k-40> + T(x_k)", "", NoVerdictReason.TooLarge)]
    public void Judge_NoConstantPolynomial_SaysWhy(string text, string known, object reason)
    {
        Verdict verdict = Judge(text, known);

        Assert.Equal(Stability.NotApplicable, verdict.Stability);
        Assert.Equal((NoVerdictReason)reason, verdict.Reason);
        Assert.True(verdict.IsExact);
        bool silent = reason is NoVerdictReason.Learned or NoVerdictReason.Equilibrium;
        Assert.Equal(silent ? [] : [ProblemKind.NoConstantVerdict], verdict.Problems.Select(p => p.Kind));
    }

    [Fact]
    public void Judge_LearnedCoefficients_ConsistencyStillHolds()
    {
        Verdict verdict = Judge(Gallery.LmResNet);

        Assert.True(verdict.Consistent);
        Assert.Equal("Coefficients are learned without bounds, so no condition is needed. It is consistent whatever their values.", verdict.Text);
        Assert.Null(Judge("x_<k+1> = a*x_k + c*x_<k-1> + T(x_k)").Consistent);
    }

    [Fact]
    public void Judge_AgdFull_IsStableAndItsStepsChange()
    {
        Verdict verdict = Judge(Gallery.AgdFull);

        Assert.Equal("-1 1", Rho(verdict));
        Assert.Equal(Stability.Stable, verdict.Stability);
        Assert.Null(verdict.Order);
        Assert.Empty(verdict.Steps);
    }

    [Fact]
    public void Judge_Pdhg_RepeatedRootAtOneDoesNoHarm()
    {
        Verdict verdict = Judge(Gallery.Pdhg, "w=1");

        Assert.True(verdict.Consistent);
        Assert.Equal(Stability.Stable, verdict.Stability);
        Assert.Equal(["1", "1"], verdict.Roots.Take(2).Select(r => r.ToString()));
    }

    [Fact]
    public void Judge_CoupledCounters_RepeatedRootAtOneGrows() =>
        Assert.Equal(Stability.Unstable, Judge("v_<k+1> = v_k + T(x_k); x_<k+1> = x_k + v_k").Stability);

    [Fact]
    public void Judge_Lista_SoftThresholdCountsAsResolvent()
    {
        Verdict verdict = Judge(Gallery.Lista);

        Assert.Equal("-1 1", Rho(verdict));
        Assert.Equal(Stability.Stable, verdict.Stability);
        Assert.Equal("W: 1, soft: s_k", Steps(verdict));
    }

    [Theory]
    [InlineData(Gallery.HeavyBall, "a=[0,0.9]", Stability.StableInRange, "")]
    [InlineData(Gallery.HeavyBall, "a=[-1,0.9]", Stability.StableInRange, "")]
    [InlineData(Gallery.HeavyBall, "a=(0,1)", Stability.StableInRange, "")]
    [InlineData(Gallery.HeavyBall, "a=[0,1]", Stability.UnstableInRange, "a = 1")]
    [InlineData(Gallery.HeavyBall, "a=[-1.5,0]", Stability.UnstableInRange, "a = -1.5")]
    [InlineData(Gallery.HeavyBall, "a=(-1.5,0)", Stability.UnstableInRange, "a = -1.125")]
    [InlineData(Gallery.LmResNet, "c=(-1,1)", Stability.StableInRange, "")]
    [InlineData(Gallery.LmResNet, "c=[0,2]", Stability.UnstableInRange, "c = 2")]
    [InlineData("x_<k+1> = (1 + a - c)*x_k + (c - a)*x_<k-1> - T(x_k)", "a=[0,0.5] c=[0,0.4]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) + c*(x_<k-1> - x_<k-2>) - T(x_k)", "a=[0,0.6] c=[-0.3,0.3]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) + c*(x_<k-1> - x_<k-2>) - T(x_k)", "a=[0,0.6] c=[-0.3,0.5]", Stability.UnstableInRange, "a = 0.6, c = 0.5")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) + c*(x_<k-1> - x_<k-2>) + a*c*(x_<k-2> - x_<k-3>) - T(x_k)", "a=[-0.4,0.4] c=[-0.3,0.3]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + a*(x_<k-2> - x_<k-3>) - T(x_k)", "a=[-0.95,0.95]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + a*(x_<k-2> - x_<k-3>) - T(x_k)", "a=[0,1.2]", Stability.UnstableInRange, "a = 1.2")]
    [InlineData("x_<k+1> = x_k + a*(x_<k-2> - x_<k-3>) - T(x_k)", "a=(0.1,1.9)", Stability.UnstableInRange, "a = 1")]
    [InlineData("x_<k+1> = x_k + a*(x_<k-2> - x_<k-3>) - T(x_k)", "a=[-1,0.5]", Stability.Undecided, "")]
    [InlineData("x_<k+1> = x_k + sqrt(a)*(x_k - x_<k-1>) - T(x_k)", "a=[0,0.5]", Stability.Undecided, "")]
    [InlineData("x_<k+1> = x_k + a/(1 + a)*(x_k - x_<k-1>) - T(x_k)", "a=[0,100]", Stability.StableInRange, "")]
    [InlineData(Gallery.MomentumNet, "g=(0,1)", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + abs(a)*(x_k - x_<k-1>) - T(x_k)", "a=[-0.9,0.5]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + abs(a)*(x_k - x_<k-1>) - T(x_k)", "a=[-0.9,-0.1]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + abs(a)*(x_k - x_<k-1>) - T(x_k)", "a=[-1,0.5]", Stability.UnstableInRange, "a = -1")]
    [InlineData("x_<k+1> = x_k + min(a, 0.9, a + 1)*(x_k - x_<k-1>) - T(x_k)", "a=[0,5]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + min(a, 2)*(x_k - x_<k-1>) - T(x_k)", "a=[0,5]", Stability.UnstableInRange, "a = 5")]
    [InlineData("x_<k+1> = x_k + max(a, -0.9)*(x_k - x_<k-1>) - T(x_k)", "a=[-5,0.95]", Stability.StableInRange, "")]
    [InlineData("x_<k+1> = x_k + max(a, -2)*(x_k - x_<k-1>) - T(x_k)", "a=[-5,0.95]", Stability.UnstableInRange, "a = -5")]
    [InlineData("x_<k+1> = x_k + max(sqrt(a), 0.5)*(x_k - x_<k-1>) - T(x_k)", "a=[0,0.5]", Stability.Undecided, "")]
    public void Judge_BoundedCoefficients_IsProvedOrRefuted(string text, string known, object stability, string witness)
    {
        Verdict verdict = Judge(text, known);

        Assert.Equal((Stability)stability, verdict.Stability);
        Assert.Equal(witness, string.Join(", ", verdict.Witness.Select(w => $"{w.Name} = {w.Value}")));
        Assert.Equal(witness.Length > 0, verdict.Offending is not null);
        Assert.True(verdict.Consistent);
        Assert.True(verdict.IsExact);
    }

    [Fact]
    public void Judge_BoundedMomentum_EffectiveStepIsAFormula()
    {
        Verdict verdict = Judge(Gallery.HeavyBall, "a=[0,0.9]");

        Assert.Equal("T: b/(1 - a)", Steps(verdict));
        Assert.Equal(1, verdict.Order);
        Assert.Equal("Consistent and zero-stable for every coefficient in its range, of order 1, with the effective step b/(1 - a) for T.", verdict.Text);
    }

    [Fact]
    public void Judge_RangeWithAnUnstableEnd_WarnsWithTheWitness()
    {
        Problem problem = Assert.Single(Judge(Gallery.HeavyBall, "a=[0,2]").Problems);

        Assert.Equal(ProblemKind.UnstableInRange, problem.Kind);
        Assert.Equal("Not zero-stable for all coefficients in range: at a = 2 there is a root 2 of rho; narrow the range.", problem.Message);
    }

    [Fact]
    public void Judge_FactorsThatDoNotAddUp_AreConsistentForSomeValuesOnly()
    {
        Verdict verdict = Judge("x_<k+1> = a*x_k - T(x_k)", "a=[0,1]");

        Assert.Null(verdict.Consistent);
        Assert.Null(verdict.Order);
        Assert.Empty(verdict.Steps);
        Assert.Equal(Stability.StableInRange, verdict.Stability);
        Assert.Equal([ProblemKind.NotConsistent], verdict.Problems.Select(p => p.Kind));
    }

    [Fact]
    public void Judge_IrrationalCoefficient_IsJudgedInDoublePrecision()
    {
        Verdict stable = Judge("x_<k+1> = x_k + sqrt(0.5)*(x_k - x_<k-1>) - T(x_k)");
        Verdict unstable = Judge("x_<k+1> = x_k + sqrt(2)*(x_k - x_<k-1>) - T(x_k)");

        Assert.False(stable.IsExact);
        Assert.True(stable.Consistent);
        Assert.Equal(Stability.Stable, stable.Stability);
        Assert.Equal(Stability.Unstable, unstable.Stability);
        Assert.Equal("root 1.4142", unstable.Offending.ToString());
        Assert.Null(stable.Offending);
        Assert.Null(stable.Order);
    }

    [Fact]
    public void Judge_Window_IsWrittenOut()
    {
        Verdict verdict = Judge("x_<k+1> = x_k - b*sum[j=k-1..k]((2*j - 2*k + 1)*T(x_j))/1 + sum[j=k-2..k-1](a*x_j)*0", "a=0.1");

        Assert.Equal("0 -1 1", Rho(verdict));
    }

    /// <summary>The root that is named is the one that breaks the condition: outside by however little, or on the circle and there twice.</summary>
    [Theory]
    [InlineData("x_<k+1> = 1.0001*x_k - T(x_k)", "", "root 1.0001")]
    [InlineData("x_<k+1> = 2*x_k - 0.75*x_<k-1> - T(x_k)", "", "root 1.5")]
    [InlineData("x_<k+1> = 12345678901234567890*x_k - T(x_k)", "", "root 12345678901234600000")]
    [InlineData("x_<k+1> = 1e300*x_k - 1e300*x_<k-1> + 1e300*x_<k-2> - T(x_k)", "", "root ")]
    [InlineData("x_<k+1> = 1e400*x_k - 1e400*x_<k-1> - T(x_k)", "", "root ")]
    [InlineData("x_<k+1> = 4*x_k - 4*x_<k-1> - T(x_k)", "", "root 2")]
    [InlineData("x_<k+1> = -x_k + x_<k-1> + x_<k-2> - T(x_k)", "", "multiple root -1")]
    [InlineData("x_<k+1> = 2.4*x_k - 3.44*x_<k-1> + 2.4*x_<k-2> - x_<k-3> - T(x_k)", "", "multiple root 0.6 + 0.8i")]
    [InlineData("x_<k+1> = 3.4*x_k - 5.84*x_<k-1> + 5.84*x_<k-2> - 3.4*x_<k-3> + x_<k-4> - T(x_k)", "", "multiple root 0.6 + 0.8i")]
    [InlineData("x_<k+1> = 3*x_k - 3.25*x_<k-1> + 1.5*x_<k-2> - 0.25*x_<k-3> - T(x_k)", "", "multiple root 1")]
    [InlineData("x_<k+1> = 2.0005*x_k - 1.0005*x_<k-1> - T(x_k)", "", "root 1.0005")]
    [InlineData("x_<k+1> = a*x_k - T(x_k)", "a=[0,1.0001]", "root 1.0001")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", "a=[0,1]", "multiple root 1")]
    [InlineData("x_<k+1> = x_k + a*(x_<k-2> - x_<k-3>) - T(x_k)", "a=[0,1]", "multiple root 1")]
    [InlineData("x_<k+1> = -0.0000001*x_k + 1.0000001*x_<k-1> - T(x_k)", "", "root -1")]
    public void Judge_NotZeroStable_NamesTheRootThatBreaksIt(string text, string known, string root)
    {
        Verdict verdict = Judge(text, known);

        Assert.Equal(known.Length == 0 ? Stability.Unstable : Stability.UnstableInRange, verdict.Stability);
        Assert.StartsWith(root, verdict.Offending.ToString(), StringComparison.Ordinal);
        Assert.Contains($"({verdict.Offending})", verdict.Text, StringComparison.Ordinal);
        Assert.Contains($"{verdict.Offending} of rho", verdict.Problems[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>Two states side by side have the root 1 twice without harm; what grows is named.</summary>
    [Fact]
    public void Judge_HarmlessMultipleRoot_IsNotNamed()
    {
        Verdict verdict = Judge("y_<k+1> = y_k - S(y_k); x_<k+1> = -2*x_k - x_<k-1> - T(x_k, y_k)");

        Assert.Equal(Stability.Unstable, verdict.Stability);
        Assert.Equal("multiple root -1", verdict.Offending.ToString());
        Assert.Equal("multiple root -1", Judge("y_<k+1> = y_k - S(y_k); z_<k+1> = z_k - S(z_k); x_<k+1> = -2*x_k - x_<k-1> - T(x_k, y_k + z_k)").Offending.ToString());
    }

    /// <summary>Numbers that are no fractions cannot tell a double root on the circle from two roots beside it; off the circle they can.</summary>
    [Theory]
    [InlineData("x_<k+1> = sqrt(2)*x_k - x_<k-1> - T(x_k)", Stability.Stable)]
    [InlineData("x_<k+1> = sqrt(2)*sqrt(2)/2*x_<k-1> - T(x_k)", Stability.Stable)]
    [InlineData("x_<k+1> = 2*sqrt(0.125)*x_k - 0.125*x_<k-1> - T(x_k)", Stability.Stable)]
    [InlineData("x_<k+1> = 2*sqrt(2)*x_k - 4*x_<k-1> + 2*sqrt(2)*x_<k-2> - x_<k-3> - T(x_k)", Stability.Undecided)]
    [InlineData("x_<k+1> = (1 + sqrt(2))*x_k - (1 + sqrt(2))*x_<k-1> + x_<k-2> - T(x_k)", Stability.Stable)]
    [InlineData("x_<k+1> = sqrt(2)*sqrt(2)*x_k - sqrt(2)*sqrt(2)/2*x_<k-1> - T(x_k)", Stability.Undecided)]
    [InlineData("x_<k+1> = 2*sqrt(2)*x_k - 2*x_<k-1> - T(x_k)", Stability.Unstable)]
    [InlineData("x_<k+1> = (1 + 2*sqrt(2))*x_k - (2 + 2*sqrt(2))*x_<k-1> + 2*x_<k-2> - T(x_k)", Stability.Unstable)]
    public void Judge_IrrationalCoefficients_OfMultipleRoots(string text, object stability)
    {
        Verdict verdict = Judge(text);

        Assert.False(verdict.IsExact);
        Assert.Equal((Stability)stability, verdict.Stability);
        Assert.Equal(stability is Stability.Unstable ? "root 1.4142" : "", verdict.Offending.ToString());
        if (stability is Stability.Undecided)
        {
            Assert.Equal(
                "Zero-stability was neither proved nor refuted: rho may have a multiple root on the unit circle, which only fractions tell; write fractions in place of functions.",
                Assert.Single(verdict.Problems, p => p.Kind == ProblemKind.StabilityUndecided).Message);
        }
    }

    /// <summary>What is no fraction adds up to 1 but for rounding; fractions add up exactly or not at all.</summary>
    [Theory]
    [InlineData("x_<k+1> = exp(log(3))/3*x_k - T(x_k)", true)]
    [InlineData("x_<k+1> = exp(log(2))/3*x_k - T(x_k)", false)]
    [InlineData("x_<k+1> = 0.999999999999*x_k - T(x_k)", false)]
    public void Judge_Consistency_IsExactForFractionsAlone(string text, bool consistent)
    {
        Verdict verdict = Judge(text);

        Assert.Equal(consistent, verdict.Consistent);
        Assert.Equal(Stability.Stable, verdict.Stability);
    }

    [Fact]
    public void Judge_IrrationalRootJustOutside_IsUnstable() => Assert.Equal("root 1.0041", Judge("x_<k+1> = 0.71*sqrt(2)*x_k - T(x_k)").Offending.ToString());

    [Fact]
    public void Judge_FactorsThatNeverAddUp_AreNotConsistent()
    {
        Verdict verdict = Judge("x_<k+1> = a*x_k - T(x_k)", "a=[0,0.5]");

        Assert.False(verdict.Consistent);
        Assert.Equal(Stability.StableInRange, verdict.Stability);
        Assert.Null(verdict.Order);
    }

    /// <summary>With a coefficient that is no number seven iterates are too many, six are not.</summary>
    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-5>) - T(x_k)", "a=[0,0.1]", NoVerdictReason.None)]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-6>) - T(x_k)", "a=[0,0.1]", NoVerdictReason.TooLarge)]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-6>) - T(x_k)", "a=0.1", NoVerdictReason.None)]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-6>) - T(x_k)", "", NoVerdictReason.Learned)]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-6>) - T(x_k)", "a=schedule", NoVerdictReason.DependsOnLayer)]
    public void Judge_ManyIteratesTiedTogether_AsFarAsItDoesNotTakeLong(string text, string known, object reason) =>
        Assert.Equal((NoVerdictReason)reason, Judge(text, known).Reason);
}
