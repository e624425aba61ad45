using FsCheck;
using FsCheck.Fluent;

namespace OptGen.Tests;

/// <summary>Random recurrences, declared, generated, compiled and run, against the interpreter.</summary>
public sealed class RandomRecurrenceTests
{
    private static readonly int Count = RandomCases.Of(2_000);

    [Fact]
    public void Forward_RandomRecurrences_EqualInterpreterInValueAndEveryGradient() =>
        RandomNetworkRun.AssertAllEqualInterpreter(Sample(RandomNetwork.Generator, Count, new Rnd(20240325), isImplicit: false));

    [Fact]
    public void Forward_RandomImplicitRecurrences_EqualInterpreterInValueAndEveryGradient() =>
        RandomNetworkRun.AssertAllEqualInterpreter(Sample(RandomImplicitNetwork.Layered, 80, new Rnd(20240326), isImplicit: true));

    [Fact]
    public void Forward_RandomEquilibria_EqualInterpreterInValueAndEveryGradient() =>
        RandomNetworkRun.AssertAllEqualInterpreter(Sample(RandomImplicitNetwork.Equilibrium, 40, new Rnd(20240327), isImplicit: true));

    /// <summary>What a longer search has found once.</summary>
    [Theory]
    [InlineData("x_<-1> = 0.5*x_0; x_<k+1> = 0.5*x_k - 0.2*T(x_<k-1>)", true)]
    [InlineData("x_<-1> = 0.5*x_0; x_<k+1> = 0.5*x_k - 0.2*T(x_<k-1>) + 0.1*S(x_<k+1>)", true)]
    [InlineData("x_<k+1> = 0.5*x_k - 0.2*T(x_k) + 0.1*T_<k-1>(x_<k+1>)", true)]
    [InlineData("x_<-1> = 0.5*x_0; x_<k+1> = 0.5*x_k + 0.1*S(sum[j=0..k](h_<k,j>*x_j))", true)]
    [InlineData("x_<k+1> = 0.5*x_k - 0.2*S(x_k); y_<k+1> = y_k + 0.1*T(x_<k+1>); out = x_L + y_L + T(x_L)", false)]
    [InlineData("x_<k+1> = 0.5*x_k - 0.1*v_<k+1>; y_<k+1> = 0.5*x_k + 0.1*R(y_k) - 0.1*v_<k+1>; v_<k+1> = 0.1*x_<k+1> + 0.1*R(y_<k+1>)", false)]
    public void Forward_OnceFoundDifferent_EqualsInterpreter(string text, bool hasStages)
    {
        var network = new RandomNetwork(text.Replace("; ", "\n", StringComparison.Ordinal) + "\n", 4, hasStages);

        RandomNetworkRun.AssertAllEqualInterpreter([(network, Recurrence.Parse(network.Text, new RecurrenceOptions { Layers = 4 }))]);
    }

    /// <summary>Forms that the random ones do not have: equations that are another's value as it is, and where solves begin.</summary>
    [Theory]
    [InlineData("x_<k+1> = 18/11*x_k - 9/11*x_<k-1> + 2/11*x_<k-2> - 0.2*T(x_k)", 5)]
    [InlineData("x_<k+1> = x_k - 0.1*T(x_<k-6>) + 0.1*tanh(x_k - x_<k-5>); out = x_<L-4> + T(x_<L-7>)", 9)]
    [InlineData("x_<k+1> = 0.5*x_k + 0.2*T(x_k); y_<k+1> = 0.5*y_k - S(x_<k+1>); v_<k+1> = y_<k+1> + v_k; x_0 = stem(u); out = x_L + 0.1*v_<L-1>", 3)]
    [InlineData("x_<k+1> = 0.5*T(x_<k+1>)", 3)]
    [InlineData("x_<k+1> = T(y_<k+1>); y_<k+1> = 0.5*y_k + 0.1*S(x_<k+1>); out = x_L + y_L", 3)]
    [InlineData("x_<k+1> = y_<k+1>; y_<k+1> = 0.5*x_k + 0.1*T(x_<k+1>)", 3)]
    [InlineData("x_<k+1> = y_<k+1>; y_<k+1> = 0.5*x_k + 0.1*T(x_<k+1> + 0.5*y_<k+1>); v_<k+1> = v_k + T(x_<k+1> + 0.5*y_<k+1>); out = x_L - v_L", 3)]
    [InlineData("x_<k+1> = R(0.1*y_<k+1> - 0.1*x_<k+1> + x_k); y_<k+1> = R(0.1*y_<k+1> - 0.1*x_<k+1> + x_k); out = x_L + y_L", 3)]
    [InlineData("y_<-1> = x_0; y_k = 0.5*x_k + 0.1*T(y_k); x_<k+1> = y_k + 0.1*S(y_<k-1>)", 3)]
    [InlineData("x = 0.5*u + 0.1*T(x); x_0 = u", 1)]
    [InlineData("x = 0.5*u + 0.1*T(x); x_0 = 0", 1)]
    [InlineData("x = T(y); y = 0.5*u + 0.1*S(x); out = x", 1)]
    [InlineData("y = tanh(u); x = y + 0.1*T(x + y); v = x - 0.1*S(v); out = v - 0.5*x + head(y)", 1)]
    public void Forward_OtherForms_EqualInterpreter(string text, int layers)
    {
        var network = new RandomNetwork(text.Replace("; ", "\n", StringComparison.Ordinal) + "\n", layers, HasStages: false);
        var options = new RecurrenceOptions { Layers = layers, Inputs = network.NamesInput ? ["u"] : null };

        RandomNetworkRun.AssertAllEqualInterpreter([(network, Recurrence.Parse(network.Text, options))]);
    }

    internal static List<(RandomNetwork Network, Recurrence Recurrence)> Sample(Gen<RandomNetwork> generator, int count, Rnd seed, bool isImplicit)
    {
        var networks = new List<(RandomNetwork, Recurrence)>();
        foreach (RandomNetwork network in generator.Sample(count * 4, seed, 20))
        {
            var options = new RecurrenceOptions
            {
                Layers = network.Layers,
                Inputs = network.NamesInput ? ["u"] : null,
                Coefficients = { ["a"] = CoefficientKnowledge.Constant(0.3) }
            };
            // A state that nothing reads, or an operator used in two ways, is refused: that is tested elsewhere.
            if (networks.Count < count && Recurrence.TryParse(network.Text, options, out Recurrence? recurrence, out _) && recurrence!.IsImplicit == isImplicit)
                networks.Add((network, recurrence));
        }

        Assert.Equal(count, networks.Count);
        return networks;
    }
}
