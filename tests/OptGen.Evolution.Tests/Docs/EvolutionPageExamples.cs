using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Docs;

// The code of docs/evolution.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515, CA1062

internal static class EvolutionPageExamples
{
    public static nn.Module<Tensor, Tensor> Network()
    {
        nn.Module<Tensor, Tensor> network = nn.Sequential(nn.Linear(6, 32), nn.ReLU(), nn.Linear(32, 3));
        Networks.Fill(network);
        return network;
    }

    public static IReadOnlyList<GenerationReport> Classify(Tensor images, Tensor labels)
    {
        using var network = Network();
        var fitness = SampleFitness.Classification(images, labels, batchSize: 100);      // the same 100 images for all members of a generation
        using var strategy = new EvolutionStrategy(
            network,
            new EvolutionOptions { Population = 128, Sigma = 0.05, Noise = Noise.LowRank(), Seed = 1 },
            module => optim.Adam(module.parameters(), lr: 0.02));
        using var workers = new ThreadWorkers(Network, fitness, count: 2);               // two threads, each with a network of its own

        IReadOnlyList<GenerationReport> reports = new EvolutionRun(strategy, workers).Run(generations: 100);

        return reports;
    }

    public static double Count(Tensor images, Tensor labels)
    {
        double best = 0;

        using var network = Network();
        var fitness = Fitness.Of<nn.Module<Tensor, Tensor>>((member, generation) =>
        {
            using Tensor y = member.call(images);
            using Tensor right = y.argmax(1).eq(labels);
            return right.sum().item<long>();                                             // what no gradient sees
        });
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Sigma = 0.1 }, module => optim.SGD(module.parameters(), 0.05));
        using var workers = new ThreadWorkers(Network, fitness);
        new EvolutionRun(strategy, workers) { AfterGeneration = report => best = report.BestFitness }.Run(20);

        return best;
    }

    public static long Resume(EvolutionStrategy strategy, IPopulationWorkers workers, string folder)
    {
        var run = new EvolutionRun(strategy, workers)
        {
            Checkpoints = new EvolutionCheckpoints(folder) { EveryGenerations = 10, Resume = true }
        };
        run.Run(generations: 60);                                                        // 60 in all, those of earlier runs included

        return strategy.Generation;
    }

    /// <summary>A linear layer whose outputs are squared.</summary>
    public sealed class Squares : nn.Module<Tensor, Tensor>, IPopulationLayer
    {
        private readonly Linear linear = nn.Linear(6, 3);

        public Squares() : base(nameof(Squares)) => RegisterComponents();

        public Parameter Weight => linear.weight;

        public Parameter Bias => linear.bias!;

        public LayerPerturbation? Perturbation { get; set; }

        public override Tensor forward(Tensor x)
        {
            if (Perturbation is { } perturbation)
                return perturbation.Through(this, x);

            using Tensor product = nn.functional.linear(x, Weight);
            return Leave(product, Bias);
        }

        public Tensor Enter(Tensor x) => x.alias();

        public Tensor Leave(Tensor product, Tensor bias)
        {
            using Tensor sum = product + bias;
            return sum.square();
        }
    }
}
