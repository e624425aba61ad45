using OptGen.Blocks;
using OptGen.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Training.Tests;

// The code of docs/training.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515, CA1062

[Update("x_0 = stem(u); x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k); out = head(x_L)", Layers = 3, Inputs = "u")]
public partial class RingNetwork
{
    const double a = 0.5;
    [Learnable(1.0)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 2 * width);
    static Module<Tensor, Tensor> stem(int inputs, int width) => Linear(inputs, width);
    static Module<Tensor, Tensor> head(int width, int classes) => Linear(width, classes);
}

public sealed class GradientHistogram : TrainingCallback
{
    public List<double> Largest { get; } = [];

    public override void OnGradients(TrainingContext context) =>
        Largest.Add(context.Model.parameters().Max(p => p.grad!.abs().max().item<float>()));
}

internal static class TrainingPageExamples
{
    public static int FirstTraining()
    {
        var rings = new NestedRings();
        using TensorSet data = rings.Sample(3000, seed: 1), test = rings.Sample(1000, seed: 2);
        using var network = new RingNetwork(inputs: 2, width: 16, classes: rings.Classes);

        var trainer = new Trainer(TrainingProblem.Classification(network), new TrainingOptions
        {
            Epochs = 10,
            ValidationFraction = 0.1,
            Optimizer = model => optim.AdamW(model.parameters(), lr: 0.01),
            Schedule = new CosineLearningRate(),
            KeepBest = true
        });
        TrainingReport report = TrainingConsole.Fit(trainer, data);
        Console.WriteLine($"test accuracy {trainer.Evaluate(test)["accuracy"]:0.000}");
        return report.ExitCode;
    }

    public static TrainingProblem TwoInputs(Module<Tensor, Tensor, Tensor> network)
    {
        return new TrainingProblem(network, batch =>
        {
            Tensor outputs = network.call(batch[0], batch[1]);
            return new BatchResult(functional.huber_loss(outputs, batch[2]), outputs);
        }, Metric.SquaredError) { Penalty = () => network.parameters().Select(p => p.square().sum()).Aggregate((s, t) => s + t) * 1e-4 };
    }

    public static TrainingOptions Settings(string folder)
    {
        return new TrainingOptions
        {
            Epochs = 4,
            ValidationFraction = 0.2,
            Optimizer = model => Centralized.SGD_GC(model, 0.1),
            Scheduler = optimizer => optim.lr_scheduler.ReduceLROnPlateau(optimizer),
            Clipping = GradientClipping.ByNorm(1),
            Monitor = "accuracy",
            EarlyStopping = new EarlyStopping(Patience: 5),
            Callbacks = [new CsvLog(Path.Combine(folder, "log")), new GradientHistogram()],
            Checkpoints = new CheckpointOptions(Path.Combine(folder, "checkpoints")) { EverySteps = 500, Resume = true }
        };
    }

    public static IReadOnlyList<BatchTransform> Augmentations(int classes)
    {
        return [new RandomHorizontalFlip(), new RandomCrop(4), new RandomErasing(0.25), new Mixup(classes, 0.2)];
    }

    public static void Files(nn.Module network, string folder)
    {
        Safetensors.Save(network, Path.Combine(folder, "network.safetensors"));
        Safetensors.Load(network, Path.Combine(folder, "network.safetensors"));
        PyTorchFile.Save(network, Path.Combine(folder, "network.pth"));
        PyTorchFile.Load(network, Path.Combine(folder, "network.pth"));
    }

    public static void Pictures(TrainingReport report, RingNetwork network, TensorSet test, string folder)
    {
        Console.WriteLine(Summary.Of(network, zeros(1, 2)));
        Chart.Save(Chart.LearningCurves(report, "Nested rings"), Path.Combine(folder, "loss.svg"));
        Chart.Save(Chart.DecisionRegions("Nested rings", network, test), Path.Combine(folder, "regions.svg"));
    }
}
