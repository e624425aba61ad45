using OptGen.Experiments.Runner;
using OptGen.Masking;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Masking;

/// <summary>How networks with and without masks are trained: the same but for the learning rate.</summary>
/// <param name="Images">How many training images are used; a tenth of them validates.</param>
/// <param name="Epochs">How often each is seen.</param>
/// <param name="Halved">Whether images are halved by the mean of 2 x 2 pixels first.</param>
internal sealed record MaskedTraining(int Images, int Epochs, bool Halved)
{
    /// <summary>AdamW's greatest learning rate for weights.</summary>
    public const double WeightRate = 0.002;

    /// <summary>The same for scores.</summary>
    public const double ScoreRate = 0.01;

    private const int BatchSize = 64;
    private const double Decay = 0.005;

    /// <summary>In a sentence.</summary>
    public string Describe() =>
        $"Training: {Images:#,0} images{(Halved ? ", halved to a quarter of their pixels by the mean of 2 x 2" : "")}, of which a tenth validates, {Epochs} epochs of batches of {BatchSize}, AdamW with weight decay {Decay}, learning rate {WeightRate} for weights "
        + $"and {ScoreRate} for scores, after a warm-up of a tenth of the steps falling to 0 as a cosine does. The epoch that is best on validation is tested; nothing was chosen by the test images.";

    /// <summary>The images that a run trains on.</summary>
    public TensorSet Training(ImageSource source, int seed) => Prepared(source.Training(Images, seed));

    /// <summary>Trains what a network trains, and leaves it with the weights of the epoch that was best on validation.</summary>
    /// <returns>The training loss of each epoch.</returns>
    public double[] Run(Module<Tensor, Tensor> network, TensorSet images, double rate, int seed, int? epochs = null)
    {
        var report = new Trainer(TrainingProblem.Classification(network), new TrainingOptions
        {
            Epochs = epochs ?? Epochs,
            BatchSize = BatchSize,
            LastBatch = LastBatch.Drop,
            ValidationFraction = 0.1,
            Monitor = "accuracy",
            KeepBest = true,
            Seed = seed,
            Optimizer = model => optim.AdamW(model.parameters().Where(parameter => parameter.requires_grad), rate, weight_decay: Decay),
            Schedule = new CosineLearningRate()
        }).Fit(images).OrThrow();
        return [.. report.Epochs.Select(epoch => epoch.Training.Loss)];
    }

    /// <summary>The accuracy on all test images.</summary>
    public double Test(Module<Tensor, Tensor> network, ImageSource source)
    {
        using var test = Prepared(source.Test.Slice(0, source.Test.Count));
        return new Trainer(TrainingProblem.Classification(network), new TrainingOptions { EvaluationBatchSize = 500 }).Evaluate(test)["accuracy"];
    }

    /// <summary>Masks a new network, trains the scores, and tests what its file holds.</summary>
    public Outcome Masked(Func<Module<Tensor, Tensor>> create, MaskOptions options, int seed, ImageSource source)
    {
        manual_seed(1000 + seed);
        using var masked = OptGen.Masking.Masked.Apply(create(), options);
        using var images = Training(source, seed);
        var losses = Run(masked, images, ScoreRate, seed);
        var bytes = MaskFile.ToBytes(masked.Export());
        var description = MaskFile.Describe(bytes);
        // What is tested is what a user would load.
        using var loaded = OptGen.Masking.Masked.Import(create(), MaskFile.FromBytes(bytes));
        return new Outcome
        {
            Values =
            {
                ["accuracy"] = Test(loaded, source),
                ["masked weights"] = description.Weights,
                ["unique values"] = masked.PrototypeLength,
                ["kept weights"] = masked.KeptCount,
                ["file bytes"] = bytes.Length,
                ["mask bytes"] = description.MaskBytes,
                ["mask entropy bytes"] = description.Masks.Sum(mask => mask.EntropyBytes),
                ["other tensors' bytes"] = description.TensorBytes
            },
            Series = { ["loss"] = losses }
        };
    }

    private TensorSet Prepared(TensorSet images)
    {
        if (!Halved) return images;
        using (images)
        using (NewDisposeScope())
            return new TensorSet(functional.avg_pool2d(images.Inputs, 2), images.Targets.clone());
    }
}
