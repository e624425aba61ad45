using OptGen;
using OptGen.Demo;
using OptGen.Training;
using TorchSharp;

const int Width = 64;

try
{
    var options = DemoOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(DemoOptions.Usage);
        return 0;
    }
    return Train(options);
}
catch (Exception error) when (error is CommandLineException or DataFormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

static int Train(DemoOptions options)
{
    using DemoData data = DemoData.Load(options.Data);
    Console.WriteLine($"data       {data.Text}");

    // Operations this small gain nothing from a second thread, and wait for it where the machine is busy.
    torch.set_num_threads(1);
    torch.manual_seed(options.Seed);
    using var network = new HeavyBallNetwork(inputs: data.Inputs, width: Width, classes: data.Classes);
    Recurrence recurrence = HeavyBallNetwork.Recurrence;
    long parameters = network.parameters().Sum(parameter => parameter.numel());
    Console.WriteLine($"recurrence {recurrence.Text.Replace("\n", "\n           ", StringComparison.Ordinal)}");
    Console.WriteLine($"verdict    {recurrence.Verdict.Text}");
    Console.WriteLine($"network    {network.b.numel()} layers of width {Width}, {parameters} parameters");

    var training = new TrainingOptions
    {
        Epochs = options.Epochs,
        Seed = options.Seed,
        ValidationFraction = 0.1,
        Optimizer = model => torch.optim.AdamW(model.parameters(), lr: 3e-3, weight_decay: 0.01),
        Schedule = new CosineLearningRate()
    };
    Console.WriteLine($"training   AdamW, batches of {training.BatchSize}, {training.ValidationFraction:0%} of the samples for validation, seed {training.Seed}, threads {torch.get_num_threads()}");

    var trainer = new Trainer(TrainingProblem.Classification(network), training);
    TrainingReport report = TrainingConsole.Fit(trainer, data.Training);
    if (report.Status != TrainingStatus.Completed)
    {
        Console.Error.WriteLine(report.Message);
        return report.ExitCode;
    }
    Console.WriteLine($"trained in {report.Time.TotalSeconds:0.0} s");
    Console.WriteLine($"test accuracy {trainer.Evaluate(data.Test)["accuracy"]:0.0000}");
    return 0;
}
