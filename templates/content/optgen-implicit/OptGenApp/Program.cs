using OptGen.Training;
using OptGenApp;
using static TorchSharp.torch;

// Rings around each other, which no straight line separates.
manual_seed(1);
var rings = new NestedRings();
using TensorSet data = rings.Sample(3000, seed: 1), test = rings.Sample(1000, seed: 2);
using var network = new Classifier(inputs: 2, width: 64, classes: rings.Classes);
Console.WriteLine(Classifier.Recurrence.Text);

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
Console.WriteLine($"the last solve: {network.Implicit.Reports[0]}");
network.save("classifier.dat");
Console.WriteLine("saved classifier.dat");
return report.ExitCode;
