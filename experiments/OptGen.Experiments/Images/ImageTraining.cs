using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Images;

/// <summary>How a classifier of images is trained.</summary>
/// <param name="Images">How many training images are used, which the seed chooses.</param>
/// <param name="Epochs">How often each is seen.</param>
/// <param name="Rate">AdamW's greatest learning rate.</param>
/// <param name="Halved">Whether images are halved by the mean of 2 x 2 pixels first, which makes a network four times as fast.</param>
/// <param name="Augmented">Whether images are flipped, shifted and erased at random.</param>
internal sealed record ImageTraining(int Images, int Epochs, double Rate, bool Halved, bool Augmented)
{
    private const int BatchSize = 64;
    private const double Decay = 0.05;

    /// <summary>The side of the images that a network gets.</summary>
    public int Side(ImageSource source) => Halved ? source.Side / 2 : source.Side;

    /// <summary>In sentences.</summary>
    public string Describe() =>
        $"Training: {Images:#,0} images{(Halved ? ", halved to a quarter of their pixels by the mean of 2 x 2" : "")}, {Epochs} epochs of batches of {BatchSize}, AdamW with weight decay {Decay}, "
        + $"learning rate {Rate} after a warm-up of a tenth of the steps, falling to 0 as a cosine does; {(Augmented ? "random flips, shifts and erasing" : "no augmentation")}; nothing was tuned for any network.";

    /// <summary>Trains a classifier, and tests it on all test images.</summary>
    /// <param name="create">Makes it for a number of channels, a side and a number of classes.</param>
    /// <param name="seed">Decides weights, images and their order.</param>
    /// <param name="context">The images.</param>
    public Outcome Run(Func<ImageSource, Module<Tensor, Tensor>> create, int seed, RunContext context)
    {
        var source = context.Images!;
        manual_seed(1000 + seed);
        using var network = create(source);
        using var images = Prepared(source.Training(Images, seed));
        using var test = Prepared(source.Test.Slice(0, source.Test.Count));
        var problem = TrainingProblem.Classification(network);
        var outcome = new Outcome();
        outcome.Values["parameters"] = Budget.Parameters(network);
        using (var one = zeros(1, source.Channels, Side(source), Side(source)))
            outcome.Values["multiply-adds"] = Summary.Of(network, one).MultiplyAdds;
        var report = new Trainer(problem, new TrainingOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            LastBatch = LastBatch.Drop,
            Seed = seed,
            Optimizer = model => optim.AdamW(model.parameters(), Rate, weight_decay: Decay),
            Schedule = new CosineLearningRate(),
            Augmentations = Augmented ? [new RandomHorizontalFlip(), new RandomCrop(), new RandomErasing()] : []
        }).Fit(images);
        var evaluation = new Trainer(problem, new TrainingOptions { EvaluationBatchSize = 500 }).Evaluate(test);
        outcome.Values["broke down"] = report.Status == TrainingStatus.NonFinite ? 1 : 0;
        outcome.Values["error"] = 1 - evaluation["accuracy"];
        outcome.Values["test loss"] = evaluation.Loss;
        outcome.Values["seconds of training"] = Math.Round(report.Time.TotalSeconds, 1);
        outcome.Series["loss"] = [.. report.Epochs.Select(epoch => epoch.Training.Loss)];
        return outcome;
    }

    private TensorSet Prepared(TensorSet images)
    {
        if (!Halved) return images;
        using (images)
        using (NewDisposeScope())
            return new TensorSet(functional.avg_pool2d(images.Inputs, 2), images.Targets.clone());
    }
}
