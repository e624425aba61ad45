using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OptGen.Generators.Tests.Notation;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>
/// Random systems and mutations of the gallery: wiring and judging never throw, problems lie inside the text, and every plan runs.
/// A long run takes ten times as many mutations.
/// </summary>
public class WiringFuzzTests
{
    private const int Full = 20_000;

    private static readonly string[] Texts =
        [.. typeof(Gallery).GetFields().Select(f => (string)f.GetValue(null)!), "x_0 = s(u); x_<-1> = x_0; y_k = x_k - a_k*x_<k-1>; x_<k+1> = prox[b](y_k) + sum[j=k-2..k](c_<k-j>*T(x_j)); out = h(x_L) + y_<L-2>"];

    private static readonly string[] Pieces =
        ["x_k", "x_<k-1>", "x_<k+1>", "y_k", "y_<k-1>", "z_k", "x_0", "u", "a", "c_k", "2", "0", "k", "T(x_k)", "T(x_<k-1>)", "T_k(y_k)", "T(x_<k+1>)", "relu(x_k)",
         "(x_k - x_<k-1>)", "sum[j=0..k](T(x_j))", "sum[j=k-1..k](x_j)", "/(1 + a)", "*c_k", " + x_<k-2>", " - T(u)", "; y_k = x_k", "; v_<k+1> = x_k + v_k", "; x_0 = 0", "; x_<-1> = u"];

    [Fact]
    public void Wire_RandomTrees_NeverThrows()
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(600).WithEndSize(40).WithReplay(20240325, 1);

        Prop.ForAll(RandomTrees.Trees.ToArbitrary(), tree => { Check(tree.ToString()); }).Check(config);
    }

    [Fact]
    public void Wire_MutatedGallery_NeverThrowsAndEveryPlanRuns()
    {
        var random = new Random(20240325);
        int count = RandomCases.Of(Full);
        int planned = 0;
        for (int i = 0; i < count; i++)
        {
            string text = Mutate(random);
            try
            {
                if (Check(text))
                    planned++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{text}\n{e}");
            }
        }
        Assert.InRange(planned, count / 10, count * 9 / 10);
    }

    /// <summary>{0} is the piece repeated; in it {1} counts up and {2} is one more.</summary>
    [Theory]
    [InlineData("x_<k+1> = {0}x_k", "((a + b)*(c + d) + e)*(a + f)*", 60, true)]
    [InlineData("x_<k+1> = {0}x_k", "(((g + a)*(b + c) + d)*(e + f) + h)*", 100, true)]
    [InlineData("x_<k+1> = {0}a*x_k", "(a + b)^9*", 100, true)]
    [InlineData("x_<k+1> = x_k{0}", " + T(x_<k-1> - a*x_k)", 120, true)]
    [InlineData("x_0 = y1_0; x_<k+1> = x_k + y1_0{0}; y101_0 = u", "; y{1}_0 = y{2}_0", 100, true)]
    [InlineData("x_0 = y1_0; x_<k+1> = x_k + y1_0{0}; y901_0 = u", "; y{1}_0 = y{2}_0", 900, false)]
    [InlineData("x_<k+1> = x1_<k+1>{0}; x601_<k+1> = T(x_<k+1>)", "; x{1}_<k+1> = x{2}_<k+1>", 600, true)]
    [InlineData("x_<k+1> = x1_<k+1>{0}; x61_<k+1> = x_<k+1>", "; x{1}_<k+1> = a*x{2}_<k+1>", 60, true)]
    [InlineData("x_<k+1> = sum[j=0..255]({0}x_<k-j>)", "a_j*", 15, true)]
    [InlineData("x_<k+1> = sum[j=0..255]({0}x_<k-j>)", "a_j*", 100, false)]
    [InlineData("x_<k+1> = x_<k-999> + {0}x_<k-1000>", "a*", 90, true)]
    [InlineData("x_<k+1> = x_k{0}", " + c{1}*x_<k-{1}>", 110, true)]
    [InlineData("x_<k+1> = x_k{0}", " + a/{1}*x_<k-{1}>", 5, true)]
    [InlineData("x_<k+1> = {0}x_k", "sqrt(1 + a*a)*", 100, true)]
    public void Wire_HostileText_EndsSoon(string frame, string piece, int count, bool planned)
    {
        string text = frame.Replace("{0}", string.Concat(Enumerable.Range(1, count).Select(i => piece
            .Replace("{1}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{2}", (i + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))), StringComparison.Ordinal);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Plan? plan = Wirer.Wire(text, WiringOptions.Default).Plan;
        if (plan is not null)
            VerdictMaker.Judge(plan, new Dictionary<string, CoefficientKnowledge> { ["a"] = new BoundedCoefficient(0, new Rational(1, 9), false) });

        Assert.Equal(planned, plan is not null);
        // Each takes well under a second; without the bounds on sizes they would not end.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    /// <summary>Whether the text has a plan; fails when something about it is wrong.</summary>
    private static bool Check(string text)
    {
        WiringResult result = Wirer.Wire(text, WiringOptions.Default with { Layers = 4 });
        foreach (Problem problem in result.Problems)
            Assert.True(problem.Span.Start >= 0 && problem.Span.End <= text.Length, $"{problem} does not lie inside: {text}");
        Assert.Equal(result.Plan is null, result.Problems.Any(p => p.Severity == Severity.Error));
        if (result.Plan is not { } plan)
            return false;
        Verdict verdict = VerdictMaker.Judge(plan, new Dictionary<string, CoefficientKnowledge>
        {
            ["a"] = new BoundedCoefficient(0, new Rational(1, 2), true),
            ["b"] = CoefficientKnowledge.Of(0.1),
            ["c"] = CoefficientKnowledge.Of(0.2),
            ["w"] = CoefficientKnowledge.Of(1)
        });
        Assert.NotEmpty(verdict.Text);
        foreach (int layers in new[] { plan.Kind == PlanKind.Equilibrium ? 1 : Math.Max(4, plan.MinimumLayers) })
        {
            var runner = new PlanRunner(plan, Math.Min(layers, 12), (_, _, _, x) => Math.Tanh(x.Sum()) / 9, (name, indices) => 0.1 + (indices.Sum() / 50.0));
            if (layers <= 12)
                runner.Run([.. Enumerable.Range(1, Math.Max(1, plan.Inputs.Count)).Select(i => (double)i)]);
        }
        return true;
    }

    private static string Mutate(Random random)
    {
        string text = Texts[random.Next(Texts.Length)];
        for (int i = random.Next(4); i > 0; i--)
        {
            string piece = Pieces[random.Next(Pieces.Length)];
            // Whole words are exchanged, so that most mutations still read as recurrences.
            string[] words = text.Split(' ');
            int place = random.Next(words.Length);
            text = random.Next(5) switch
            {
                0 => text + piece,
                1 => text + " + " + piece,
                2 => text.Replace("x_k", random.Next(2) == 0 ? "x_<k-1>" : "y_k", StringComparison.Ordinal),
                3 => string.Join(' ', words.Select((w, n) => n == place && w.Length > 1 ? piece : w)),
                _ => text + "; " + (random.Next(2) == 0 ? "y_<k+1> = " : "out = ") + piece
            };
        }
        return text;
    }
}
