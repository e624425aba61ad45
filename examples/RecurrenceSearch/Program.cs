using OptGen.Blocks;
using OptGen.Search;
using OptGen.Training;
using RecurrenceSearchExample;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Draws recurrences that are consistent and zero-stable, trains a classifier with each at equal cost, and writes the best as a class.
// RecurrenceSearch [CANDIDATES [EPOCHS [IMAGES]]]: how many are drawn, and how long and on how many of the 60000 images each is trained.
int candidates = args.Length > 0 ? int.Parse(args[0]) : 30;
int epochs = args.Length > 1 ? int.Parse(args[1]) : 4;
using ImageData data = Load();
long count = args.Length > 2 ? Math.Min(long.Parse(args[2]), data.Training.Count) : data.Training.Count;
using TensorSet training = Rows(data.Training.Slice(0, count * 5 / 6)), validation = Rows(data.Training.Slice(count * 5 / 6, count / 6)), test = Rows(data.Test);

// Small networks gain nothing from more threads.
set_num_threads(1);
var accuracies = new Dictionary<SearchEntry, double>();
SearchReport report = new OptGen.Search.RecurrenceSearch(new RecurrenceGrammar { States = 3, History = 2, Applications = 2 })
    .Stem(() => Linear(784, 64))
    .Operator("T", k => new TwoLayer(64, 128))
    .Head(() => Linear(64, 10))
    .Known("gradient descent", "x_<k+1> = x_k - T(x_k)")
    .Known("heavy ball", "x_<k+1> = x_k + 1/2*(x_k - x_<k-1>) - T(x_k)")
    .Known("Nesterov", "y_k = x_k + 1/2*(x_k - x_<k-1>); x_<k+1> = y_k - T(y_k)")
    .Run(
        new SearchOptions
        {
            Candidates = candidates,
            Applications = 8,
            Seed = 1,
            Training = new TrainingOptions
            {
                Epochs = epochs,
                Seed = 1,
                Monitor = "accuracy",
                Optimizer = network => optim.AdamW(network.parameters(), lr: 1e-3, weight_decay: 0.01),
                Schedule = new CosineLearningRate()
            },
            // The test images choose nothing; they only say what the choice was worth.
            Trained = (entry, network) => accuracies[entry] = new Trainer(TrainingProblem.Classification(network)).Evaluate(test)["accuracy"]
        },
        training, validation, new SearchProgress());

Console.WriteLine(report.ToMarkdown());
Console.WriteLine($"{report.Entries.Count} recurrences in {report.Time.TotalMinutes:0.0} minutes. The best of them, as a class:");
Console.WriteLine();
Console.WriteLine(report.Best.ToCSharp("Found"));
foreach (SearchEntry entry in report.Entries.Where(entry => entry.Name is not null))
    Console.WriteLine($"{entry.Name}: test accuracy {accuracies[entry]:0.0000}");
Console.WriteLine($"the best by validation: test accuracy {accuracies[report.Best]:0.0000}");
return 0;

static TensorSet Rows(TensorSet images)
{
    using (images)
        return new TensorSet(images.Inputs.flatten(1).clone(), images.Targets.clone());
}

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
