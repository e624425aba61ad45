using OptGen.Benchmarks.Harness;
using OptGen.Networks;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// Epochs of the wide and shallow image classifier over gradient descent, by the trainer against a loop by hand in TorchSharp and against PyTorch with its
/// DataLoader: on as many images as a few steps take, of the shape of Fashion-MNIST.
/// </summary>
internal static class TrainingSuite
{
    private const int Images = 64;
    private const int BatchSize = 16;
    private const double Rate = 0.01;
    private const double Momentum = 0.9;

    public static Suite Create()
    {
        var threads = Environment.ProcessorCount;
        set_num_threads(threads);
        var peer = PeerProcess.Python("training_suite.py", threads.ToString(), Images.ToString(), BatchSize.ToString());
        var data = new TensorSet(randn(Images, 1, 28, 28), randint(10, [Images], dtype: ScalarType.Int64));
        var epochs = new TrainerEpochs(data);
        return new Suite(
            "training",
            Machine.Describe(Machine.Torch(), $"theirs: {peer.Description}"),
            [
                new Case($"{Images} images in batches of {BatchSize}: the trainer, a loop by hand", "s", 1.0, epochs.Run, Case.Timed(new HandWrittenEpochs(data).Run)) { Pairs = 5, Once = true },
                new Case($"{Images} images in batches of {BatchSize}: the trainer, PyTorch", "s", 1.0, epochs.Run, count => peer.Run("epoch", count)) { Pairs = 5, Once = true },
                new Case("Share of the epoch that goes into batches", "relative", 0.03, epochs.DataShare) { Pairs = 5, Once = true }
            ],
            peer,
            data);
    }

    private static ImageClassifier Network()
    {
        manual_seed(1);
        return ImageClassifier.WideShallow((block, depth) => new GradientDescent(block, depth), numClasses: 10, inChannels: 1);
    }

    private sealed class TrainerEpochs(TensorSet data)
    {
        private readonly Lazy<TrainingProblem> problem = new(() => TrainingProblem.Classification(Network()));

        public void Run(int count) => Fit(count);

        public double DataShare(int count)
        {
            var report = Fit(count);
            return report.Epochs.Sum(epoch => epoch.DataTime.TotalSeconds) / report.Epochs.Sum(epoch => epoch.Time.TotalSeconds) * count;
        }

        private TrainingReport Fit(int count) => new Trainer(problem.Value, new TrainingOptions
        {
            Epochs = count,
            BatchSize = BatchSize,
            Optimizer = model => optim.SGD(model.parameters(), Rate, Momentum)
        }).Fit(data).OrThrow();
    }

    private sealed class HandWrittenEpochs(TensorSet data)
    {
        private readonly Lazy<ImageClassifier> network = new(Network);

        public void Run(int count)
        {
            using var optimizer = optim.SGD(network.Value.parameters(), Rate, Momentum);
            network.Value.train();
            for (var epoch = 0; epoch < count; epoch++)
            {
                using var outer = NewDisposeScope();
                var order = randperm(Images);
                var (loss, right) = (0.0, 0L);
                for (var start = 0; start < Images; start += BatchSize)
                {
                    using var scope = NewDisposeScope();
                    var rows = order.narrow(0, start, BatchSize);
                    var targets = data.Targets.index_select(0, rows);
                    optimizer.zero_grad();
                    var outputs = network.Value.call(data.Inputs.index_select(0, rows));
                    var batchLoss = nn.functional.cross_entropy(outputs, targets);
                    batchLoss.backward();
                    optimizer.step();
                    loss += batchLoss.item<float>();
                    right += outputs.argmax(1).eq(targets).sum().item<long>();
                }

                if (!double.IsFinite(loss + right)) throw new InvalidOperationException("The loop by hand has diverged.");
            }
        }
    }
}
