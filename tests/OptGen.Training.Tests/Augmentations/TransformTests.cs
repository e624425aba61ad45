using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>Each augmentation against what its definition says of single images.</summary>
[Collection("default generator")]
public sealed class TransformTests
{
    private const int Count = 400, Channels = 2, Height = 6, Width = 5;

    [Fact]
    public void Flip_EachImage_IsItselfOrItsMirror()
    {
        float[][] before = Images(out Batch batch), after = Apply(new RandomHorizontalFlip(0.3), batch);
        int flipped = 0;
        for (int i = 0; i < Count; i++)
        {
            float[] mirror = [.. Enumerable.Range(0, before[i].Length).Select(place => before[i][place - place % Width + (Width - 1 - place % Width)])];
            if (after[i].SequenceEqual(mirror))
                flipped++;
            else
                Assert.Equal(before[i], after[i]);
        }
        // Binomial with mean 120 and deviation 9.2.
        Assert.InRange(flipped, 80, 160);
    }

    [Fact]
    public void Crop_EachImage_IsAShiftedWindow()
    {
        const int Padding = 2;
        float[][] before = Images(out Batch batch), after = Apply(new RandomCrop(Padding), batch);
        var shifts = new int[2 * Padding + 1, 2 * Padding + 1];
        for (int i = 0; i < Count; i++)
        {
            bool found = false;
            for (int down = -Padding; down <= Padding && !found; down++)
            {
                for (int right = -Padding; right <= Padding && !found; right++)
                {
                    if (!after[i].SequenceEqual(Shift(before[i], down, right)))
                        continue;
                    shifts[down + Padding, right + Padding]++;
                    found = true;
                }
            }
            Assert.True(found, $"image {i} is no window of itself");
        }
        // 25 shifts, 16 images each on the average.
        Assert.All(shifts.Cast<int>(), count => Assert.InRange(count, 3, 40));
    }

    [Fact]
    public void Erasing_EachImage_LosesOneRectangleOfItsArea()
    {
        float[][] before = Images(out Batch batch), after = Apply(new RandomErasing(0.5, 0.1, 0.4), batch);
        int erased = 0;
        for (int i = 0; i < Count; i++)
        {
            int[] gone = [.. Enumerable.Range(0, Height * Width).Where(place => after[i][place] == 0)];
            for (int place = 0; place < before[i].Length; place++)
                Assert.Equal(gone.Contains(place % (Height * Width)) ? 0 : before[i][place], after[i][place]);
            if (gone.Length == 0)
                continue;
            erased++;
            int rows = gone.Select(place => place / Width).Distinct().Count(), columns = gone.Select(place => place % Width).Distinct().Count();
            Assert.Equal(gone.Length, rows * columns);
            Assert.Equal(rows, gone.Max() / Width - gone.Min() / Width + 1);
            // Whole pixels of 30: 3 to 12, and what rounding to a side of at least one adds or takes.
            Assert.InRange(gone.Length, 1, 18);
        }
        Assert.InRange(erased, 150, 250);
    }

