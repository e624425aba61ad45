using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>Plans, run on numbers, against the same recurrences written as loops.</summary>
public class PlanRunTests
{
    private const int L = 7;

    private static double T(int k, double x) => (0.1 * x) + Math.Sin(k + 1 + x) / 10;

    private static double Coefficient(string name, int[] indices) => name switch
    {
        "a" => 0.5,
        "b" => 0.3,
        "g" => 0.8,
        "w" when indices.Length == 0 => 0.9,
        _ => 0.7 / (1 + indices.Sum()) + name[0] / 1000.0
    };

    private static double Apply(string name, int module, double[] parameters, double[] arguments) =>
        T(module, arguments.Select((x, i) => x / (i + 1)).Sum()) + (name[0] / 1000.0) + (parameters.Sum() / 7);

    private static (double Result, List<string> Applications) Run(string text, int layers = L, params double[] inputs)
    {
        WiringResult wired = Wirer.Wire(text, WiringOptions.Default);
        Assert.Empty(wired.Problems);
        var runner = new PlanRunner(wired.Plan!, layers, Apply, Coefficient);
        double result = runner.Run(inputs.Length == 0 ? [1.0, 2.0, 3.0] : inputs);
        return (result, runner.Applications);
    }

    private static double Call(string name, int k, params double[] arguments) => Apply(name, k, [], arguments);

    private static double Iterate(Func<int, double, double, double> next)
    {
        (double x, double before) = (1, 1);
        for (int k = 0; k < L; k++)
            (x, before) = (next(k, x, before), x);
        return x;
    }

    [Fact]
    public void Run_HeavyBall_EqualsLoop()
    {
        double expected = Iterate((k, x, before) => x + 0.5 * (x - before) - 0.3 * Call("T", k, x));

        (double result, List<string> applications) = Run(Gallery.HeavyBall);

        Assert.Equal(expected, result, 12);
        Assert.Equal(L, applications.Count);
    }

    [Fact]
    public void Run_Nesterov_EqualsLoop()
    {
        double expected = Iterate((k, x, before) =>
        {
            double y = x + k / (k + 3.0) * (x - before);
            return y - 0.3 * Call("T", k, y);
        });

        Assert.Equal(expected, Run(Gallery.Nesterov).Result, 12);
    }

    [Fact]
    public void Run_Apg_EvaluatesEachOperatorValueOnce()
    {
        double before = 1;
        double valueBefore = Call("T", 0, 1);
        double y = 1;
        for (int k = 0; k < L; k++)
        {
            double value = Call("T", k, y);
            (y, before, valueBefore) = (1.5 * (y - 0.3 * value) - 0.5 * (before - 0.3 * valueBefore), y, value);
        }

        (double result, List<string> applications) = Run(Gallery.Apg);

        Assert.Equal(y, result, 12);
        Assert.Equal(Enumerable.Range(0, L).Select(k => "T" + k), applications);
    }

    [Fact]
    public void Run_AgdFull_EqualsLoop()
    {
        var values = new List<double>();
        double y = 1;
        for (int k = 0; k < L; k++)
        {
            values.Add(Call("T", k, y));
            y -= values.Select((v, j) => Coefficient("h", [k + 1, j]) * v).Sum();
        }

        (double result, List<string> applications) = Run(Gallery.AgdFull);

        Assert.Equal(y, result, 12);
        Assert.Equal(L, applications.Count);
    }

    [Fact]
    public void Run_Ladmm_UsesTheNewestIterates()
    {
        (double z, double y, double l) = (1, 0, 0);
        for (int k = 0; k < L; k++)
        {
            z = (z + y - Call("T1", k, z) - l) / 2;
            y = (y + z - Call("T2", k, y) + l) / 2;
            l = l + z - y;
        }

        Assert.Equal(z, Run(Gallery.Ladmm).Result, 12);
    }

    [Fact]
    public void Run_Pdhg_EqualsLoop()
    {
        double s = Coefficient("s", []);
        double t = Coefficient("t", []);
        (double u, double x, double z) = (0, 1, 0);
        for (int k = 0; k < L; k++)
        {
            u = Apply("proxF", k, [s], [u + s * Call("K", k, z)]);
            double next = Apply("proxG", k + 1, [t], [x - t * Call("K", k + 1, u)]);
            (x, z) = (next, next + 0.9 * (next - x));
        }

        Assert.Equal(x, Run(Gallery.Pdhg).Result, 12);
    }

