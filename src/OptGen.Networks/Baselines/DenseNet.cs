namespace OptGen.Networks.Baselines;

/// <summary>
/// The densely connected network for small images with bottlenecks and compression (DenseNet-BC), written by hand: three blocks of <see cref="DenseLayer"/>s, each of which reads all
/// channels before it; between them a transition halves channels, height and width.
/// </summary>
/// <remarks>
/// <para>
/// The parameters are named as in torchvision: <c>features.conv0</c>, <c>features.denseblock1.denselayer1.norm1</c>, …, <c>features.transition1.norm</c>, …,
/// <c>features.norm_final</c>, <c>classifier</c>.
/// </para>
/// <para>Forward takes images [batch, inChannels, height, width], both sides multiples of 4, and returns scores [batch, numClasses].</para>
/// Source: Huang et al., "Densely Connected Convolutional Networks" (2017).
/// </remarks>
public sealed class DenseNet : Module<Tensor, Tensor>
{
    private const int Blocks = 3;

    private readonly Features features;
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="depth">The number of layers with weights: 6n + 4 for n dense layers a block, such as 40 or 100.</param>
    /// <param name="growthRate">The number of channels that a layer adds, at least 1; take a multiple of 16.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The depth is not 6n + 4.</exception>
    public DenseNet(int depth, int growthRate, int numClasses, int inChannels = 3)
        : base(nameof(DenseNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(growthRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        if (depth < 10 || (depth - 4) % 6 != 0)
            throw new ArgumentException($"A densely connected network with bottlenecks has 6n + 4 layers, such as 40 or 100, not {depth}.", nameof(depth));
        features = new Features((depth - 4) / 6, growthRate, inChannels);
        features.InitializeWeights(Initialization.KaimingNormal);
        head = Linear(features.OutChannels, numClasses);
        register_module("features", features);
        register_module("classifier", head);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images)
    {
        using Tensor found = features.call(images);
        using Tensor pooled = found.mean([2, 3]);
        return head.call(pooled);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    private sealed class Features : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> steps = [];
        private readonly BatchNorm2d norm;

        public Features(int layers, int growthRate, int inChannels)
            : base(nameof(Features))
        {
            int channels = 2 * growthRate;
            Add("conv0", Conv2d(inChannels, channels, 3, padding: 1L, bias: false));
            for (int block = 1; block <= Blocks; block++)
            {
                Add($"denseblock{block}", new DenseBlock(layers, channels, growthRate));
                channels += layers * growthRate;
                if (block == Blocks)
                    break;
                Add($"transition{block}", new Transition(channels, channels / 2));
                channels /= 2;
            }
            norm = BatchNorm2d(channels);
            register_module("norm_final", norm);
            OutChannels = channels;
        }

        public int OutChannels { get; }

        public override Tensor forward(Tensor x)
        {
            Tensor current = x.alias();
            foreach (Module<Tensor, Tensor> step in steps)
            {
                using Tensor last = current;
                current = step.call(last);
            }
            using (current)
                return norm.call(current).relu_();
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }

        private void Add(string name, Module<Tensor, Tensor> step)
        {
            steps.Add(step);
            register_module(name, step);
        }
    }

    private sealed class DenseBlock : Module<Tensor, Tensor>
    {
        private readonly DenseLayer[] layers;

        public DenseBlock(int count, int inChannels, int growthRate)
            : base(nameof(DenseBlock))
        {
            layers = new DenseLayer[count];
            for (int i = 0; i < count; i++)
                register_module($"denselayer{i + 1}", layers[i] = new DenseLayer(inChannels + (i * growthRate), growthRate));
        }

        public override Tensor forward(Tensor x)
        {
            Tensor current = x.alias();
            foreach (DenseLayer layer in layers)
            {
                using Tensor last = current;
                using Tensor added = layer.call(last);
                current = cat([last, added], 1);
            }
            return current;
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }

    private sealed class Transition : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d norm;
        private readonly Conv2d convolution;

        public Transition(int inChannels, int outChannels)
            : base(nameof(Transition))
        {
            norm = BatchNorm2d(inChannels);
            convolution = Conv2d(inChannels, outChannels, 1, bias: false);
            register_module("norm", norm);
            register_module("conv", convolution);
        }

        public override Tensor forward(Tensor x)
        {
            using Tensor active = norm.call(x).relu_();
            using Tensor mixed = convolution.call(active);
            return functional.avg_pool2d(mixed, 2, 2);
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }
}
