using System.Diagnostics;
using MaskedClassifier;
using OptGen.Masking;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;

// A network whose weights stay random: training chooses which of them are kept. A file holds the choice in a few kilobytes; another process rebuilds the network from it.
// MaskedClassifier [EPOCHS]; MaskedClassifier classify FILE is what the other process runs.
return args is ["classify", var shipped] ? Classify(shipped) : Train(args.Length > 0 ? int.Parse(args[0]) : 5);

static int Train(int epochs)
{
    using ImageData data = Load();
    using Classifier network = Make(data);
    Console.WriteLine(Classifier.Recurrence.Text);
    Console.WriteLine();

    // All weights are signs times a gain of their layer: few signs, which a seed gives, repeated through the network. Half of the weights are kept.
    using MaskedNetwork masked = Masked.Apply(network, new MaskOptions { Fill = new RandomVectorFill(1e-3), Values = FillValues.SignedConstant, Seed = 1, Kept = 0.5 });
    manual_seed(1);
    var options = new TrainingOptions { Epochs = epochs, ValidationFraction = 0.1, Optimizer = net => optim.AdamW(net.parameters(), lr: 2e-2, weight_decay: 0), Schedule = new CosineLearningRate() };
    var trainer = new Trainer(TrainingProblem.Classification(masked), options);
    TrainingReport report = TrainingConsole.Fit(trainer, data.Training);
    if (report.Status != TrainingStatus.Completed)
        return report.ExitCode;
    Console.WriteLine($"trained in {report.Time.TotalSeconds:0.0} s: test accuracy {trainer.Evaluate(data.Test)["accuracy"]:0.0000}");
    Console.WriteLine();

    string file = Path.Combine(Directory.CreateTempSubdirectory("optgen-masked-").FullName, "classifier.pemn");
    try
    {
        MaskFile.Write(file, masked.Export(architecture: "new Classifier(inputs: 784, width: 32, classes: 10)"));
        return OtherProcess(file);
    }
    finally
    {
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}

// What gets the file alone: it makes the network by the same code, and takes every weight from the file.
static int Classify(string path)
{
    using ImageData data = Load();
    using Classifier network = Masked.Import(Make(data), MaskFile.Read(path));
    var trainer = new Trainer(TrainingProblem.Classification(network), new TrainingOptions { Optimizer = net => optim.SGD(net.parameters(), 0) });
    MaskFileDescription description = MaskFile.Describe(path);
    Console.WriteLine("another process, from the file alone");
    Console.WriteLine();
    Console.Write(description);
    Console.WriteLine();
    Console.WriteLine($"file {description.FileBytes} bytes, ratio {description.FileRatio:0.0} against dense float32, test accuracy: {trainer.Evaluate(data.Test)["accuracy"]:0.0000}");
    return 0;
}

static int OtherProcess(string path)
{
    // Started by dotnet, the program is the first argument; started by itself, it is what runs.
    string host = Environment.ProcessPath!;
    string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(Classifier).Assembly.Location] : [];
    using Process process = Process.Start(new ProcessStartInfo(host, [.. program, "classify", path]) { UseShellExecute = false })!;
    process.WaitForExit();
    return process.ExitCode;
}

static Classifier Make(ImageData data) => new(inputs: data.Height * data.Width, width: 32, classes: data.Classes);

static ImageData Load()
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