    [Fact]
    public void Mixup_InputsAndTargets_AreMixedAlike()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor inputs = nn.functional.one_hot(arange(8), 8).to(ScalarType.Float32);
        var shares = new List<double>();
        for (int i = 0; i < 300; i++)
        {
            Batch mixed = new Mixup(8, 0.4).Apply(new Batch(inputs, arange(8)), generator);
            // Inputs are their own classes, one-hot: whatever is done must be done to both.
            Assert.True(mixed.Inputs.allclose(mixed.Targets));
            Assert.True(mixed.Targets.sum(1).allclose(ones(8)));
            Assert.InRange(mixed.Targets.gt(0).sum(1).max().item<long>(), 1, 2);
            double own = mixed.Targets[0, 0].item<float>();
            shares.Add(own);
        }
        // Beta(0.4, 0.4), and 1 where the partner is the sample itself: mean 0.5*7/8 + 1/8; half of the draws lie below 0.13 or above 0.87.
        Assert.InRange(shares.Average(), 0.5, 0.63);
        Assert.InRange(shares.Count(share => share is < 0.13 or > 0.87) / 300.0, 0.4, 0.75);
    }

    [Fact]
    public void CutMix_TargetsAreTheShareOfPixels()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor inputs = arange(1, 9, dtype: ScalarType.Float32).view(8, 1, 1, 1).expand(8, 1, Height, Width).clone();
        bool mixedOnce = false;
        for (int i = 0; i < 50; i++)
        {
            Batch mixed = new CutMix(8).Apply(new Batch(inputs, arange(8)), generator);
            for (int image = 0; image < 8; image++)
            {
                Tensor pixels = mixed.Inputs[image];
                for (int c = 0; c < 8; c++)
                    Assert.Equal(pixels.eq(c + 1).sum().item<long>() / (double)(Height * Width), mixed.Targets[image, c].item<float>(), 1e-5);
                mixedOnce |= mixed.Targets[image].gt(0).sum().item<long>() == 2;
            }
        }
        Assert.True(mixedOnce);
        Assert.Equal(8, inputs.max().item<float>());
    }

    [Fact]
    public void Beta_OfGammas_HasItsMoments()
    {
        using var generator = new Generator(1);
        foreach (double alpha in (double[])[0.2, 1, 5])
        {
            double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => Draw.Beta(alpha, generator))];
            Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
            Assert.Equal(0.5, draws.Average(), 0.015);
            Assert.Equal(1 / (4 * (2 * alpha + 1)), draws.Average(draw => (draw - 0.5) * (draw - 0.5)), 0.006);
        }
    }

    [Fact]
    public void Fit_WithAllOfThem_LearnsAndLeavesTheDataAlone()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor targets = arange(64).remainder(2);
        using var data = new TensorSet(randn(64, 1, 8, 8) + targets.to(ScalarType.Float32).view(64, 1, 1, 1), targets);
        float[] before = data.Inputs.data<float>().ToArray();
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(64, 2));
        var options = new TrainingOptions
        {
            Epochs = 60, BatchSize = 16, Optimizer = net => optim.SGD(net.parameters(), 0.1),
            Augmentations = [new RandomHorizontalFlip(), new RandomCrop(1), new RandomErasing(), new Mixup(2), new CutMix(2)]
        };
        var trainer = new Trainer(TrainingProblem.Classification(model, labelSmoothing: 0.1), options);
        TrainingReport report = trainer.Fit(data);
        Assert.Equal(before, data.Inputs.data<float>().ToArray());
        Assert.True(trainer.Evaluate(data)["accuracy"] > 0.9);
        Assert.InRange(report.Epochs[^1].Training["accuracy"], 0.5, 1);
    }

    [Fact]
    public void LabelSmoothing_IsForTrainingOnly()
    {
        using TensorSet data = Small.Points(32, seed: 1);
        using var model = Small.Network(seed: 3);
        TrainingReport report = new Trainer(TrainingProblem.Classification(model, labelSmoothing: 0.2), new TrainingOptions { Epochs = 1, BatchSize = 32, Optimizer = net => optim.SGD(net.parameters(), 0.0) }).Fit(data, data);
        using var scope = NewDisposeScope();
        Tensor outputs = model.call(data.Inputs);
        Assert.Equal(nn.functional.cross_entropy(outputs, data.Targets, label_smoothing: 0.2).item<float>(), report.Epochs[0].Training.Loss, 1e-6);
        Assert.Equal(nn.functional.cross_entropy(outputs, data.Targets).item<float>(), report.Epochs[0].Validation!.Loss, 1e-6);
    }

    [Fact]
    public void WrongUse_IsRefusedWithOneSentence()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Probability", () => new RandomHorizontalFlip(1.1));
        Assert.Throws<ArgumentOutOfRangeException>("Padding", () => new RandomCrop(0));
        Assert.Throws<ArgumentOutOfRangeException>("SmallestArea", () => new RandomErasing(0.5, 0.5, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new Mixup(1));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => new CutMix(2, 0));
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Assert.StartsWith("This augmentation is of images, samples x channels x height x width, but the inputs have shape [3, 2].",
            Assert.Throws<ArgumentException>(() => new RandomCrop().Apply(new Batch(ones(3, 2), zeros(3)), generator)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Targets must be class numbers, or probabilities of 3 classes; these have shape [2, 1].",
            Assert.Throws<ArgumentException>(() => new Mixup(3).Apply(new Batch(ones(2, 2), ones(2, 1)), generator)).Message, StringComparison.Ordinal);
    }

    private static float[][] Images(out Batch batch)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        Tensor images = (rand([Count, Channels, Height, Width], generator: generator) + 0.1).DetachFromDisposeScope();
        batch = new Batch(images, zeros(Count, dtype: ScalarType.Int64).DetachFromDisposeScope());
        return Split(images);
    }

    private static float[][] Apply(BatchTransform transform, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        return Split(transform.Apply(batch, generator).Inputs);
    }

    private static float[][] Split(Tensor images) => [.. images.contiguous().data<float>().ToArray().Chunk(Channels * Height * Width)];

    private static float[] Shift(float[] image, int down, int right)
    {
        var shifted = new float[image.Length];
        for (int c = 0; c < Channels; c++)
        {
            for (int row = 0; row < Height; row++)
            {
                for (int column = 0; column < Width; column++)
                {
                    int y = row + down, x = column + right;
                    if (y is >= 0 and < Height && x is >= 0 and < Width)
                        shifted[(c * Height + row) * Width + column] = image[(c * Height + y) * Width + x];
                }
            }
        }
        return shifted;
    }
}
