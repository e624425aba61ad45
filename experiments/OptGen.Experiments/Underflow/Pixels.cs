using OptGen.Evolution;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Underflow;

/// <summary>Images as rows of pixels, each with mean 0 over the training images and a small deviation, so that the sums of the first layer stay near the threshold.</summary>
internal sealed class Pixels : IDisposable
{
    /// <summary>
    /// The deviation of a pixel. A member's noise moves a sum of the first layer by sigma times the length of an image: here a fifth of the threshold at 14 x 14 pixels. Where it moves
    /// it by more than the threshold, the mean over members is smooth, and evolution sees a linear layer.
    /// </summary>
    public const double Deviation = 0.16;

    private Pixels(TensorSet training, TensorSet test) => (Training, Test) = (training, test);

    public TensorSet Training { get; }

    public TensorSet Test { get; }

    /// <summary>The number of pixels of an image.</summary>
    public int Count => (int)Training.Inputs.shape[1];

    /// <summary>All images.</summary>
    /// <param name="source">Where they are from.</param>
    /// <param name="images">How many are trained on, which the seed chooses.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="halved">Whether they are halved to a quarter of their pixels by the mean of 2 x 2 first.</param>
    public static Pixels Of(ImageSource source, int images, int seed, bool halved)
    {
        using var scope = NewDisposeScope();
        using var chosen = source.Training(images, seed);
        Tensor training = Rows(chosen), test = Rows(source.Test), mean = training.mean([0L], keepdim: true);
        // Pixels that hardly ever change, at the borders, stay small.
        var factor = Deviation / ((training - mean).square().mean([0L], keepdim: true).sqrt() + 0.05);
        return new Pixels(new TensorSet((training - mean) * factor, chosen.Targets.alias()), new TensorSet((test - mean) * factor, source.Test.Targets.alias()));

        Tensor Rows(TensorSet set)
        {
            var pixels = source.Intensities(set.Inputs);
            return (halved ? nn.functional.avg_pool2d(pixels, 2) : pixels).flatten(1);
        }
    }

    /// <summary>The share of images whose class a network finds.</summary>
    public static double Accuracy(nn.Module<Tensor, Tensor> network, TensorSet images)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        return network.call(images.Inputs).argmax(1).eq(images.Targets).to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <summary>The accuracy of a network's weights under another arithmetic.</summary>
    public static double AccuracyUnder(HiddenArithmetic arithmetic, UnderflowNetwork network, TensorSet images)
    {
        using var other = new UnderflowNetwork(network.Widths, arithmetic);
        other.load_state_dict(network.state_dict());
        return Accuracy(other, images);
    }

    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }
}
