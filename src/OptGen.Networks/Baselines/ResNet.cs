namespace OptGen.Networks.Baselines;

/// <summary>
/// The residual network for small images, written by hand: a 3 x 3 convolution, three stages of basic blocks (Conv-BN-ReLU-Conv-BN, plus the argument, ReLU), the mean
/// over all pixels, a linear layer. ResNet-32 and ResNet-56 are of depth 32 and 56.
/// </summary>
/// <remarks>
/// <para>
/// Where a stage begins, height and width are halved and channels doubled; the shortcut there keeps each second pixel and fills new channels with zeros, so it has no
/// parameters (option A of the paper). The parameters are named as in torchvision: <c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c>, …, <c>fc</c>.
/// </para>
/// <para>Forward takes images [batch, inChannels, height, width], both sides multiples of 4, and returns scores [batch, numClasses].</para>
/// Source: He et al., "Deep Residual Learning for Image Recognition" (2016), section 4.2.
/// </remarks>
public sealed class ResNet : Module<Tensor, Tensor>
{
    private const int Stages = 3;

    private readonly Conv2d stem;
    private readonly BatchNorm2d stemNorm;
    private readonly ModuleList<BasicBlock>[] stages = new ModuleList<BasicBlock>[Stages];
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="depth">The number of layers with weights: 6n + 2 for n blocks a stage, such as 20, 32, 44, 56.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="width">The number of channels of the first stage, at least 1; take a multiple of 16.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The depth is not 6n + 2.</exception>
    public ResNet(int depth, int numClasses, int width = 16, int inChannels = 3)
        : base(nameof(ResNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        if (depth < 8 || (depth - 2) % 6 != 0)
            throw new ArgumentException($"A residual network for small images has 6n + 2 layers, such as 20, 32 or 56, not {depth}.", nameof(depth));
        stem = Conv2d(inChannels, width, 3, padding: 1L, bias: false);
        stemNorm = BatchNorm2d(width);
        head = Linear((long)width << (Stages - 1), numClasses);
        register_module("conv1", stem);
        register_module("bn1", stemNorm);
        for (int stage = 0; stage < Stages; stage++)
        {
            stages[stage] = new ModuleList<BasicBlock>();
            for (int i = 0; i < (depth - 2) / 6; i++)
            {
                bool begins = stage > 0 && i == 0;
                stages[stage].Add(new BasicBlock(begins ? width << (stage - 1) : width << stage, width << stage));
            }
            register_module($"layer{stage + 1}", stages[stage]);
        }
        register_module("fc", head);
        stem.InitializeWeights(Initialization.KaimingNormal);
        foreach (BasicBlock block in stages.SelectMany(s => s))
            block.InitializeWeights(Initialization.KaimingNormal);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = stemNorm.call(stem.call(images)).relu_();
        foreach (BasicBlock block in stages.SelectMany(s => s))
        {
            using Tensor last = x;
            x = block.call(last);
        }
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    /// <summary>Two convolutions, and the argument added.</summary>
    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Conv2d first;
        private readonly BatchNorm2d firstNorm;
        private readonly Conv2d second;
        private readonly BatchNorm2d secondNorm;
        private readonly int added;

        public BasicBlock(int inChannels, int channels)
            : base(nameof(BasicBlock))
        {
            added = channels - inChannels;
            first = Conv2d(inChannels, channels, 3, stride: added > 0 ? 2L : 1L, padding: 1L, bias: false);
            firstNorm = BatchNorm2d(channels);
            second = Conv2d(channels, channels, 3, padding: 1L, bias: false);
            secondNorm = BatchNorm2d(channels);
            register_module("conv1", first);
            register_module("bn1", firstNorm);
            register_module("conv2", second);
            register_module("bn2", secondNorm);
        }

        public override Tensor forward(Tensor x)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor hidden = firstNorm.call(first.call(x)).relu_();
            Tensor residual = secondNorm.call(second.call(hidden));
            Tensor shortcut = added == 0 ? x : functional.pad(x.slice(2, 0, long.MaxValue, 2).slice(3, 0, long.MaxValue, 2), [0, 0, 0, 0, 0, added]);
            return residual.Plus(shortcut).relu_().MoveToOuterDisposeScope();
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }
}
