using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Mirrors each image left to right with a given probability, drawn for each image of its own.</summary>
/// <param name="Probability">From 0 to 1.</param>
public sealed class RandomHorizontalFlip(double Probability = 0.5) : BatchTransform
{
    private readonly double _probability = Checks.Share(Probability, nameof(Probability));

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Generator generator)
    {
        Tensor images = Checks.Images(batch);
        using var scope = NewDisposeScope();
        Tensor flipped = Draw.Chance(batch.Samples, _probability, generator, images);
        return batch.WithInputs(where(flipped, images.flip(-1), images).MoveToOuterDisposeScope());
    }
}

/// <summary>Pads each image with zeros, and cuts a window of its own size out at a place drawn for each image of its own.</summary>
/// <param name="Padding">By how many pixels at each side, at least 1.</param>
public sealed class RandomCrop(int Padding = 4) : BatchTransform
{
    private readonly int _padding = Padding >= 1 ? Padding : throw new ArgumentOutOfRangeException(nameof(Padding), Padding, "Padding must be at least 1.");

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Generator generator)
    {
        Tensor images = Checks.Images(batch);
        using var scope = NewDisposeScope();
        long count = images.shape[0], channels = images.shape[1], height = images.shape[2], width = images.shape[3];
        long wide = width + 2 * _padding;
        Tensor padded = nn.functional.pad(images, [_padding, _padding, _padding, _padding]).view(count, channels, -1);
        // Where each pixel of the window lies in its padded image; the same for all channels.
        long[] shifts = randint(2 * _padding + 1, [2 * count], dtype: ScalarType.Int64, generator: generator).data<long>().ToArray();
        var places = new long[count * height * width];
        int place = 0;
        for (int image = 0; image < count; image++)
        {
            for (long row = 0; row < height; row++)
            {
                long first = (shifts[2 * image] + row) * wide + shifts[2 * image + 1];
                for (long column = 0; column < width; column++)
                    places[place++] = first + column;
            }
        }
        Tensor index = tensor(places, [count, 1, height * width]).to(images.device).expand(count, channels, height * width);
        return batch.WithInputs(padded.gather(2, index).view(count, channels, height, width).MoveToOuterDisposeScope());
    }
}

/// <summary>
/// Sets a rectangle of an image to zero with a given probability (Zhong, Zheng, Kang, Li, Yang, "Random erasing data augmentation", AAAI 2020).
/// Place, area and proportions are
/// drawn for each image of its own.
/// </summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="SmallestArea">The least share of the image, above 0.</param>
/// <param name="LargestArea">The greatest share of the image, at most 1.</param>
public sealed class RandomErasing(double Probability = 0.5, double SmallestArea = 0.02, double LargestArea = 1.0 / 3) : BatchTransform
{
    // The proportions of the paper: from 0.3 to its inverse, drawn evenly in the logarithm.
    private const double LeastRatio = 0.3;

    private readonly double _probability = Checks.Share(Probability, nameof(Probability));
    private readonly (double Least, double Greatest) _area = SmallestArea > 0 && SmallestArea <= LargestArea && LargestArea <= 1 ? (SmallestArea, LargestArea)
        : throw new ArgumentOutOfRangeException(nameof(SmallestArea), SmallestArea, $"Areas must be above 0, at most 1, and ascending, not {SmallestArea} to {LargestArea}.");

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Generator generator)
    {
        Tensor images = Checks.Images(batch);
        using var scope = NewDisposeScope();
        long count = images.shape[0], height = images.shape[2], width = images.shape[3];
        double[] draws = rand(5 * count, dtype: ScalarType.Float64, generator: generator).data<double>().ToArray();
        var keep = new bool[count * height * width];
        Array.Fill(keep, true);
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<double> draw = draws.AsSpan(5 * image, 5);
            if (draw[0] >= _probability)
                continue;
            double area = (_area.Least + draw[1] * (_area.Greatest - _area.Least)) * height * width, ratio = Math.Exp((2 * draw[2] - 1) * -Math.Log(LeastRatio));
            long high = Math.Clamp((long)Math.Round(Math.Sqrt(area * ratio)), 1, height), broad = Math.Clamp((long)Math.Round(Math.Sqrt(area / ratio)), 1, width);
            long top = (long)(draw[3] * (height - high + 1)), left = (long)(draw[4] * (width - broad + 1));
            for (long row = top; row < top + high; row++)
                Array.Fill(keep, false, (int)(image * height * width + row * width + left), (int)broad);
        }
        Tensor mask = tensor(keep, [count, 1, height, width]).to(images.device);
        return batch.WithInputs(where(mask, images, zeros_like(images)).MoveToOuterDisposeScope());
    }
}

/// <summary>What transforms check.</summary>
internal static class Checks
{
    public static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to 1.");

    public static Tensor Images(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Inputs.dim() == 4 ? batch.Inputs : throw new ArgumentException(
            $"This augmentation is of images, samples x channels x height x width, but the inputs have shape [{string.Join(", ", batch.Inputs.shape)}].", nameof(batch));
    }
}

/// <summary>Random draws on the processor.</summary>
internal static class Draw
{
    /// <summary>True with a probability for each sample, of shape samples x 1 x 1 x 1, on the device of the images.</summary>
    public static Tensor Chance(long samples, double probability, Generator generator, Tensor images)
    {
        using Scalar held = probability;
        return rand(samples, dtype: ScalarType.Float64, generator: generator).lt(held).view(-1, 1, 1, 1).to(images.device);
    }

    /// <summary>A number from Beta(alpha, alpha).</summary>
    public static double Beta(double alpha, Generator generator)
    {
        // A generator of its own, seeded by torch's: it may take any number of draws.
        using Tensor seed = randint(int.MaxValue, [1], dtype: ScalarType.Int64, generator: generator);
        var random = new Random((int)seed.item<long>());
        double first = Gamma(alpha, random), second = Gamma(alpha, random);
        return first + second > 0 ? first / (first + second) : 0.5;
    }

    // G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
