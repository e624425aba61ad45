using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>Random explicit systems: the plan, run with only what it keeps, gives what the tree means.</summary>
public class PlanMeaningTests
{
    [Fact]
    public void Plan_RandomSystem_MeansWhatItsTreeMeans()
    {
        var random = new Random(8);
        int compared = 0;
        for (int i = 0; i < 1500; i++)
        {
            string text = System(random);
            RecurrenceTree tree = Parser.Parse(text).Tree;
            if (Wirer.Wire(text, WiringOptions.Default).Plan is not { } plan)
                continue;
            compared++;
            int layers = Math.Max(plan.MinimumLayers, random.Next(1, 7));

            double expected = new TreeRunner(tree, plan, layers, Apply, Coefficient, 0.7).Run();
            double actual;
            try
            {
                actual = new PlanRunner(plan, layers, Apply, Coefficient).Run(0.7);
            }
            catch (KeyNotFoundException e)
            {
                Assert.Fail($"The plan reads a value that it does not keep: {e.Message}\n{text}\n{PlanText.Write(plan)}");
                throw;
            }

            Assert.True(Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)), $"{expected} but {actual}:\n{text}\n{PlanText.Write(plan)}");
        }
        Assert.InRange(compared, 1200, 1500);
    }

    private static double Apply(string name, int module, double[] parameters, double[] arguments) =>
        Math.Sin(arguments.Sum() + module + name[0]) / 3 + parameters.Sum() / 7;

    private static double Coefficient(string name, int[] indices) => 0.1 + (name[0] % 7 / 50.0) + (indices.Select((x, i) => x * (i + 1)).Sum() / 40.0);

    private static string System(Random random)
    {
        var lines = new List<string>();
        bool local = random.Next(2) == 0;
        bool second = random.Next(2) == 0;
        var reads = new List<string> { "x_k", "x_k", "x_<k-1>", "x_<k-2>" };
        if (second)
            reads.AddRange(["v_k", "v_<k-1>"]);
        if (random.Next(4) == 0)
            lines.Add("x_<-1> = 0.5*x_0; x_<-2> = T(x_<-1>)");
        if (second && random.Next(3) == 0)
            lines.Add("v_0 = S(x_0)");
        if (random.Next(5) == 0)
            reads.Add("x_0");
        if (local)
        {
            if (random.Next(2) == 0)
                reads.Add("y_<k-1>");
            lines.Add("y_k = " + Sum(random, reads, 2));
            reads.AddRange(["y_k", "y_<k-1>"]);
        }
        if (second)
        {
            lines.Add("v_<k+1> = " + Sum(random, reads, 2));
            reads.Add("v_<k+1>");
        }
        lines.Add("x_<k+1> = " + Sum(random, reads, 3));
        if (random.Next(3) == 0)
            lines.Add("out = x_L + 0.5*T(x_L - x_<L-1>) + T(x_<L-2>)" + (second ? " - v_L" : ""));
        return string.Join("\n", lines);
    }

    private static string Sum(Random random, List<string> reads, int most) =>
        string.Join(random.Next(2) == 0 ? " + " : " - ", Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Factor(random) + Value(random, reads)));

    private static string Factor(Random random) => random.Next(6) switch { 0 => "a*", 1 => "0.5*", 2 => "c_k*", 3 => "(k/(k + 3))*", _ => "" };

    private static string Value(Random random, List<string> reads)
    {
        string read = reads[random.Next(reads.Count)];
        string other = reads[random.Next(reads.Count)];
        return random.Next(14) switch
        {
            0 or 1 or 2 => read,
            3 or 4 => $"T({read})",
            5 => $"S({read} - 0.3*{other})",
            6 => $"T({read} + S({other}))",
            7 => $"T_k({read})",
            8 => $"prox[c_k]({read})",
            9 => $"tanh({read})",
            10 => "sum[j=0..k](c_<k-j>*T(x_j))",
            11 => "sum[j=k-2..k](0.2*x_j - S(x_j)/5)",
            12 => "sum[j=0..2](c_j*T(x_<k-j>))",
            _ => $"T(a_k*{read})"
        };
    }
}
