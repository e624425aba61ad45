using DeepEquilibrium;
using OptGen.FixedPoint;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;

// A classifier that solves for its only layer's output, and differentiates the solution without storing an iteration.
// DeepEquilibrium [EPOCHS [IMAGES]]: how often, and how many of the 60000 images, it learns from.
const int Width = 128;
int epochs = args.Length > 0 ? int.Parse(args[0]) : 8;
using ImageData data = Load();
long count = args.Length > 1 ? Math.Min(long.Parse(args[1]), data.Training.Count) : data.Training.Count;
using TensorSet images = data.Training.Slice(0, count);

manual_seed(1);
using var network = new Classifier(inputs: data.Height * data.Width, width: Width, classes: data.Classes);
Console.WriteLine(Classifier.Recurrence.Text);
Console.WriteLine();
var options = new TrainingOptions { Epochs = epochs, ValidationFraction = 0.1, Optimizer = net => optim.AdamW(net.parameters(), lr: 2e-3, weight_decay: 0.01), Schedule = new CosineLearningRate() };
var trainer = new Trainer(TrainingProblem.Classification(network), options);
TrainingReport report = TrainingConsole.Fit(trainer, images);
if (report.Status != TrainingStatus.Completed)
    return report.ExitCode;
Console.WriteLine($"trained in {report.Time.TotalSeconds:0.0} s");

ShowSolves();
Console.WriteLine($"test accuracy: {trainer.Evaluate(data.Test)["accuracy"]:0.0000}");
return 0;

ImageData Load()
{
    try
    {
        return ImageData.Load("/usr/share/datasets/fashion-mnist");
    }
    catch (DataFormatException error)
    {
        Console.Error.WriteLine($"{error.Message} (Debian: apt-get install dataset-fashion-mnist)");
        Environment.Exit(2);
        throw;
    }
}

// How the equations of a batch were solved, forward and backward, and how fast plain iteration would have been.
void ShowSolves()
{
    using DisposeScope scope = NewDisposeScope();
    ImplicitSolve solve = network.Implicit;
    solve.Options = solve.Options with { SpectralRadiusSteps = 20 };
    Tensor scores = network.call(data.Test.Inputs.narrow(0, 0, 1000));
    nn.functional.cross_entropy(scores, data.Test.Targets.narrow(0, 0, 1000)).backward();
    SolveReport forward = solve.Reports[0];
    solve.Options = solve.Options with { SpectralRadiusSteps = 0 };
    Console.WriteLine();
    Console.WriteLine($"forward   {forward}");
    Console.WriteLine($"backward  {forward.Backward}");
    Console.WriteLine($"Of the samples' Jacobians the greatest spectral radius is about {forward.SpectralRadius:0.00}.");
}
