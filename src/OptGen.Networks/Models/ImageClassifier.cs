namespace OptGen.Networks;

/// <summary>
/// An image classifier of three stages around any network of this library: a stem, in each stage a network of <c>depth</c> layers, between stages a convolution that halves
/// height and width and doubles the channels, and a head.
/// </summary>
/// <remarks>
/// <para>
/// A stage's network is a module of its own, so its history begins anew at each border, as Li et al. (ACML 2018) have it. The parameters are named
/// <c>stem</c>, <c>stages.0</c>, <c>stages.1</c>, <c>stages.2</c>, <c>transitions.0</c>, <c>transitions.1</c>, <c>norm</c> and <c>fc</c>.
/// </para>
/// <para>Forward takes images [batch, inChannels, height, width] of at least 4 x 4 pixels, and returns scores [batch, numClasses]. What is left over of a side when it is
/// halved is not read.</para>
/// </remarks>
/// <example>
/// <code>
/// var net = new ImageClassifier((block, depth) => new HeavyBall(block, depth), depth: 6, width: 32, numClasses: 10);
/// </code>
/// </example>
public sealed class ImageClassifier : Module<Tensor, Tensor>
{
    /// <summary>The number of stages.</summary>
    public const int Stages = 3;

    private readonly Conv2d stem;
    private readonly ModuleList<Module<Tensor, Tensor>> stages = new();
    private readonly ModuleList<Conv2d> transitions = new();
    private readonly BatchNorm2d norm;
    private readonly Linear head;

    /// <summary>Makes the classifier.</summary>
    /// <param name="network">Makes the network of a stage from a factory of its operators and its number of layers, as those of <see cref="Catalogue"/> do.</param>
    /// <param name="depth">The number of layers of each stage, at least 1.</param>
    /// <param name="width">The number of channels of the first stage, at least 1; the others have twice and four times as many. Take a multiple of 16.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <param name="block">Makes an operator for images of so many channels; <see cref="PreActivation"/> with as many hidden ones when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The factory of networks gives null.</exception>
    public ImageClassifier(
        Func<Func<int, Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> network, int depth, int width, int numClasses, int inChannels = 3,
        Func<int, Module<Tensor, Tensor>>? block = null)
        : base(nameof(ImageClassifier))
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        block ??= channels => new PreActivation(channels, channels, initialization: Initialization.KaimingNormal);
        stem = Conv2d(inChannels, width, 3, padding: 1L, bias: false);
        for (int i = 0; i < Stages; i++)
        {
            int channels = width << i;
            stages.Add(network(_ => block(channels), depth) ?? throw new ArgumentException($"The factory gave null for stage {i}; it must make a network for each.", nameof(network)));
            if (i + 1 < Stages)
                transitions.Add(Conv2d(channels, 2 * channels, 2, stride: 2L));
        }
        norm = BatchNorm2d(width << (Stages - 1));
        head = Linear(width << (Stages - 1), numClasses);
        register_module("stem", stem);
        register_module("stages", stages);
        register_module("transitions", transitions);
        register_module("norm", norm);
        register_module("fc", head);
    }

    /// <summary>A wide and shallow one: 3 layers a stage, 64 channels in the first.</summary>
    /// <param name="network">Makes the network of a stage from a factory of its operators and its number of layers, as those of <see cref="Catalogue"/> do.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    public static ImageClassifier WideShallow(
        Func<Func<int, Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> network, int numClasses, int inChannels = 3) =>
        new(network, depth: 3, width: 64, numClasses, inChannels);

    /// <summary>A narrow and deep one: 18 layers a stage, 16 channels in the first.</summary>
    /// <param name="network">Makes the network of a stage from a factory of its operators and its number of layers, as those of <see cref="Catalogue"/> do.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    public static ImageClassifier NarrowDeep(
        Func<Func<int, Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> network, int numClasses, int inChannels = 3) =>
        new(network, depth: 18, width: 16, numClasses, inChannels);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images are of another shape, or smaller than 4 x 4 pixels.</exception>
    public override Tensor forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        long[] shape = images.shape;
        if (shape.Length != 4 || shape[1] != stem.in_channels || Math.Min(shape[2], shape[3]) < 4)
        {
            throw new ArgumentException(
                $"This classifier takes images of the shape [batch, {stem.in_channels}, height, width] of at least 4 x 4 pixels, not [{string.Join(", ", shape)}].", nameof(images));
        }
        using DisposeScope scope = NewDisposeScope();
        Tensor x = stem.call(images);
        for (int i = 0; i < Stages; i++)
        {
            using Tensor last = x;
            Tensor staged = stages[i].call(last);
            if (i + 1 == Stages)
            {
                x = staged;
                break;
            }
            using (staged)
                x = transitions[i].call(staged);
        }
        Tensor pooled = norm.call(x).relu_().mean([2, 3]);
        return head.call(pooled).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