    [Fact]
    public void Run_AdamsMoulton_SolvesEachLayerAndSharesItsValue()
    {
        double x = 1;
        for (int k = 0; k < L; k++)
        {
            double next = x;
            for (int i = 0; i < 200; i++)
                next = x - 0.15 * (Call("T", k + 1, next) + Call("T", k, x));
            x = next;
        }

        (double result, List<string> applications) = Run(Gallery.AdamsMoulton2);

        Assert.Equal(x, result, 12);
        Assert.Equal(Enumerable.Range(0, L + 1).Select(k => "T" + k), applications.Distinct());
        Assert.Equal(1, applications.Count(a => a == "T0"));
    }

    [Fact]
    public void Run_Equilibrium_SatisfiesItsEquation()
    {
        double z = Run("z = T(z, u)", 1, 2.0).Result;

        Assert.Equal(Call("T", 0, z, 2.0), z, 12);
    }

    [Fact]
    public void Run_EquilibriumWithAStart_BeginsThere()
    {
        (double z, List<string> applications) = Run("z_0 = e(u); z = T(z, u)", 1, 2.0);

        Assert.Equal(Call("T", 0, z, 2.0), z, 12);
        Assert.Equal("e0", applications[0]);
    }

    [Fact]
    public void Run_CircleThatReadsAnOlderValueToo_SatisfiesItsEquations()
    {
        double result = Run("x_<k+1> = 0.5*x_k - 0.1*v_<k+1>; y_<k+1> = 0.5*x_k + 0.1*R(y_k) - 0.1*v_<k+1>; v_<k+1> = 0.1*x_<k+1> + 0.1*R(y_<k+1>)", 2).Result;

        (double x, double y) = (1, 0);
        for (int k = 0; k < 2; k++)
        {
            (double nextX, double nextY, double v) = (0, 0, 0);
            for (int i = 0; i < 60; i++)
                (nextX, nextY, v) = (0.5 * x - 0.1 * v, 0.5 * x + 0.1 * Call("R", k, y) - 0.1 * v, 0.1 * nextX + 0.1 * Call("R", k + 1, nextY));
            (x, y) = (nextX, nextY);
        }
        Assert.Equal(x, result, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(L)]
    public void Run_OnlyThePastValueRead_IsComputedOnceForTheFirstTwoLayers(int layers)
    {
        (double x, double before) = (1, 1);
        for (int k = 0; k < layers; k++)
            (x, before) = (x - 0.3 * Call("T", Math.Max(0, k - 1), before), x);

        (double result, List<string> applications) = Run("x_<k+1> = x_k - b*T(x_<k-1>)", layers);

        Assert.Equal(x, result, 12);
        Assert.Equal(Math.Max(1, layers - 1), applications.Count);
    }

    [Fact]
    public void Run_FreshEvaluation_UsesTheLayersModule()
    {
        double expected = Iterate((k, x, before) => x - Call("T", k, before));

        (double result, List<string> applications) = Run("x_<k+1> = x_k - T_k(x_<k-1>)");

        Assert.Equal(expected, result, 12);
        Assert.Equal(Enumerable.Range(0, L).Select(k => "T" + k), applications);
    }

    [Fact]
    public void Run_WindowSum_SkipsLayersBelowZero()
    {
        var all = new List<double> { 1 };
        for (int k = 0; k < L; k++)
        {
            double next = 0;
            for (int j = Math.Max(0, k - 2); j <= k; j++)
                next += Coefficient("c", [k - j]) * all[j];
            all.Add(next + Call("T", k, all[k]));
        }

        Assert.Equal(all[L], Run("x_<k+1> = sum[j=k-2..k](c_<k-j>*x_j) + T(x_k)").Result, 12);
    }

    [Fact]
    public void Run_SumOverAllIterates_ReadsThemAll()
    {
        var all = new List<double> { 1 };
        for (int k = 0; k < L; k++)
            all.Add(all[k] - 0.3 * Call("T", k, all[k]));
        double expected = all.Select((x, j) => x + Call("T", j, x) * j).Sum() / (L + 1);

        (double result, List<string> applications) = Run(Gallery.GradientDescent + "; out = sum[j=0..L](x_j + j*T(x_j))/(L + 1)");

        Assert.Equal(expected, result, 12);
        Assert.Equal(L + 1, applications.Count);
    }

    [Fact]
    public void Run_LocalHistory_StartsFromZeroWhenReadFirst()
    {
        (double x, double v) = (1, 0);
        for (int k = 0; k < L; k++)
        {
            v = 0.8 * v + Call("T", k, x);
            x -= 0.3 * v;
        }

        Assert.Equal(x, Run("v_k = g*v_<k-1> + T(x_k); x_<k+1> = x_k - b*v_k").Result, 12);
    }

    [Fact]
    public void Run_LocalHistoryReadAfterwards_StartsFromItsFirstIterate()
    {
        (double x, double before) = (1, 2);
        for (int k = 0; k < L; k++)
        {
            double y = 2 * x;
            x -= 0.3 * Call("T", Math.Max(0, k - 1), before);
            before = y;
        }

        Assert.Equal(x, Run("y_k = 2*x_k; x_<k+1> = x_k - b*T(y_<k-1>)").Result, 12);
    }

    [Fact]
    public void Run_GivenIterates_AreReadBeforeLayerZero()
    {
        (double x, double before) = (1, Call("stem", 0, 2));
        for (int k = 0; k < L; k++)
            (x, before) = (x + 0.5 * before - Call("T", Math.Max(0, k - 1), before), x);

        Assert.Equal(x, Run("x_<-1> = stem(u); x_<k+1> = x_k + a*x_<k-1> - T(x_<k-1>)", L, 1, 2).Result, 12);
    }

    [Fact]
    public void Run_PinnedIterate_IsKeptThroughout()
    {
        double x = 1;
        for (int k = 0; k < L; k++)
            x = 0.5 * x + 0.3 * 1 - Call("T", k, x) + Call("T", 0, 1);

        (double result, List<string> applications) = Run("x_<k+1> = a*x_k + b*x_0 - T(x_k) + T(x_0)");

        Assert.Equal(x, result, 12);
        Assert.Equal(L, applications.Count);
    }

    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-3>) - b*T(x_<k-2>) + g*T(x_<k-1>)")]
    [InlineData("y_k = x_k + y_<k-2>/3; x_<k+1> = y_k - b*T(y_<k-1> - x_k) + T(y_<k-2> - x_<k-1>)")]
    [InlineData("x_<k+1> = A(x_k - B(x_<k-1>)) + B(x_<k+1>)/9; out = x_L + x_<L-3> + B(x_<L-1>)")]
    [InlineData("u_<k+1> = u_k/2 + T(x_k); x_<k+1> = x_k/2 - S(u_<k+1>) + S(u_<k-1>)")]
    [InlineData("x_<k+1> = x_k/2 + tanh(x_<k-2>) + prox[s_k](x_<k-1>) + T_<k-1>(x_k)")]
    [InlineData("x_<k+1> = x_k/3 + sum[j=k-2..k](T(x_j)/4) + T(x_<k-4>); out = T(x_L) + T(x_<L-5>)")]
    [InlineData("x_<k+1> = x_k/3 + sum[j=0..k-1](c_<k-j>*T(x_<k-j>)) + R(sum[j=0..k](x_j)/9)")]
    public void Run_HistoryInThePlan_IsExactlyAsDeepAsItIsRead(string text)
    {
        Plan plan = Wirer.Wire(text, WiringOptions.Default).Plan!;

        // The runner forgets all that the plan does not keep, and with one value less it fails.
        double result = new PlanRunner(plan, 9, Apply, Coefficient).Run(1.0);
        Assert.True(double.IsFinite(result));
        for (int s = 0; s < plan.States.Count; s++)
        {
            StatePlan state = plan.States[s];
            if (state.History.Kept == 0 || state.History.Dense)
                continue;
            StatePlan shorter = state with { History = state.History with { Kept = state.History.Kept - 1 } };
            Plan cut = plan with { States = plan.States.Select(o => o == state ? shorter : o).ToEquatableArray() };
            Assert.Throws<KeyNotFoundException>(() => new PlanRunner(cut, 9, Apply, Coefficient).Run(1.0));
        }
        for (int e = 0; e < plan.Evaluations.Count; e++)
        {
            EvaluationPlan evaluation = plan.Evaluations[e];
            if (evaluation.History.Kept == 0 || evaluation.History.Dense)
                continue;
            EvaluationPlan shorter = evaluation with { History = evaluation.History with { Kept = evaluation.History.Kept - 1 } };
            Plan cut = plan with { Evaluations = plan.Evaluations.Select(o => o == evaluation ? shorter : o).ToEquatableArray() };
            Assert.Throws<KeyNotFoundException>(() => new PlanRunner(cut, 9, Apply, Coefficient).Run(1.0));
        }
    }
}
