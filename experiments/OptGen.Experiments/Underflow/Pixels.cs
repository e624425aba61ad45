using OptGen.Evolution;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Underflow;

/// <summary>Images as rows of pixels between 0 and 1, as the post's network takes them.</summary>
internal sealed class Pixels : IDisposable
{
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
        using var chosen = source.Training(images, seed);
        return new Pixels(Rows(chosen), Rows(source.Test));

        TensorSet Rows(TensorSet set)
        {
            using var scope = NewDisposeScope();
            var pixels = source.Intensities(set.Inputs);
            return new TensorSet((halved ? nn.functional.avg_pool2d(pixels, 2) : pixels).flatten(1), set.Targets.alias());
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
