using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Strategy;

/// <summary>The estimate against gradients that are known.</summary>
public sealed class EstimateTests
{
    private const int Rows = 6, Columns = 5;

    /// <summary>
    /// Of a quadratic f(W) = -1/2 sum h (W - c)^2 antithetic pairs estimate the gradient without bias, whatever sigma. An element of the estimate of one pair has the variance
    /// |g|^2 + g_i^2 with full noise; with low rank E's elements are dependent within rows and columns, and it is measured instead.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Estimate_OfAQuadratic_IsItsGradient(int rank)
    {
        int pairs = RandomCases.Of(100_000);
        var options = new EvolutionOptions
        {
            Population = 2 * pairs, Sigma = 0.5, Shaping = FitnessShaping.Raw, Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank), Seed = 7
        };
        double[] estimate = Estimates(options, count: 1)[0], gradient = Gradient();
        double length = Math.Sqrt(gradient.Sum(g => g * g)), error = 0, cosine = 0, size = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            // Rank one: E = a b^T; the fourth moments of a product of two normals are nine instead of three.
            double deviation = Math.Sqrt((rank == 0 ? length * length + gradient[i] * gradient[i] : 9 * length * length) / pairs);
            Assert.InRange(estimate[i], gradient[i] - 5 * deviation, gradient[i] + 5 * deviation);
            error += (estimate[i] - gradient[i]) * (estimate[i] - gradient[i]);
            cosine += estimate[i] * gradient[i];
            size += estimate[i] * estimate[i];
        }
        cosine /= length * Math.Sqrt(size);
        Assert.True(cosine > (RandomCases.Long ? 0.998 : 0.985), $"cosine {cosine}");
        // The whole error is that of d independent elements, within a factor that holds for 30 of them.
        if (rank == 0)
            Assert.InRange(Math.Sqrt(error), 0, 2 * length * Math.Sqrt((Rows * Columns + 1.0) / pairs));
    }

    /// <summary>The mean over many seeds of small populations has no bias.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Estimates_OverSeeds_AreUnbiased(int rank, bool isAntithetic)
    {
        int seeds = RandomCases.Of(20_000);
        double[] gradient = Gradient(), sum = new double[gradient.Length], squares = new double[gradient.Length];
        for (int seed = 0; seed < seeds; seed++)
        {
            var options = new EvolutionOptions
            {
                Population = 8, Sigma = 0.5, Shaping = FitnessShaping.Raw, Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank), Seed = (ulong)seed, Antithetic = isAntithetic
            };
            double[] estimate = Estimates(options, 1)[0];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += estimate[i];
                squares[i] += estimate[i] * estimate[i];
            }
        }
        for (int i = 0; i < sum.Length; i++)
        {
            double mean = sum[i] / seeds, deviation = Math.Sqrt((squares[i] / seeds - mean * mean) / seeds);
            Assert.InRange(gradient[i], mean - 5 * deviation, mean + 5 * deviation);
        }
    }

    [Fact]
    public void Generations_HaveNoiseOfTheirOwn()
    {
        var estimates = Estimates(new EvolutionOptions { Population = 4, Sigma = 0.5, Shaping = FitnessShaping.Raw }, count: 3);
        Assert.Equal(3, estimates.Select(estimate => estimate[0]).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Threads_ChangeNoBit(int rank)
    {
        byte[] Run(int threads)
        {
            using var network = nn.Linear(300, 70);
            Networks.Fill(network);
            using var strategy = new EvolutionStrategy(
                network, new EvolutionOptions { Population = 300, RangeSize = 20, Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank) }, Networks.Adam) { EstimateThreads = threads };
            strategy.Tell([.. Enumerable.Range(0, 300).Select(i => Math.Sin(i))]);
            return Networks.Bits(network);
        }

        byte[] one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(7));
    }

    /// <summary>The definition: the sum of all noise in double precision, each noise written out by the one-by-one road.</summary>
    [Theory]
    [InlineData(0, true, 64)]
    [InlineData(0, false, 63)]
    [InlineData(1, true, 64)]
    [InlineData(2, false, 2000)]
    public void Estimate_IsTheWeighedSumOfNoise(int rank, bool isAntithetic, int population)
    {
        var options = new EvolutionOptions
        {
            Population = population, Sigma = 0.25, Shaping = FitnessShaping.Raw, Antithetic = isAntithetic, RangeSize = 2, Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank)
        };
        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> network = Networks.Perceptron(), member = Networks.Perceptron();
        double[] fitness = [.. Enumerable.Range(0, population).Select(i => Math.Cos(3 * i))];
        var sums = network.parameters().Select(parameter => new double[parameter.numel()]).ToArray();
        int current = 0;
        var recording = Fitness.Of<nn.Module>((perturbed, _) =>
        {
            foreach (var (parameter, origin, sum) in perturbed.parameters().Zip(network.parameters(), sums))
            {
                float[] there = parameter.data<float>().ToArray(), here = origin.data<float>().ToArray();
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += fitness[current] * (there[i] - (double)here[i]) / (options.Sigma * options.Sigma * population);
            }
            return fitness[current++];
        });
        using var evaluator = new PopulationEvaluator(member, recording, options with { Together = false });
        var told = new double[population];
        using var strategy = new EvolutionStrategy(network, options, module => optim.SGD(module.parameters(), 0));
        foreach (MemberRange range in options.Ranges())
            evaluator.Evaluate(strategy.Parameters, 0, range, told.AsSpan(range.First, range.Count));
        Assert.Equal(fitness, told);
        strategy.Tell(told);
        foreach (var (parameter, sum) in network.parameters().Zip(sums))
        {
            float[] estimate = parameter.grad!.data<float>().ToArray();
            double scale = sum.Max(Math.Abs);
            for (int i = 0; i < sum.Length; i++)
                Assert.InRange(-estimate[i], sum[i] - 1e-4 * scale, sum[i] + 1e-4 * scale);
        }
    }

    private static double[] Gradient() => [.. Enumerable.Range(0, Rows * Columns).Select(i => -Steepness(i) * (Start(i) - Center(i)))];

    private static double Steepness(int i) => 1 + i % 4;

    private static double Start(int i) => 0.1 * i;

    private static double Center(int i) => Math.Sin(i);

    private static List<double[]> Estimates(EvolutionOptions options, int count)
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(Columns, Rows, hasBias: false, dtype: ScalarType.Float64);
        using var member = nn.Linear(Columns, Rows, hasBias: false, dtype: ScalarType.Float64);
        using (no_grad())
            network.weight.copy_(tensor(Enumerable.Range(0, Rows * Columns).Select(Start).ToArray()).view(Rows, Columns));
        var fitness = Fitness.Of<TorchSharp.Modules.Linear>((layer, _) =>
        {
            ReadOnlySpan<double> weight = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(layer.weight.bytes);
            double sum = 0;
            for (int i = 0; i < weight.Length; i++)
                sum -= 0.5 * Steepness(i) * (weight[i] - Center(i)) * (weight[i] - Center(i));
            return sum;
        });
        using var strategy = new EvolutionStrategy(network, options, module => optim.SGD(module.parameters(), 0));
        using var workers = new ThreadWorkers(() => member, fitness, 1);
        var estimates = new List<double[]>();
        new EvolutionRun(strategy, workers) { AfterGeneration = _ => estimates.Add([.. network.weight.grad!.data<double>().Select(g => -g)]) }.Run(count);
        return estimates;
    }
}
